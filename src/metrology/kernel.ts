/**
 * The sample path: sums of products over the frames of a window. Compiled to machine code as well:
 * docs/sample-path.md.
 *
 * Every frame is made flat and summed (metrology/channels), with a carrier of the frequency of the
 * window before (metrology/trigonometry).
 *
 * A window ends where the fundamental of the reference voltage crosses zero rising, once it is long
 * enough. The products of the frame in which it does are split between the two windows in
 * proportion, so that a window is whole cycles and yet no part of a product is lost between them.
 */
import { addLines, Equaliser, HISTORY_FRAMES, Phase } from "metrology/channels";
import { Crossings, HIGHEST_HZ, LOWEST_HZ, NOMINAL_HZ, Turn } from "metrology/frequency";
import {
	CARRIER,
	CYCLES,
	FRAMES,
	MAINS,
	OVER_RANGE,
	PHASE_SUMS,
	REFERENCE,
	SPAN,
	SUMS,
	VOLTAGE_COSINE,
	VOLTAGE_SINE,
} from "metrology/results";
import { Carrier, CYCLE_STEPS } from "metrology/trigonometry";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";

/** Flat frames that stay before the new ones, for whoever looks at more than one (quality). */
export const KEPT_FRAMES: i32 = 5;

/** Frames of the samples: those kept, and 200, a board's largest block. */
export const ROOM_FRAMES: i32 = KEPT_FRAMES + 200;

/** Shortest window in frames: 0.19 s. */
const SHORTEST_WINDOW: f64 = 0.19 * FRAME_RATE_HZ;

/** Frames after which a window ends without a crossing of the reference voltage: 0.25 s. */
const LONGEST_WINDOW: i32 = (0.25 * FRAME_RATE_HZ) as i32;

/** Part of the frequency by which steps of a voltage can move that of the crossings. */
const LARGEST_DIFFERENCE: f64 = 0.03;

/** The kernel's arrays, made by the user of a kernel: machine code has its own kind. */
export class KernelMemory {
	/** ROOM_FRAMES × CHANNELS samples: the frames in progress, then free places. */
	readonly samples: StaticArray<i32>;
	/** RESULTS of a window (metrology/results). */
	readonly results: StaticArray<f64>;
	/** SUMS of the window's frames, but of the one that is split; of that one. */
	readonly whole: StaticArray<i64>;
	readonly last: StaticArray<i64>;
	/** The part of the last window's SUMS that belongs to this one. */
	readonly carried: StaticArray<f64>;
	/** TABLE_LENGTH and 2 × ROOM_FRAMES numbers of the carrier (metrology/trigonometry). */
	readonly table: StaticArray<i32>;
	readonly waves: StaticArray<i32>;

	/** All arrays hold zeros. */
	constructor(
		samples: StaticArray<i32>,
		results: StaticArray<f64>,
		whole: StaticArray<i64>,
		last: StaticArray<i64>,
		carried: StaticArray<f64>,
		table: StaticArray<i32>,
		waves: StaticArray<i32>,
	) {
		this.samples = samples;
		this.results = results;
		this.whole = whole;
		this.last = last;
		this.carried = carried;
		this.table = table;
		this.waves = waves;
	}
}

/** Sums the frames that a board puts into the memory's samples. */
export class Kernel {
	/** Frequency of the carrier (metrology/trigonometry); 0 until it is that of the mains. */
	step: f64 = 0;
	private readonly memory: KernelMemory;
	private readonly voltage1: Equaliser = new Equaliser(0);
	private readonly current1: Equaliser = new Equaliser(1);
	private readonly voltage2: Equaliser = new Equaliser(2);
	private readonly current2: Equaliser = new Equaliser(3);
	private readonly voltage3: Equaliser = new Equaliser(4);
	private readonly current3: Equaliser = new Equaliser(5);
	private readonly phase1: Phase = new Phase(0);
	private readonly phase2: Phase = new Phase(1);
	private readonly phase3: Phase = new Phase(2);
	private readonly crossings: Crossings = new Crossings();
	private readonly turn: Turn = new Turn();
	private readonly carrier: Carrier;
	/** Frames of the samples that are filled, and those of them that are summed. */
	private filled: i32 = KEPT_FRAMES;
	private next: i32 = KEPT_FRAMES;
	/** Frames that still depend on others which are missing, and are not summed. */
	private unsettled: i32 = HISTORY_FRAMES;
	/** Frames that the window got from the last frame of the one before, and those since. */
	private carriedFrames: f64 = 0;
	private frames: i32 = 0;

