/**
 * The sample path: sums of products over the frames of a window, integers only.
 *
 * Per phase, with `v` and `i` the parts of a word (see `board`), for every frame
 *
 *     u += v − (u >> 10);  P += v·i            u: leaky integrator, the 90° shifter
 *
 * once in a group of three frames `D += (v1 − v0)·(i1 − i0)`, and on a group's third frame, with `x = u >> 4`,
 *
 *     Q += x·i;  VV += v·v;  II += i·i;  SV += v;  SI += i;  SU += x
 *
 * and the products of the voltages two by two. After 118 groups one odd frame is slipped in that only takes
 * part in `u` and `P`: a fixed one-in-three grid would alias when (k ± 1)·f = fs/3. A window closes with the
 * group in which the reference voltage crosses zero rising, once it is long enough.
 *
 * Everything is a local variable, the phases are written out and nothing is called or allocated: a property
 * costs XS twice what a local does, a call nine times. For the same reason the fields of a word are taken apart
 * with numbers: 18 is CURRENT_BITS, 14 the shift that brings the current's sign to bit 31.
 */
import { CURRENT_BITS, FRAME_RATE, WORDS_PER_FRAME } from "board";

/** Words of a group of three frames. */
const GROUP = 3 * WORDS_PER_FRAME;

/** Groups between two odd frames. */
const GROUPS_TO_SLIP = 118;

/** Shortest window in frames: 0.19 s. */
const SHORTEST_WINDOW = 0.19 * FRAME_RATE;

/** Longest window in frames, when the reference voltage does not cross: 0.25 s. */
const LONGEST_WINDOW = 0.25 * FRAME_RATE;

/** A crossing counts after the reference voltage was below this (a word): −50 steps, about −10 V peak. */
const ARMING = -50 * 2 ** CURRENT_BITS;

/** Indices into {@link Kernel.sums}; a phase's start at phase × {@link Sum.COUNT}. */
export const Sum = Object.freeze({ P: 0, D: 1, Q: 2, VV: 3, II: 4, V: 5, I: 6, U: 7, COUNT: 8 } as const);

/** Index of the sums of v1·v2, v1·v3 and v2·v3 in {@link Kernel.sums}. */
export const LINE_SUMS = 3 * Sum.COUNT;

/** The kernel's state between two blocks of frames. */
export default class Kernel {
	/** Sums of the window that {@link run} has closed, until it is called again: three phases, then line sums. */
	readonly sums: number[] = new Array(LINE_SUMS + 3).fill(0);
	/** Frames in the window. */
	frames = 0;
	/** Groups of three frames in the window. */
	groups = 0;
	/** Whole cycles of the reference voltage between the first and last crossing seen since the last window's last. */
	cycles = 0;
	/** Frames from the first to the last of these crossings; with `cycles` 0 there is no frequency. */
	span = 0;
	/** Leaky integrators. */
	readonly #integrals = [0, 0, 0];
	/** Phase that gives the zero crossings, 0..2. */
	#reference = 0;
	/** Word of the reference voltage on the third frame of the group before. */
	#before = 0;
	/** Whether the reference voltage was low enough for a crossing to count. */
	#armed = false;
	/** Time of the last crossing in frames from the window's start, not positive; NaN: none yet. */
	#crossing = Number.NaN;
	/** Frames from the one {@link #before} is of to the next group's first: 2 after an odd frame above zero. */
	#lag = 1;
	/** Groups until the next odd frame. */
	#toSlip = GROUPS_TO_SLIP;
	/** Whether the sums are those of a closed window, to be cleared. */
	#closed = false;

