/**
 * The sample path: sums of products over the frames of a window, integers only.
 *
 * Per phase, with `v` and `i` the parts of a word (see `board`), for every frame
 *
 *     u += v − (u >> 10);  P += v·i            u: leaky integrator, the 90° shifter
 *
 * once in a group of three frames `D += (v1 − v0)·(i1 − i0)`, and on a group's middle frame, with
 * `x = u >> 4`,
 *
 *     Q += x·i;  VV += v·v;  II += i·i;  SV += v;  SI += i;  SU += x
 *
 * and the products of the voltages two by two. After 118 groups one odd frame is slipped in that
 * takes part in these sums with a third of a group's weight: a fixed one-in-three grid would alias
 * when (k ± 1)·f = fs/3, and a frame left out would beat with the mains.
 *
 * A window ends where the reference voltage crosses zero rising, once it is long enough. The group
 * in which it does is split between the two windows in proportion, so that a window is whole cycles
 * and yet no part of a product is lost between windows.
 *
 * Everything is a local variable, the phases are written out and nothing is called or allocated: a
 * property costs XS twice what a local does, a call nine times. For the same reason the fields of a
 * word are taken apart with numbers: 18 is CURRENT_BITS, 14 the shift that brings the current's
 * sign to bit 31.
 */
import { FRAME_RATE_HZ, WORDS_PER_FRAME } from "board";
import Crossings, { PRESENT } from "metrology/crossings";
import { SUMS, sumGroup } from "metrology/group";

/** Words of a group of three frames. */
const GROUP = 3 * WORDS_PER_FRAME;

/** Groups between two odd frames. */
const GROUPS_TO_SLIP = 118;

/** Shortest window in frames: 0.19 s. */
const SHORTEST_WINDOW = 0.19 * FRAME_RATE_HZ;

/** Longest window in frames, when the reference voltage does not cross: 0.25 s. */
const LONGEST_WINDOW = 0.25 * FRAME_RATE_HZ;

/** A crossing counts after the reference voltage was below this (a word). */
const ARMING = -PRESENT;

/** The kernel's state between two blocks of frames. */
export default class Kernel {
	/**
	 * Sums of the window, complete once {@link run} has closed it; see `metrology/group` for the
	 * indices.
	 */
	readonly sums: number[] = new Array(SUMS).fill(0);
	/** Frames in the window; a fraction where its ends are inside a group. */
	frames = 0;
	/** Zero crossings of the voltage that paces the windows. */
	readonly crossings = new Crossings();
	/** Leaky integrators. */
	readonly #integrals = [0, 0, 0];
	/** The integrators' x on the last group's middle frame. */
	readonly #shifted = [0, 0, 0];
	/** Part of the last group's sums that belongs to the next window. */
	readonly #carried: number[] = new Array(SUMS).fill(0);
	/** Frames in it. */
	#carriedFrames = 0;
	/**
	 * Word of the reference voltage on the last third frame of a group on which it was below zero.
	 */
	#before = 0;
	/**
	 * Frames from the one {@link #before} is of to the next group's first: 2 after an odd frame above
	 * zero.
	 */
	#lag = 1;
	/** True if the reference voltage was low enough for a crossing to count. */
	#armed = false;
	/** Groups until the next odd frame. */
	#toSlip = GROUPS_TO_SLIP;
	#closed = false;

	/** True if the last {@link run} has closed a window, whose sums are then complete. */
	get closed(): boolean {
		return this.#closed;
	}

	/** Phase, 0..2, whose voltage paces the windows. */
	get reference(): number {
		return this.crossings.phase;
	}
	set reference(phase: number) {
		if (phase !== this.crossings.phase) this.#armed = false;
		this.crossings.phase = phase;
	}