	constructor(memory: KernelMemory) {
		this.memory = memory;
		this.carrier = new Carrier(memory.table, memory.waves);
		this.carrier.tune((NOMINAL_HZ * CYCLE_STEPS) / FRAME_RATE_HZ);
	}

	/** The first free frame of the samples. */
	get end(): i32 {
		return this.filled;
	}

	/** Has the voltage of another phase, 0..2, pace the windows; others are refused. */
	setReference(phase: i32): void {
		if (phase >= 0 && phase < 3) this.crossings.watch(phase);
	}

	/**
	 * Takes in `count` frames, which the board has written to the samples after {@link end}.
	 * @returns false if there is no room for them; none is taken in then
	 */
	accept(count: i32): bool {
		if (count < 0 || count > ROOM_FRAMES - this.filled) return false;
		const samples = this.memory.samples;
		const first: i32 = this.filled;
		const end: i32 = first + count;
		this.voltage1.flatten(samples, first, end);
		this.current1.flatten(samples, first, end);
		this.voltage2.flatten(samples, first, end);
		this.current2.flatten(samples, first, end);
		this.voltage3.flatten(samples, first, end);
		this.current3.flatten(samples, first, end);
		this.filled = end;
		const skipped: i32 = count < this.unsettled ? count : this.unsettled;
		this.unsettled -= skipped;
		this.next += skipped;
		return true;
	}

	/**
	 * Sums frames until a window closes or none are left.
	 * @returns true if a window has closed; its results hold until the next one closes
	 */
	run(): bool {
		while (this.next < this.filled) {
			const longest: i32 = this.next + LONGEST_WINDOW - this.frames;
			if (this.add(this.filled < longest ? this.filled : longest)) return true;
		}
		this.keep();
		return false;
	}

	/** Discards the window in progress and the frames at hand, since the next ones are missing. */
	restart(): void {
		const memory = this.memory;
		for (let i: i32 = 0; i < SUMS; i++) {
			memory.whole[i] = 0;
			memory.last[i] = 0;
			memory.carried[i] = 0;
		}
		this.takeOverRange();
		this.crossings.restart();
		this.turn.restart();
		this.unsettled = HISTORY_FRAMES;
		this.filled = KEPT_FRAMES;
		this.next = KEPT_FRAMES;
		this.carriedFrames = 0;
		this.frames = 0;
	}

	/** Moves the last frames to the front of the samples, so that there is room again. */
	private keep(): void {
		const samples = this.memory.samples;
		const moved: i32 = (this.filled - KEPT_FRAMES) * CHANNELS;
		if (moved > 0)
			for (let at: i32 = 0; at < KEPT_FRAMES * CHANNELS; at++) samples[at] = samples[at + moved];
		this.filled = KEPT_FRAMES;
		this.next = KEPT_FRAMES;
	}

	/**
	 * Adds frames up to the window's end, or to frame `end`. The window's end is looked for first, so
	 * that each phase is summed in one go.
	 * @returns true if the window has ended
	 */
	private add(end: i32): bool {
		const memory = this.memory;
		const first: i32 = this.next;
		let crossed: i32 = 0;
		do {
			crossed = this.crossings.find(memory.samples, this.next, end, this.time);
			this.advance((crossed > 0 ? crossed : end) - this.next);
		} while (crossed > 0 && crossed < end && this.time < SHORTEST_WINDOW);
		if (crossed > 0 && this.time >= SHORTEST_WINDOW) {
			this.sum(first, crossed - 1, memory.whole);
			this.sum(crossed - 1, crossed, memory.last);
			this.close(this.time - this.crossings.last);
			return true;
		}
		this.sum(first, this.next, memory.whole);
		if (this.frames < LONGEST_WINDOW) return false;
		this.close(0);
		return true;
	}

