/**
 * The sample path: sums of products over the frames of a window. Compiled to machine code as well:
 * docs/sample-path.md.
 *
 * Frames are taken in groups of three; metrology/phase has what a group adds. After 118 groups one
 * odd frame is slipped in, with a third of a group's weight: a fixed one-in-three grid would alias
 * when (k ± 1)·f = fs/3, and a frame left out would beat with the mains.
 *
 * A window ends where the reference voltage crosses zero rising, once it is long enough. The group
 * in which it does is split between the two windows in proportion, so that a window is whole cycles
 * and yet no part of a product is lost between windows.
 */
import { Crossings } from "metrology/crossings";
import { addLines, GROUP_FRAMES, Phase } from "metrology/phase";
import { CYCLES, FRAMES, REFERENCE, REVERSED, SPAN, SUMS } from "metrology/results";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";

/** Frames that the kernel takes in at a time: a board's block of 200, and those left before it. */
export const ROOM_FRAMES: i32 = 208;

/** Frames between two odd frames: 118 groups. */
const FRAMES_TO_ODD: i32 = 118 * GROUP_FRAMES;

/** Shortest window in frames: 0.19 s. */
const SHORTEST_WINDOW: f64 = 0.19 * FRAME_RATE_HZ;

/** Frames after which a window ends without a crossing of the reference voltage: 0.25 s. */
const LONGEST_WINDOW: i32 = (0.25 * FRAME_RATE_HZ) as i32;

/** The kernel's arrays, made by the user of a kernel: machine code has its own kind. */
export class KernelMemory {
	/** ROOM_FRAMES × CHANNELS samples: the frames in progress, then free places. */
	readonly samples: StaticArray<i32>;
	/** RESULTS of a window (metrology/results). */
	readonly results: StaticArray<f64>;
	/** SUMS of the window's groups, but of the one that is split; of that one; of odd frames. */
	readonly groups: StaticArray<i64>;
	readonly last: StaticArray<i64>;
	readonly odd: StaticArray<i64>;
	/** The part of the last window's SUMS that belongs to this one. */
	readonly carried: StaticArray<f64>;

	/** All arrays hold zeros. */
	constructor(
		samples: StaticArray<i32>,
		results: StaticArray<f64>,
		groups: StaticArray<i64>,
		last: StaticArray<i64>,
		odd: StaticArray<i64>,
		carried: StaticArray<f64>,
	) {
		this.samples = samples;
		this.results = results;
		this.groups = groups;
		this.last = last;
		this.odd = odd;
		this.carried = carried;
	}
}

/** Sums the frames that a board puts into the memory's samples. */
export class Kernel {
	private readonly memory: KernelMemory;
	private readonly phase1: Phase = new Phase(0);
	private readonly phase2: Phase = new Phase(1);
	private readonly phase3: Phase = new Phase(2);
	private readonly crossings: Crossings = new Crossings();
	/** Frames of the samples that are filled, and those of them that are summed. */
	private filled: i32 = 0;
	private next: i32 = 0;
	/** Frames until the next odd frame. */
	private framesToOdd: i32 = FRAMES_TO_ODD;
	/** Frames that the window got from the last group of the one before, and those since. */
	private carriedFrames: f64 = 0;
	private frames: i32 = 0;