	/** Phase, 0..2, whose voltage paces the windows. Another one starts counting its crossings anew. */
	get reference(): number {
		return this.#reference;
	}
	set reference(phase: number) {
		if (phase === this.#reference) return;
		this.#reference = phase;
		this.#armed = false;
		this.#crossing = Number.NaN;
	}

	/**
	 * Takes frames until a window closes or fewer than a group are left.
	 * @param words packed frames (see `board`)
	 * @param start index of the first word that is to be taken
	 * @param length index behind the last
	 * @returns index of the first word not taken; a window has closed if {@link closed} says so
	 */
	run(words: number[], start: number, length: number): number {
		const sums = this.sums;
		const integrals = this.#integrals;
		if (this.#closed) this.#open();
		let k = start;
		let end = 0;
		let w = 0;
		let v0 = 0;
		let i0 = 0;
		let v = 0;
		let i = 0;
		let va = 0;
		let vb = 0;
		let x = 0;
		let armed = this.#armed;
		let before = this.#before;
		let closing = false;
		const reference = this.#reference + 2 * WORDS_PER_FRAME;
		let u1 = integrals[0];
		let u2 = integrals[1];
		let u3 = integrals[2];
		let p1 = sums[0];
		let d1 = sums[1];
		let q1 = sums[2];
		let vv1 = sums[3];
		let ii1 = sums[4];
		let sv1 = sums[5];
		let si1 = sums[6];
		let su1 = sums[7];
		let p2 = sums[8];
		let d2 = sums[9];
		let q2 = sums[10];
		let vv2 = sums[11];
		let ii2 = sums[12];
		let sv2 = sums[13];
		let si2 = sums[14];
		let su2 = sums[15];
		let p3 = sums[16];
		let d3 = sums[17];
		let q3 = sums[18];
		let vv3 = sums[19];
		let ii3 = sums[20];
		let sv3 = sums[21];
		let si3 = sums[22];
		let su3 = sums[23];
		let v12 = sums[24];
		let v13 = sums[25];
		let v23 = sums[26];

		while (!closing && k + GROUP <= length) {
			if (this.#toSlip === 0) {
				w = words[k];
				v = w >> 18;
				u1 += v - (u1 >> 10);
				p1 += v * ((w << 14) >> 14);
				w = words[k + 1];
				v = w >> 18;
				u2 += v - (u2 >> 10);
				p2 += v * ((w << 14) >> 14);
				w = words[k + 2];
				v = w >> 18;
				u3 += v - (u3 >> 10);
				p3 += v * ((w << 14) >> 14);
				w = words[k + reference - 2 * WORDS_PER_FRAME];
				if (w < 0) before = w;
				else this.#lag = 2;
				k += WORDS_PER_FRAME;
				this.frames++;
				this.#toSlip = GROUPS_TO_SLIP;
				continue;
			}
			const first = k;
			end = k + this.#toSlip * GROUP;
			if (end > length) end = length;
			end -= GROUP;
			while (k <= end) {
				w = words[k];
				v0 = w >> 18;
				i0 = (w << 14) >> 14;
				u1 += v0 - (u1 >> 10);
				p1 += v0 * i0;
				w = words[k + 3];
				v = w >> 18;
				i = (w << 14) >> 14;
				u1 += v - (u1 >> 10);
				p1 += v * i;
				d1 += (v - v0) * (i - i0);
				w = words[k + 6];
				va = w >> 18;
				i = (w << 14) >> 14;
				u1 += va - (u1 >> 10);
				p1 += va * i;
				x = u1 >> 4;
				q1 += x * i;
				vv1 += va * va;
				ii1 += i * i;
				sv1 += va;
				si1 += i;
				su1 += x;

				w = words[k + 1];
				v0 = w >> 18;
				i0 = (w << 14) >> 14;
				u2 += v0 - (u2 >> 10);
				p2 += v0 * i0;
				w = words[k + 4];
				v = w >> 18;
				i = (w << 14) >> 14;
				u2 += v - (u2 >> 10);
				p2 += v * i;
				d2 += (v - v0) * (i - i0);
				w = words[k + 7];
				vb = w >> 18;
				i = (w << 14) >> 14;
				u2 += vb - (u2 >> 10);
				p2 += vb * i;
				x = u2 >> 4;
				q2 += x * i;
				vv2 += vb * vb;
				ii2 += i * i;
				sv2 += vb;
				si2 += i;
				su2 += x;
				v12 += va * vb;

				w = words[k + 2];
				v0 = w >> 18;
				i0 = (w << 14) >> 14;
				u3 += v0 - (u3 >> 10);
				p3 += v0 * i0;
				w = words[k + 5];
				v = w >> 18;
				i = (w << 14) >> 14;
				u3 += v - (u3 >> 10);
				p3 += v * i;
				d3 += (v - v0) * (i - i0);
				w = words[k + 8];
				v = w >> 18;
				i = (w << 14) >> 14;
				u3 += v - (u3 >> 10);
				p3 += v * i;
				x = u3 >> 4;
				q3 += x * i;
				vv3 += v * v;
				ii3 += i * i;
				sv3 += v;
				si3 += i;
				su3 += x;
				v13 += va * v;
				v23 += vb * v;

				w = words[k + reference];
				if (w < 0) {
					if (w < ARMING) armed = true;
				} else if (armed) {
					armed = false;
					if (
						this.#cross(
							words,
							k,
							before,
							this.frames + (k - first) / WORDS_PER_FRAME,
							k === first ? this.#lag : 1,
						)
					) {
						closing = true;
						end = k;
					}
				}
				before = w;
				k += GROUP;
			}
			this.#lag = 1;
			const groups = (k - first) / GROUP;
			this.#toSlip -= groups;
			this.groups += groups;
			this.frames += groups * 3;
			if (this.frames >= LONGEST_WINDOW) closing = true;
		}

		this.#armed = armed;
		this.#before = before;
		integrals[0] = u1;
		integrals[1] = u2;
		integrals[2] = u3;
		sums[0] = p1;
		sums[1] = d1;
		sums[2] = q1;
		sums[3] = vv1;
		sums[4] = ii1;
		sums[5] = sv1;
		sums[6] = si1;
		sums[7] = su1;
		sums[8] = p2;
		sums[9] = d2;
		sums[10] = q2;
		sums[11] = vv2;
		sums[12] = ii2;
		sums[13] = sv2;
		sums[14] = si2;
		sums[15] = su2;
		sums[16] = p3;
		sums[17] = d3;
		sums[18] = q3;
		sums[19] = vv3;
		sums[20] = ii3;
		sums[21] = sv3;
		sums[22] = si3;
		sums[23] = su3;
		sums[24] = v12;
		sums[25] = v13;
		sums[26] = v23;
		this.#closed = closing;
		return k;
	}

	/** Whether the last {@link run} ended with a window's end, so that its sums are to be taken. */
	get closed(): boolean {
		return this.#closed;
	}

	/** Clears the sums for the next window, which begins where the last one ended. */
	#open(): void {
		this.#crossing -= this.frames;
		this.sums.fill(0);
		this.frames = 0;
		this.groups = 0;
		this.cycles = 0;
		this.span = 0;
		this.#closed = false;
	}

	/**
	 * Notes a rising crossing in the group at `words[k]`, which begins `frames` after the window's start and
	 * `lag` frames after the word `before`.
	 * @returns whether the window is long enough to close
	 */
	#cross(words: number[], k: number, before: number, frames: number, lag: number): boolean {
		let from = before >> CURRENT_BITS;
		let to = from;
		let step = 0;
		for (; step < 3; step++) {
			to = words[k + this.#reference + step * WORDS_PER_FRAME] >> CURRENT_BITS;
			if (to >= 0) break;
			from = to;
		}
		const crossing = frames + step - ((step === 0 ? lag : 1) * to) / (to - from);
		if (!Number.isNaN(this.#crossing)) {
			this.cycles++;
			this.span += crossing - this.#crossing;
		}
		this.#crossing = crossing;
		return frames + 3 >= SHORTEST_WINDOW;
	}
}