	/** Time since the window began, in frames. */
	private get time(): f64 {
		return this.carriedFrames + (this.frames as f64);
	}

	private advance(frames: i32): void {
		this.next += frames;
		this.frames += frames;
	}

	/** Adds the frames from `frame` to before `end` to `sums`. */
	private sum(frame: i32, end: i32, sums: StaticArray<i64>): void {
		const samples = this.memory.samples;
		const waves = this.memory.waves;
		this.carrier.fill(frame, end);
		this.phase1.add(samples, waves, frame, end, sums);
		this.phase2.add(samples, waves, frame, end, sums);
		this.phase3.add(samples, waves, frame, end, sums);
		addLines(samples, frame, end, sums);
	}

	/**
	 * Writes the window's results and begins the next window.
	 * @param rest the part of the last frame that belongs to the next window
	 */
	private close(rest: f64): void {
		const memory = this.memory;
		const results = memory.results;
		const crossings = this.crossings;
		for (let i: i32 = 0; i < SUMS; i++) {
			const last: f64 = memory.last[i] as f64;
			const carried: f64 = last * rest;
			results[i] = memory.carried[i] + (memory.whole[i] as f64) + (last - carried);
			memory.carried[i] = carried;
			memory.whole[i] = 0;
			memory.last[i] = 0;
		}
		this.takeOverRange();
		results[FRAMES] = this.time - rest;
		results[CYCLES] = crossings.cycles as f64;
		results[SPAN] = crossings.span;
		results[CARRIER] = this.carrier.step;
		results[REFERENCE] = crossings.phase as f64;
		results[MAINS] = this.mains();
		this.tune(results[MAINS]);
		crossings.open(this.time - rest);
		this.carriedFrames = rest;
		this.frames = 0;
	}

	/**
	 * Step of a carrier of the frequency that the mains have had; 0: there were no crossings. These
	 * tell whether the turn of the fundamentals is that of another frequency.
	 */
	private mains(): f64 {
		const results = this.memory.results;
		const step: f64 = this.carrier.step;
		for (let phase: i32 = 0; phase < 3; phase++) {
			const at: i32 = PHASE_SUMS * phase;
			this.turn.note(phase, results[at + VOLTAGE_SINE], results[at + VOLTAGE_COSINE]);
		}
		this.turn.close((step * results[FRAMES]) / CYCLE_STEPS, results[FRAMES]);
		if (results[CYCLES] === 0) return 0;
		const crossed: f64 = (results[CYCLES] * CYCLE_STEPS) / results[SPAN];
		return this.turn.near(crossed, LARGEST_DIFFERENCE);
	}

	/** Tunes the carrier to a step, if the mains may have it. */
	private tune(step: f64): void {
		const frequency: f64 = (step * FRAME_RATE_HZ) / CYCLE_STEPS;
		if (frequency < LOWEST_HZ || frequency > HIGHEST_HZ) return;
		this.carrier.tune(step);
		this.step = this.carrier.step;
	}

	/** Moves the counts of samples at full scale to the results. */
	private takeOverRange(): void {
		const results = this.memory.results;
		results[OVER_RANGE] = this.voltage1.takeOver();
		results[OVER_RANGE + 1] = this.current1.takeOver();
		results[OVER_RANGE + 2] = this.voltage2.takeOver();
		results[OVER_RANGE + 3] = this.current2.takeOver();
		results[OVER_RANGE + 4] = this.voltage3.takeOver();
		results[OVER_RANGE + 5] = this.current3.takeOver();
	}
}