	constructor(memory: KernelMemory) {
		this.memory = memory;
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
	 * Takes in `count` frames, which the board has written to the samples from frame {@link end} on.
	 * @returns false if there is no room for them; none is taken in then
	 */
	accept(count: i32): bool {
		if (count < 0 || count > ROOM_FRAMES - this.filled) return false;
		this.filled += count;
		return true;
	}

	/**
	 * Sums frames until a window closes or fewer are left than a group has.
	 * @returns true if a window has closed; its results hold until the next one closes
	 */
	run(): bool {
		while (this.next < this.filled) {
			if (this.framesToOdd === 0) {
				this.addOdd();
			} else {
				const end: i32 = this.endOfGroups();
				if (end === this.next) break;
				if (this.addGroups(end)) return true;
			}
		}
		this.moveRest();
		return false;
	}

	/** The end of the groups at hand: of all, or before an odd frame or the longest window's end. */
	private endOfGroups(): i32 {
		const next: i32 = this.next;
		const there: i32 = this.filled - ((this.filled - next) % GROUP_FRAMES);
		const odd: i32 = next + this.framesToOdd;
		const left: i32 = LONGEST_WINDOW - this.frames + GROUP_FRAMES - 1;
		const longest: i32 = next + left - (left % GROUP_FRAMES);
		const end: i32 = there < odd ? there : odd;
		return end < longest ? end : longest;
	}

	/** Discards the window in progress and the frames at hand, since the next ones are missing. */
	restart(): void {
		const memory = this.memory;
		for (let i: i32 = 0; i < SUMS; i++) {
			memory.groups[i] = 0;
			memory.last[i] = 0;
			memory.odd[i] = 0;
			memory.carried[i] = 0;
		}
		this.crossings.restart();
		this.filled = 0;
		this.next = 0;
		this.carriedFrames = 0;
		this.frames = 0;
	}

	private addOdd(): void {
		const samples = this.memory.samples;
		const odd = this.memory.odd;
		const groups = this.memory.groups;
		const frame: i32 = this.next;
		this.phase1.addOdd(samples, frame, odd, groups);
		this.phase2.addOdd(samples, frame, odd, groups);
		this.phase3.addOdd(samples, frame, odd, groups);
		addLines(samples, frame, frame + 1, odd);
		this.crossings.passOdd(samples, frame);
		this.framesToOdd = FRAMES_TO_ODD;
		this.frames++;
		this.next++;
	}

	/**
	 * Adds groups up to the window's end, or to frame `end`. The window's end is looked for first, so
	 * that each phase is summed in one go.
	 * @returns true if the window has ended
	 */
	private addGroups(end: i32): bool {
		const memory = this.memory;
		const first: i32 = this.next;
		let crossed: i32 = 0;
		do {
			crossed = this.crossings.find(memory.samples, this.next, end, this.time);
			this.advance((crossed > 0 ? crossed : end) - this.next);
		} while (crossed > 0 && crossed < end && this.time < SHORTEST_WINDOW);
		if (crossed > 0 && this.time >= SHORTEST_WINDOW) {
			const last: i32 = crossed - GROUP_FRAMES;
			this.sum(first, last, memory.groups);
			this.sum(last, crossed, memory.last);
			this.close(this.time - this.crossings.last);
			return true;
		}
		this.sum(first, this.next, memory.groups);
		if (this.frames < LONGEST_WINDOW) return false;
		this.close(0);
		return true;
	}

	/** Time since the window began, in frames. */
	private get time(): f64 {
		return this.carriedFrames + (this.frames as f64);
	}

	/** Moves to the frame after whole groups. */
	private advance(frames: i32): void {
		this.next += frames;
		this.frames += frames;
		this.framesToOdd -= frames;
	}

	/** Adds the groups in the frames from `frame` to before `end` to `sums`. */
	private sum(frame: i32, end: i32, sums: StaticArray<i64>): void {
		const samples = this.memory.samples;
		this.phase1.addGroups(samples, frame, end, sums);
		this.phase2.addGroups(samples, frame, end, sums);
		this.phase3.addGroups(samples, frame, end, sums);
		addLines(samples, frame + 1, end, sums);
	}

	/**
	 * Writes the window's results and begins the next window.
	 * @param rest frames of the last group that belong to the next window
	 */
	private close(rest: f64): void {
		const memory = this.memory;
		const results = memory.results;
		const crossings = this.crossings;
		const part: f64 = rest / (GROUP_FRAMES as f64);
		for (let i: i32 = 0; i < SUMS; i++) {
			const last: f64 = memory.last[i] as f64;
			const carried: f64 = last * part;
			const odd: f64 = (memory.odd[i] as f64) / 3;
			results[i] = memory.carried[i] + (memory.groups[i] as f64) + odd + (last - carried);
			memory.carried[i] = carried;
			memory.groups[i] = 0;
			memory.last[i] = 0;
			memory.odd[i] = 0;
		}
		results[FRAMES] = this.time - rest;
		results[CYCLES] = crossings.cycles as f64;
		results[SPAN] = crossings.span;
		results[REVERSED] = crossings.reversed ? 1 : 0;
		results[REFERENCE] = crossings.phase as f64;
		crossings.open(this.time - rest);
		this.carriedFrames = rest;
		this.frames = 0;
	}

	/** Moves the frames that are left to the front. */
	private moveRest(): void {
		const samples = this.memory.samples;
		const from: i32 = this.next * CHANNELS;
		const count: i32 = this.filled * CHANNELS - from;
		for (let i: i32 = 0; i < count; i++) samples[i] = samples[from + i];
		this.filled -= this.next;
		this.next = 0;
	}
}