	/**
	 * Processes frames until a window closes ({@link closed}) or less than a group is left.
	 * @param words packed frames (see `board`)
	 * @param start index of the first word
	 * @param length index after the last word
	 * @returns index of the first word that was not processed
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
		let vc = 0;
		let x1 = 0;
		let x2 = 0;
		let x3 = 0;
		let armed = this.#armed;
		let before = this.#before;
		let closing = false;
		let crossed = false;
		const reference = this.crossings.phase + 2 * WORDS_PER_FRAME;
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
				va = w >> 18;
				i = (w << 14) >> 14;
				u1 += va - (u1 >> 10);
				p1 += va * i;
				x1 = u1 >> 4;
				q1 += (x1 * i) / 3;
				vv1 += (va * va) / 3;
				ii1 += (i * i) / 3;
				sv1 += va / 3;
				si1 += i / 3;
				su1 += x1 / 3;
				w = words[k + 1];
				vb = w >> 18;
				i = (w << 14) >> 14;
				u2 += vb - (u2 >> 10);
				p2 += vb * i;
				x2 = u2 >> 4;
				q2 += (x2 * i) / 3;
				vv2 += (vb * vb) / 3;
				ii2 += (i * i) / 3;
				sv2 += vb / 3;
				si2 += i / 3;
				su2 += x2 / 3;
				w = words[k + 2];
				vc = w >> 18;
				i = (w << 14) >> 14;
				u3 += vc - (u3 >> 10);
				p3 += vc * i;
				x3 = u3 >> 4;
				q3 += (x3 * i) / 3;
				vv3 += (vc * vc) / 3;
				ii3 += (i * i) / 3;
				sv3 += vc / 3;
				si3 += i / 3;
				su3 += x3 / 3;
				v12 += (va * vb) / 3;
				v13 += (va * vc) / 3;
				v23 += (vb * vc) / 3;
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
				w = words[k + 3];
				va = w >> 18;
				i = (w << 14) >> 14;
				u1 += va - (u1 >> 10);
				d1 += (va - v0) * (i - i0);
				x1 = u1 >> 4;
				q1 += x1 * i;
				vv1 += va * va;
				ii1 += i * i;
				sv1 += va;
				si1 += i;
				su1 += x1;
				w = words[k + 6];
				v = w >> 18;
				u1 += v - (u1 >> 10);
				p1 += v0 * i0 + va * i + v * ((w << 14) >> 14);

				w = words[k + 1];
				v0 = w >> 18;
				i0 = (w << 14) >> 14;
				u2 += v0 - (u2 >> 10);
				w = words[k + 4];
				vb = w >> 18;
				i = (w << 14) >> 14;
				u2 += vb - (u2 >> 10);
				d2 += (vb - v0) * (i - i0);
				x2 = u2 >> 4;
				q2 += x2 * i;
				vv2 += vb * vb;
				ii2 += i * i;
				sv2 += vb;
				si2 += i;
				su2 += x2;
				w = words[k + 7];
				v = w >> 18;
				u2 += v - (u2 >> 10);
				p2 += v0 * i0 + vb * i + v * ((w << 14) >> 14);
				v12 += va * vb;

				w = words[k + 2];
				v0 = w >> 18;
				i0 = (w << 14) >> 14;
				u3 += v0 - (u3 >> 10);
				w = words[k + 5];
				vc = w >> 18;
				i = (w << 14) >> 14;
				u3 += vc - (u3 >> 10);
				d3 += (vc - v0) * (i - i0);
				x3 = u3 >> 4;
				q3 += x3 * i;
				vv3 += vc * vc;
				ii3 += i * i;
				sv3 += vc;
				si3 += i;
				su3 += x3;
				w = words[k + 8];
				v = w >> 18;
				u3 += v - (u3 >> 10);
				p3 += v0 * i0 + vc * i + v * ((w << 14) >> 14);
				v13 += va * vc;
				v23 += vb * vc;

				w = words[k + reference];
				if (w < 0) {
					before = w;
					if (w < ARMING) armed = true;
				} else if (armed) {
					armed = false;
					const frames = this.frames + (k - first) / WORDS_PER_FRAME;
					this.crossings.note(words, k, before, k === first ? this.#lag : 1, frames);
					if (frames + 3 >= SHORTEST_WINDOW) {
						crossed = true;
						end = k;
					}
				}
				k += GROUP;
			}
			this.#lag = 1;
			const groups = (k - first) / GROUP;
			this.#toSlip -= groups;
			this.frames += groups * 3;
			closing = crossed || this.frames >= LONGEST_WINDOW;
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
		if (crossed) {
			const shifted = this.#shifted;
			shifted[0] = x1;
			shifted[1] = x2;
			shifted[2] = x3;
			this.#split(words, k - GROUP);
		}
		return k;
	}

	/** Discards the window in progress after lost frames; the next starts with the next frame. */
	restart(): void {
		this.sums.fill(0);
		this.#carried.fill(0);
		this.#carriedFrames = 0;
		this.frames = 0;
		this.crossings.restart();
		this.#armed = false;
		this.#closed = false;
	}

	/**
	 * Ends the window at the last crossing, which is in the group at `words[k]`, and carries the rest
	 * of the group to the next window.
	 */
	#split(words: number[], k: number): void {
		const sums = this.sums;
		const carried = this.#carried;
		const frames = this.frames - this.crossings.last;
		const part = frames / 3;
		sumGroup(words, k, this.#shifted, carried);
		for (let i = 0; i < SUMS; i++) {
			carried[i] *= part;
			sums[i] -= carried[i];
		}
		this.frames -= frames;
		this.#carriedFrames = frames;
	}

	/** Begins the next window where the last one ended. */
	#open(): void {
		const sums = this.sums;
		const carried = this.#carried;
		this.crossings.open(this.frames);
		for (let i = 0; i < SUMS; i++) {
			sums[i] = carried[i];
			carried[i] = 0;
		}
		this.frames = this.#carriedFrames;
		this.#carriedFrames = 0;
		this.#closed = false;
	}
}
