/**
 * Moves the time of several meters together and lets it stand still at each event, so that an event
 * takes place at its own frame at any speed, and two runs of a scenario are the same.
 *
 * A scenario's time is the meters' and continues while one of them is off: each has an offset.
 */
import { setImmediate, setTimeout } from "node:timers/promises";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { SerialLine } from "../bus/line.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { framesIn } from "../meter/pace.ts";

/** Step of the meters while something under way needs their time: 10 ms. */
const STEP_FRAMES = framesIn(0.01);

/** Pause before another look at a meter whose engine starts. */
const LOOK_MS = 1;

/** Longest time that Node's timers take; they make a longer one 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A meter and where it is. */
interface Player {
	readonly meter: VirtualMeter;
	/** Scenario's time at the meter's frame 0, in frames. */
	offsetFrames: number;
	/** Its supply went off, and the scenario's time has left it. */
	isLost: boolean;
	/** Fast forward before the scenario. */
	readonly wasFast: boolean;
}

/** How a scenario is quicker than the bench. */
export interface Haste {
	/** True: as fast as possible instead of at the bench's speed. */
	readonly hurried: boolean;
	/** True: what nothing happens in passes by windows, as with `--fast-forward`. */
	readonly fastForward: boolean;
}

export class Conductor {
	readonly #players: readonly Player[];
	/** Meter seconds per second; Infinity: as fast as possible. */
	readonly #speed: number;
	/** True if meters that follow the clock run ahead of it. */
	readonly #hurried: boolean;
	#frame = 0;
	/** Frame at which the present stretch began. */
	#startFrame = 0;
	/** While the machine's clock counts, since all meters are off: from which frame, and when. */
	#off: { readonly frame: number; readonly sinceMs: number } | undefined;
	/** Aborts when the meters are released. */
	readonly #release = new AbortController();

	/**
	 * Lets the time of `meters` stand still.
	 * @param speed meter seconds per second
	 */
	constructor(meters: readonly VirtualMeter[], speed: number, haste: Haste) {
		const { hurried, fastForward } = haste;
		this.#speed = hurried ? Number.POSITIVE_INFINITY : speed;
		this.#hurried = hurried && Number.isFinite(speed);
		this.#players = meters.map((meter) => ({
			meter,
			offsetFrames: 0,
			isLost: false,
			wasFast: meter.fastForward.on,
		}));
		for (const { meter } of this.#players) {
			if (fastForward) meter.fastForward.on = true;
			void meter.runTo(meter.frames);
		}
	}

	/** True: the meters' time is no longer this conductor's. */
	get isReleased(): boolean {
		return this.#release.signal.aborted;
	}

	/** Time of the scenario in seconds. */
	get seconds(): number {
		return this.#frame / FRAME_RATE_HZ;
	}

	/** Where the meters are on their way to that time, or the clock while all are off. */
	get present(): number {
		const underWay = this.#players
			.filter(({ meter, isLost }) => !isLost && meter.running)
			.map(({ meter, offsetFrames }) => meter.frames + offsetFrames);
		const where = underWay.length > 0 ? Math.min(...underWay) : this.#offFrame;
		return Math.max(0, Math.min(this.#frame, where)) / FRAME_RATE_HZ;
	}

	/** The scenario begins now. */
	begin(): void {
		this.#frame = 0;
		this.#startFrame = 0;
		for (const player of this.#players) player.offsetFrames = -player.meter.frames;
	}

	/** Runs to a time, in seconds; done when every meter that is on has got there. */
	async runTo(seconds: number): Promise<void> {
		const frame = framesIn(seconds);
		if (frame <= this.#frame) return;
		this.#advanceTo(frame);
		const reached = await Promise.all(this.#players.map((player) => this.#move(player)));
		// Nobody's time passes while all are off: the machine's clock counts.
		const allAreOff = !reached.includes(true) && !this.isReleased;
		if (allAreOff && Number.isFinite(this.#speed)) await this.#passByClock();
		this.#startFrame = frame;
	}

	/**
	 * Lets the meters' time pass until something on a line is done. It stands still while the line
	 * waits by the machine's clock, or each run would take another time.
	 */
	async during<T>(work: Promise<T>, line: Pick<SerialLine, "isInMeterTime">): Promise<T> {
		const settled = outcome(work);
		while (!settled.isDone && !this.isReleased) {
			if (line.isInMeterTime) await this.#step();
			else await setTimeout(LOOK_MS);
			await setImmediate();
		}
		return work;
	}

	/** Switches a meter on; the others' time stands still meanwhile. */
	async powerOn(index: number): Promise<void> {
		const player = this.#players[index];
		if (!player || player.meter.powered) return;
		const { meter } = player;
		this.#find(player);
		void meter.runTo(meter.frames);
		const settled = outcome(meter.powerOn());
		while (!settled.isDone && !this.isReleased) {
			if (meter.running) await meter.runTo(meter.frames + STEP_FRAMES);
			else await setTimeout(LOOK_MS);
			await setImmediate();
		}
		await settled.work;
	}

	/** Lets time pass again by itself. */
	release(): void {
		this.#release.abort();
		for (const { meter, wasFast } of this.#players) {
			meter.fastForward.on = wasFast;
			meter.release();
		}
	}

	async #step(): Promise<void> {
		// One after the other: a line hears them in the same order in each run.
		this.#advanceTo(this.#frame + STEP_FRAMES);
		for (const player of this.#players) await this.#move(player);
	}

	#advanceTo(frame: number): void {
		for (const player of this.#players)
			if (player.isLost && player.meter.running) this.#find(player);
		this.#startFrame = this.#frame;
		this.#frame = frame;
	}

	/** @returns false if the meter is off, or released */
	async #move(player: Player): Promise<boolean> {
		if (this.isReleased) return false;
		const { meter, offsetFrames } = player;
		const target = Math.max(meter.frames, this.#frame - offsetFrames);
		const reached = await meter.runTo(target, this.#hurried);
		player.isLost ||= !reached;
		return reached;
	}

	/** Waits for the rest of the stretch, from where the last meter went off. */
	async #passByClock(): Promise<void> {
		const frame = this.#offFrame;
		this.#off = { frame, sinceMs: performance.now() };
		const { signal } = this.#release;
		let leftMs = (1000 * (this.#frame - frame)) / FRAME_RATE_HZ / this.#speed;
		for (; leftMs > 0 && !signal.aborted; leftMs -= LONGEST_TIMER_MS)
			await setTimeout(Math.min(leftMs, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {});
		this.#off = undefined;
	}

	/** Frame of the scenario's time while no meter tells it. */
	get #offFrame(): number {
		if (this.#off)
			return (
				this.#off.frame + framesIn(((performance.now() - this.#off.sinceMs) / 1000) * this.#speed)
			);
		const ends = this.#players.map(({ meter, offsetFrames }) => meter.frames + offsetFrames);
		return Math.min(this.#frame, Math.max(this.#startFrame, ...ends));
	}

	/** The scenario's time continues for a meter from where it is. */
	#find(player: Player): void {
		player.offsetFrames = this.#frame - player.meter.frames;
		player.isLost = false;
	}
}

/** A promise that can be asked if it has settled. */
function outcome<T>(work: Promise<T>): { readonly work: Promise<T>; isDone: boolean } {
	const settled = { work, isDone: false };
	const done = (): void => {
		settled.isDone = true;
	};
	work.then(done, done);
	return settled;
}
