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
	/** Stretches that run as fast as possible. */
	readonly #hurries = new Set<AbortController>();
	#frame = 0;
	#isReleased = false;

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
		return this.#isReleased;
	}

	/** Time of the scenario in seconds. */
	get seconds(): number {
		return this.#frame / FRAME_RATE_HZ;
	}

	/** Where the meters are on their way to that time. */
	get present(): number {
		const underWay = this.#players
			.filter(({ meter, isLost }) => !isLost && meter.running)
			.map(({ meter, offsetFrames }) => meter.frames + offsetFrames);
		return Math.max(0, Math.min(this.#frame, ...underWay)) / FRAME_RATE_HZ;
	}

	/** The scenario begins now. */
	begin(): void {
		this.#frame = 0;
		for (const player of this.#players) player.offsetFrames = -player.meter.frames;
	}

	/** Runs to a time, in seconds; done when every meter that is on has got there. */
	async runTo(seconds: number): Promise<void> {
		const frame = framesIn(seconds);
		const waitedFrames = frame - this.#frame;
		if (waitedFrames <= 0) return;
		this.#advanceTo(frame);
		const reached = await Promise.all(this.#players.map((player) => this.#move(player)));
		// Nobody's time passes while all are off: the machine's clock counts.
		const allAreOff = !reached.includes(true) && !this.#isReleased;
		if (allAreOff && Number.isFinite(this.#speed))
			await setTimeout((1000 * waitedFrames) / FRAME_RATE_HZ / this.#speed);
	}

	/**
	 * Lets the meters' time pass until something on a line is done. It stands still while the line
	 * waits by the machine's clock, or each run would take another time.
	 */
	async during<T>(work: Promise<T>, line: Pick<SerialLine, "isInMeterTime">): Promise<T> {
		const settled = outcome(work);
		while (!settled.isDone && !this.#isReleased) {
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
		while (!settled.isDone && !this.#isReleased) {
			if (meter.running) await meter.runTo(meter.frames + STEP_FRAMES);
			else await setTimeout(LOOK_MS);
			await setImmediate();
		}
		await settled.work;
	}

	/** Lets time pass again by itself. */
	release(): void {
		this.#isReleased = true;
		for (const hurry of this.#hurries) hurry.abort();
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
		this.#frame = frame;
	}

	/** @returns false if the meter is off, or released */
	async #move(player: Player): Promise<boolean> {
		if (this.#isReleased) return false;
		const { meter, offsetFrames } = player;
		const target = Math.max(meter.frames, this.#frame - offsetFrames);
		if (this.#hurried) this.#hurry(meter, (target - meter.frames) / FRAME_RATE_HZ);
		const reached = await meter.runTo(target);
		player.isLost ||= !reached;
		return reached;
	}

	#hurry(meter: VirtualMeter, seconds: number): void {
		if (seconds <= 0) return;
		const hurry = new AbortController();
		this.#hurries.add(hurry);
		const over = (): void => void this.#hurries.delete(hurry);
		// Whatever ends it, the wait for its last frame ends too.
		meter.advance(seconds, hurry.signal).then(over, over);
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
