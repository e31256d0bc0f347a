/**
 * The meters that hear a frame. On a real line all do, and those that it is not for drop it; here
 * they are spared it, as soon as the line knows their addresses, so that sixty meters cost no more
 * than the one that is asked. Noise, broadcasts and all that could change something in a meter
 * reach it.
 */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { framesOf, type LineMeter } from "./line-meter.ts";
import { agree, type Ear, type Protocol, type SerialSettings } from "./protocol.ts";
import type { Burst } from "./signal.ts";
import type { Turn } from "./turns.ts";

/**
 * Frames of meter time after an event that may have changed a meter's settings, in which nothing is
 * learned about it: it may still be busy with the change.
 */
const SETTLING_FRAMES = FRAME_RATE_HZ;

interface Member {
	readonly meter: LineMeter;
	ear: Ear;
	/** Meter time of the last request that the ear has learned from. */
	learnedFrame: number;
}

export class Audience {
	readonly #protocol: Protocol;
	readonly #members: readonly Member[];

	constructor(protocol: Protocol, meters: readonly LineMeter[]) {
		this.#protocol = protocol;
		this.#members = meters.map((meter) => ({ meter, ear: protocol.newEar(), learnedFrame: 0 }));
	}

	/** Gives bytes of a turn, already part of its frame, to the meters that they may concern. */
	give(turn: Turn, bytes: Uint8Array, settings: SerialSettings): void {
		const mayChange = this.#protocol.mayChange(turn.frame);
		turn.mayChange ||= mayChange;
		for (const [index, member] of this.#members.entries()) {
			const { meter } = member;
			const continued = turn.hearers.has(index);
			if (!agree(meter.settings, settings)) continue;
			if (!continued && !this.#heeds(member, turn.frame)) continue;
			turn.hearers.add(index);
			member.ear.hear(turn.frame);
			meter.receive(bytes, continued);
			if (mayChange) meter.mayChange();
		}
	}

	/**
	 * Lets the other meters hear a burst of a turn, where the line carries it to them.
	 * @returns the meters that have heard anything or sent: for each the silence after it counts
	 */
	share({ bytes, talkers, settings }: Burst, turn: Turn | undefined): LineMeter[] {
		const concerned = new Set([...talkers, ...(turn?.hearers ?? [])]);
		for (const [index, member] of this.#members.entries()) {
			if (!this.#protocol.metersHearEachOther || talkers.includes(index)) continue;
			if (!agree(member.meter.settings, settings) || !this.#heeds(member, bytes)) continue;
			concerned.add(index);
			member.meter.receive(bytes, false);
			if (this.#protocol.mayChange(bytes)) member.meter.mayChange();
		}
		return this.#metersAt(concerned);
	}

	#metersAt(indices: ReadonlySet<number>): LineMeter[] {
		return this.#members.filter((_, index) => indices.has(index)).map(({ meter }) => meter);
	}

	/** The meters in whose time a turn is measured: those that have heard it, or any that is on. */
	clocks({ hearers }: Turn): LineMeter[] {
		if (hearers.size > 0) return this.#metersAt(hearers);
		const any = this.#members.find(({ meter }) => meter.powered);
		return any ? [any.meter] : [];
	}

	/** True if the client has been silent for so long that its frame has ended. */
	hasHeardPause(turn: Turn, settings: SerialSettings): boolean {
		const { chunks, originFrames } = turn;
		const clocks = this.clocks(turn);
		const pauseFrames = framesOf(this.#protocol.pauseSeconds(settings));
		const hasLived = ({ meter }: Member, index: number): boolean =>
			clocks.includes(meter) && meter.frames - (originFrames[index] ?? 0) >= pauseFrames;
		return chunks > 0 && this.#members.some(hasLived);
	}

	/** A turn is over: learns from the answer of each meter, or its silence. */
	learn(turn: Turn): void {
		const { frame, hearers, sent, chunks, mayChange, originFrames } = turn;
		// A gap between chunks may have spoilt the frame.
		const useful = !mayChange && chunks === 1 && this.#protocol.addressOf(frame) !== undefined;
		for (const [index, member] of this.#members.entries()) {
			if (!hearers.has(index)) continue;
			const { meter } = member;
			// A change that a request asks for is made until the end of the turn.
			if (mayChange) meter.mayChange();
			const frames = originFrames[index] ?? 0;
			if (!useful || !meter.powered || frames < meter.changedFrame + SETTLING_FRAMES) continue;
			this.#forgetChanged(member);
			member.ear.learn(frame, sent.get(index) ?? new Uint8Array(), sent.size === 0, frames);
			member.learnedFrame = frames;
		}
	}

	#heeds(member: Member, frame: Uint8Array): boolean {
		this.#forgetChanged(member);
		return member.ear.heeds(frame);
	}

	/** Forgets what was known of a meter whose settings may have changed since. */
	#forgetChanged(member: Member): void {
		if (member.meter.changedFrame >= member.learnedFrame) member.ear = this.#protocol.newEar();
	}
}
