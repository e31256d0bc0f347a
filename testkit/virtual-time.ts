/** An engine and a wall clock for tests of pacing: nothing happens unless the test says so. */

import { Mains } from "../bench/mains/model.ts";
import type { Engine, EngineEvents, EngineStats, PowerUp } from "../bench/meter/engine.ts";
import { VirtualMeter } from "../bench/meter/meter.ts";
import type { MeterOptions } from "../bench/meter/options.ts";
import type { Clock } from "../bench/meter/pace.ts";
import { BYTES_PER_FRAME } from "../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../src/sampling.ts";

const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

/** No timer is set. */
const NEVER = 0xffffffff;

/** A wall clock that a test moves. */
export class FakeClock implements Clock {
	time = 0;
	#wakes: { time: number; callback: () => void }[] = [];

	now(): number {
		return this.time;
	}

	wake(time: number, _precise: boolean, callback: () => void): () => void {
		const wake = { time, callback };
		this.#wakes.push(wake);
		return () => {
			this.#wakes = this.#wakes.filter((other) => other !== wake);
		};
	}

	/** Advances to `time` in ms and stops at every wake-up on the way. */
	moveTo(time: number): void {
		for (;;) {
			const next = this.#wakes
				.filter((wake) => wake.time <= time)
				.sort((a, b) => a.time - b.time)[0];
			if (!next) break;
			this.#wakes = this.#wakes.filter((wake) => wake !== next);
			this.time = Math.max(this.time, next.time);
			next.callback();
		}
		this.time = time;
	}
}

/** An engine that deals with messages when the test says so; at once unless `slow`. */
export class FakeEngine implements Engine {
	/** Messages with their times in ms: `F17` for 17 frames, `R3` for 3 characters. */
	readonly log: string[] = [];
	/** Sequence numbers of the blocks of frames. */
	readonly sequences: number[] = [];
	readonly events: EngineEvents;
	/** Pins that were high before it started. */
	readonly highInputs: readonly number[];
	readonly #clock: FakeClock;
	readonly #slow: boolean;
	readonly #owed: (() => void)[] = [];
	killed = false;
	frameCount = 0;
	/** Frame at which its timer expires. */
	timer: number | undefined;
	/** Byte codes that it reports per frame. */
	byteCodes = 0;

	constructor(
		events: EngineEvents,
		clock: FakeClock,
		slow: boolean,
		highInputs: readonly number[] = [],
	) {
		this.events = events;
		this.highInputs = highInputs;
		this.#clock = clock;
		this.#slow = slow;
	}

	get outstanding(): number {
		return this.#owed.length;
	}

	frames(sequence: number, bytes: Uint8Array): void {
		const count = bytes.length / BYTES_PER_FRAME;
		this.sequences.push(sequence);
		this.log.push(`F${count} ${this.#clock.time}`);
		this.#owe(() => {
			this.frameCount += count;
			if (this.timer !== undefined && this.timer <= this.frameCount) {
				this.events.onTransmit(this.timer, 0, Uint8Array.of(1));
				this.timer = undefined;
			}
		});
	}

	windows(count: number, frames: number): void {
		this.log.push(`W${count}x${frames} ${this.#clock.time}`);
		this.#owe(() => {
			this.frameCount += count * frames;
		});
	}

	pass(frames: number): void {
		this.log.push(`T${frames} ${this.#clock.time}`);
		this.#owe(() => {
			this.frameCount += frames;
		});
	}

	received(_port: number, bytes: Uint8Array): void {
		this.log.push(`R${bytes.length} ${this.#clock.time}`);
		this.#owe(() => {
			this.timer = this.frameCount + 4.25 * FRAMES_PER_MS;
		});
	}

	input(pin: number, level: 0 | 1): void {
		this.log.push(`I${pin}=${level} ${this.#clock.time}`);
		this.#owe(() => {});
	}

	touch(pad: number, down: boolean): void {
		this.log.push(`B${pad}=${down ? 1 : 0} ${this.#clock.time}`);
		this.#owe(() => {});
	}

	temperature(celsius: number): void {
		this.log.push(`T${celsius} ${this.#clock.time}`);
		this.#owe(() => {});
	}

	radio(type: number, payload: Uint8Array): void {
		this.log.push(`radio ${type} ${Buffer.from(payload).toString("hex")} ${this.#clock.time}`);
		this.#owe(() => {});
	}

	stats(): Promise<EngineStats> {
		return Promise.resolve({
			byteCodes: this.frameCount * this.byteCodes,
			heapBytes: 1000,
			peakHeapBytes: 2000,
		});
	}

	kill(): Promise<void> {
		this.killed = true;
		return Promise.resolve();
	}

	/** Deals with the oldest message. */
	deal(): void {
		this.#owed.shift()?.();
		this.events.onDone(
			this.frameCount,
			this.timer === undefined ? NEVER : this.timer - this.frameCount,
		);
	}

	#owe(work: () => void): void {
		this.#owed.push(work);
		if (!this.#slow) queueMicrotask(() => this.deal());
	}
}

/** A meter in virtual time; `engines` grows with each power-up. */
export function virtualMeter(options: Partial<MeterOptions> = {}, slow = false) {
	const clock = new FakeClock();
	const engines: FakeEngine[] = [];
	const late: number[] = [];
	const ends: string[] = [];
	const powerUp: PowerUp = (_identity, events, highInputs) => {
		const engine = new FakeEngine(events, clock, slow, highInputs);
		engines.push(engine);
		queueMicrotask(() => events.onReady(0));
		return engine;
	};
	const meter = new VirtualMeter({
		source: new Mains(),
		converter: { convert: () => {} },
		powerUp,
		clock,
		identity: { serialNumber: 1, modbusId: 1, mbusAddress: 0 },
		speed: 1,
		onEnd: (reason) => void ends.push(reason),
		onTrace: () => {},
		onLate: (seconds) => void late.push(seconds),
		...options,
	});
	const engine = (): FakeEngine => {
		const last = engines.at(-1);
		if (!last) throw new Error("never powered up");
		return last;
	};
	/** Lets the engine's answers arrive. */
	const settle = async (): Promise<void> => {
		for (let turn = 0; turn < 50; turn++) await Promise.resolve();
	};
	/** Advances the clock in steps of 0.25 ms; the engine keeps pace. */
	const run = async (milliseconds: number): Promise<void> => {
		for (const end = clock.time + milliseconds; clock.time < end; ) {
			clock.moveTo(clock.time + 0.25);
			await settle();
		}
	};
	return { meter, clock, engine, engines, late, ends, settle, run };
}

/** The same, with the supply on. */
export async function runningMeter(options: Partial<MeterOptions> = {}, slow = false) {
	const all = virtualMeter(options, slow);
	await all.meter.powerOn();
	return all;
}
