/**
 * The password and its lock-out: five wrong tries in a row lock the buttons' menu and Bluetooth
 * writes for a minute, the next five for two, and so on up to an hour; a right one starts over. A
 * power cut ends a lock.
 */
import type RegisterModel from "registers/model";
import restingTimer from "resting-timer";
import Timer from "timer";

/** Wrong tries in a row that lock. */
const TRIES = 5;

const FIRST_LOCK_S = 60;
const LONGEST_LOCK_S = 3600;

export default class Password {
	readonly #model: RegisterModel<"password">;
	readonly #row: number;
	readonly #onLocked: (seconds: number) => void;
	/** Tries until the next lock. */
	#triesLeft = TRIES;
	/** Length of the next lock. */
	#nextLockS = FIRST_LOCK_S;
	/** Seconds until the present lock ends; 0 if there is none. */
	#lockedSeconds = 0;
	/** Counts the seconds of a lock; rests while there is none. */
	readonly #timer: Timer;

	/** @param onLocked called with the seconds when wrong tries have locked */
	constructor(model: RegisterModel<"password">, onLocked: (seconds: number) => void) {
		this.#model = model;
		this.#row = model.indexOf("password");
		this.#onLocked = onLocked;
		this.#timer = restingTimer(() => this.#tick());
	}

	/** 0..9999, four digits with leading zeros. */
	get value(): number {
		return this.#model.get(this.#row);
	}

	/** True while every try is refused, a right one too. */
	get locked(): boolean {
		return this.#lockedSeconds > 0;
	}

	/** Seconds until a try is accepted again, 0..3600. */
	get lockedSeconds(): number {
		return this.#lockedSeconds;
	}

	/** Wrong tries that are left before a lock, 0 (locked) to {@link TRIES}. */
	get triesLeft(): number {
		return this.locked ? 0 : this.#triesLeft;
	}

	/** True if `value`, 0..9999, is the password; counts as a try. False while locked. */
	check(value: number): boolean {
		return this.countTry(value === this.value);
	}

	/**
	 * Counts a try that was compared elsewhere.
	 * @param right result of the comparison
	 * @returns true if access is granted; false while locked
	 */
	countTry(right: boolean): boolean {
		if (this.locked) return false;
		if (right) {
			this.#triesLeft = TRIES;
			this.#nextLockS = FIRST_LOCK_S;
			return true;
		}
		this.#triesLeft--;
		if (this.#triesLeft === 0) this.#lock();
		return false;
	}

	/** Sets a new password, 0..9999. The caller must have checked the old one. */
	change(value: number): void {
		this.#model.write(this.#row, value);
	}

	#lock(): void {
		this.#lockedSeconds = this.#nextLockS;
		this.#nextLockS = Math.min(2 * this.#nextLockS, LONGEST_LOCK_S);
		this.#triesLeft = TRIES;
		Timer.schedule(this.#timer, 1000, 1000);
		this.#onLocked(this.#lockedSeconds);
	}

	#tick(): void {
		this.#lockedSeconds--;
		if (this.#lockedSeconds === 0) Timer.schedule(this.#timer);
	}
}
