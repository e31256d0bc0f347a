/**
 * Rising zero crossings of the reference voltage: they pace the windows and give the frequency.
 * Compiled to machine code as well: docs/sample-path.md.
 *
 * Times are in frames from the window's start; a frame fills the time from its number to the next.
 */
import { GROUP, GROUP_FRAMES } from "metrology/phase";
import { CHANNELS } from "sampling";

/** A voltage is present beyond this: 50 steps, about 10 V peak. */
const PRESENT: i32 = 50;

export class Crossings {
	/** Whole cycles between the first and the last crossing of the window. */
	cycles: i32 = 0;
	/** Frames between these two. */
	span: f64 = 0;
	/** Time of the last crossing: in this window or, not positive, the one before. */
	last: f64 = 0;
	/** True if at the last crossing the next phase was above zero and the previous one below. */
	reversed: bool = false;
	/** Phase whose voltage is watched, 0..2. */
	phase: i32 = 0;
	/** True if {@link last} is of this phase, with no frames lost since. */
	private continuous: bool = false;
	/** True if the voltage was low enough for a crossing to count. */
	private armed: bool = false;
	/** The voltage on the last frame of a group, or an odd frame, on which it was below zero. */
	private before: i32 = 0;
	/** Frames from the one of {@link before} to the next group's: 2 after an odd one above zero. */
	private lag: i32 = 1;

	/** Watches the voltage of a phase, 0..2. */
	watch(phase: i32): void {
		if (phase === this.phase) return;
		this.phase = phase;
		this.armed = false;
		this.continuous = false;
	}

	/**
	 * Looks for a crossing in the groups from frame `frame` to before `end`, or just before one.
	 * @param time at which the first group begins
	 * @returns the end of the group with the first crossing; 0 if there is none
	 */
	find(samples: StaticArray<i32>, frame: i32, end: i32, time: f64): i32 {
		const arming: i32 = -PRESENT;
		const last: i32 = GROUP - CHANNELS + 2 * this.phase;
		const stop: i32 = end * CHANNELS;
		let at: i32 = frame * CHANNELS + last;
		let armed: bool = this.armed;
		let before: i32 = this.before;
		let voltage: i32 = -1;
		while (at < stop) {
			voltage = samples[at];
			if (voltage < 0) {
				before = voltage;
				if (voltage < arming) armed = true;
			} else if (armed) break;
			at += GROUP;
		}
		const lag: i32 = this.lag;
		this.lag = 1;
		this.before = before;
		this.armed = armed;
		if (at >= stop) return 0;
		this.armed = false;
		const start: i32 = ((at - last) / CHANNELS) | 0;
		this.note(samples, start, start === frame ? lag : 1, time + ((start - frame) as f64));
		return start + GROUP_FRAMES;
	}

	/** Takes note of the odd frame at `frame`. */
	passOdd(samples: StaticArray<i32>, frame: i32): void {
		const voltage: i32 = samples[frame * CHANNELS + 2 * this.phase];
		if (voltage < 0) this.before = voltage;
		else this.lag = 2;
	}

	/** Finds the crossing between the last frame below zero and the first one that is not. */
	private note(samples: StaticArray<i32>, frame: i32, lag: i32, time: f64): void {
		const place: i32 = frame * CHANNELS;
		let from: i32 = this.before;
		let to: i32 = samples[place + 2 * this.phase];
		let step: i32 = 0;
		let distance: i32 = lag;
		while (to < 0) {
			step++;
			distance = 1;
			from = to;
			to = samples[place + step * CHANNELS + 2 * this.phase];
		}
		const since: f64 = ((distance * to) as f64) / ((to - from) as f64);
		const crossing: f64 = time + (step as f64) + 0.5 - since;
		if (this.continuous) {
			this.cycles++;
			this.span += crossing - this.last;
		}
		this.continuous = true;
		this.last = crossing;
		const next: i32 = samples[place + 2 * ((this.phase + 1) % 3)];
		const previous: i32 = samples[place + 2 * ((this.phase + 2) % 3)];
		this.reversed = next > PRESENT && previous < -PRESENT;
	}

	/** Forgets the last crossing: frames were lost, so the next is unrelated to it. */
	restart(): void {
		this.continuous = false;
		this.armed = false;
		this.cycles = 0;
		this.span = 0;
	}

	/** Starts a new window at `time` of the last one. */
	open(time: f64): void {
		this.last -= time;
		this.cycles = 0;
		this.span = 0;
	}
}
