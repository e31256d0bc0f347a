/**
 * Counts failures and locks: five for a minute, the next five for two, and so on up to an hour.
 * Nobody's success takes back what others have failed; an hour without a failure does. A power cut
 * ends a lock.
 */
import restingTimer from "resting-timer";
import Timer from "timer";

/** Failures that lock. */
export const TRIES = 5;

const FIRST_LOCK_S = 60;
const LONGEST_LOCK_S = 3600;

/** Time without a lock and without a failure after which everything is forgotten. */
const QUIET_S = 3600;

export default class LockOut {
	private readonly onLocked: (seconds: number) => void;
	private ended = 0;
	private taken = 0;
	/** Failures since a lock has taken those before. */
	private failures = 0;
	/** Length of the next lock. */
	private nextLockS = FIRST_LOCK_S;
	private secondsLeft = 0;
	private quietSeconds = 0;
	/** Counts seconds; rests while there is nothing to forget. */
	private readonly timer: Timer;

	/** @param onLocked called with the seconds when failures have locked */
	constructor(onLocked: (seconds: number) => void) {
		this.onLocked = onLocked;
		this.timer = restingTimer(() => this.tick());
	}

	get locked(): boolean {
		return this.secondsLeft > 0;
	}

	/** Rises when a lock ends and when all is forgotten: who had no tries left has five again. */
	get ends(): number {
		return this.ended;
	}

	/** Rises when a lock takes the failures before it, and when all is forgotten. */
	get takes(): number {
		return this.taken;
	}

	/** Seconds until the lock ends; 0 if there is none. */
	get lockedSeconds(): number {
		return this.secondsLeft;
	}

	/** Failures that are left before a lock, 0 (locked) to {@link TRIES}. */
	get triesLeft(): number {
		return this.locked ? 0 : TRIES - this.failures;
	}

	/** Counts a failure; during a lock, five more make it longer. */
	fail(): void {
		this.failures++;
		this.quietSeconds = 0;
		Timer.schedule(this.timer, 1000, 1000);
		if (this.failures < TRIES) return;
		this.failures = 0;
		this.taken++;
		this.secondsLeft += this.nextLockS;
		this.nextLockS = Math.min(2 * this.nextLockS, LONGEST_LOCK_S);
		this.onLocked(this.secondsLeft);
	}

	/** Takes back failures of somebody who has turned out to be entitled, that no lock has taken. */
	forgive(failures: number): void {
		this.failures -= failures;
	}

	/** Ends the lock; the next one is longer all the same. */
	lift(): void {
		if (this.locked) this.ended++;
		this.secondsLeft = 0;
	}

	/** Forgets everything. */
	reset(): void {
		this.ended++;
		this.taken++;
		this.failures = this.secondsLeft = this.quietSeconds = 0;
		this.nextLockS = FIRST_LOCK_S;
		Timer.schedule(this.timer);
	}

	private tick(): void {
		if (this.secondsLeft === 1) this.lift();
		else if (this.secondsLeft > 0) this.secondsLeft--;
		else if (++this.quietSeconds === QUIET_S) this.reset();
	}
}

/** The failures of one client, which its success takes back unless a lock has taken them. */
export class OwnFailures {
	private readonly lockOut: LockOut;
	private count = 0;
	/** The lock-out's `takes` before the last of these. */
	private since = 0;

	constructor(lockOut: LockOut) {
		this.lockOut = lockOut;
	}

	/** Counts a failure, for this client and for all. */
	fail(): void {
		this.count = this.untaken + 1;
		this.since = this.lockOut.takes;
		this.lockOut.fail();
	}

	/** The client has turned out to be entitled. */
	forgive(): void {
		this.lockOut.forgive(this.untaken);
		this.count = 0;
	}

	/** Begins with another client. */
	reset(): void {
		this.count = 0;
	}

	private get untaken(): number {
		return this.since === this.lockOut.takes ? this.count : 0;
	}
}
