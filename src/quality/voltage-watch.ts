/** Watches the voltages by half cycles, and logs dips, swells and interruptions. */

import { CONNECTED } from "metrology/load";
import type Metrology from "metrology/metrology";
import { HALF_SQUARES, HALVES, HALVES_KEPT, OUTSIDE } from "quality/results";
import type Steps from "quality/steps";
import VoltageEvent, { Kind } from "quality/voltage-event";
import type { QualityAnalyser } from "quality-analyser";
import { EventCode } from "registers/event-code";

const CODES = Object.freeze([EventCode.DIP, EventCode.SWELL, EventCode.INTERRUPTION]);

/**
 * Events that are logged in a row, and the windows after which one more is: a voltage that flickers
 * at a limit must not wear the flash, nor flush the log. All are counted.
 */
const MOST_EVENTS = 20;
const WINDOWS_AN_EVENT = 900;

/**
 * Half cycles from one window to the next, at most: a window without a voltage takes 0.25 s, and
 * twice that if frames were lost in the one before it.
 */
const MOST_MISSING = 2 * HALVES_KEPT;

/** Windows after which the limits follow the wiring, and the gains, which drift. */
const WINDOWS_A_GAIN = 5;

/** Limits, in parts of the declared voltage. */
export interface Limits {
	/** V; 0: nothing is analysed. */
	readonly nominalVoltage: number;
	readonly dip: number;
	readonly swell: number;
	readonly interruption: number;
}

export default class VoltageWatch {
	readonly events: readonly VoltageEvent[] = [
		new VoltageEvent(Kind.DIP),
		new VoltageEvent(Kind.SWELL),
		new VoltageEvent(Kind.INTERRUPTION),
	];
	private readonly analyser: QualityAnalyser;
	private readonly metrology: Metrology;
	private readonly steps: Steps;
	private readonly log: (code: EventCode, detail: number) => void;
	private readonly squares: number[] = [1, 1, 1];
	private limits: Limits = { nominalVoltage: 0, dip: 0, swell: 0, interruption: 0 };
	/** Half cycles that were looked at; −1 before the first. */
	private seen = -1;
	/** Half cycles outside the limits, of those. */
	private outside = 0;
	/** Events that may be logged. */
	private allowed = MOST_EVENTS;
	/** Windows since one more was allowed; the first makes it 0, when the gains are known. */
	private windows = -1;

	constructor(
		analyser: QualityAnalyser,
		metrology: Metrology,
		steps: Steps,
		log: (code: EventCode, detail: number) => void,
	) {
		this.analyser = analyser;
		this.metrology = metrology;
		this.steps = steps;
		this.log = log;
	}

	/** Puts limits into force, and the analyser into work. */
	setLimits(limits: Limits): void {
		this.limits = limits;
		this.events[Kind.DIP].setLimit(limits.dip);
		this.events[Kind.SWELL].setLimit(limits.swell);
		this.events[Kind.INTERRUPTION].setLimit(limits.interruption);
		this.analyser.enable(limits.nominalVoltage > 0);
		this.setTriggers();
	}

	/** Looks at the half cycles since the last window. */
	update(): void {
		// A station that calibrates steps the voltages as it likes.
		if (this.limits.nominalVoltage === 0 || this.metrology.calibrating) {
			this.seen = -1;
			return;
		}
		this.allow();
		const last = this.analyser.at(HALVES);
		const outside = this.analyser.at(OUTSIDE);
		const quiet = outside === this.outside && !this.isActive;
		this.outside = outside;
		if (quiet && this.seen >= 0) {
			this.seen = last;
			return;
		}
		const missing = last - this.seen;
		if (this.seen < 0 || missing < 0 || missing > MOST_MISSING) {
			for (const event of this.events) event.restart();
			this.seen = last;
			return;
		}
		// Those that are no longer kept: an event in progress is taken to have lasted through them.
		const oldest = last - HALVES_KEPT;
		if (!this.isActive && this.seen < oldest) this.seen = oldest;
		for (; this.seen < last; this.seen++) this.take(Math.max(this.seen, oldest));
	}

	private get isActive(): boolean {
		for (let kind = 0; kind < this.events.length; kind++) if (this.events[kind].active) return true;
		return false;
	}

	private take(half: number): void {
		const place = HALF_SQUARES + 3 * (half & (HALVES_KEPT - 1));
		const { nominalVoltage } = this.limits;
		for (let phase = 0; phase < 3; phase++) {
			const scale = this.steps.volts(phase) / nominalVoltage;
			this.squares[phase] = this.analyser.at(place + phase) * scale * scale;
		}
		const connected = CONNECTED[this.metrology.load.wiring];
		for (let kind = 0; kind < this.events.length; kind++) {
			const event = this.events[kind];
			if (event.take(this.squares, connected)) this.report(CODES[kind], event.detail);
		}
	}

	private report(code: EventCode, detail: number): void {
		if (this.allowed === 0) return;
		this.allowed--;
		this.log(code, detail);
	}

	private allow(): void {
		this.windows++;
		if (this.windows % WINDOWS_A_GAIN === 0) this.setTriggers();
		if (this.windows < WINDOWS_AN_EVENT) return;
		this.windows = 0;
		if (this.allowed < MOST_EVENTS) this.allowed++;
	}

	/** Has the analyser record waveforms by the limits of dips and swells. */
	private setTriggers(): void {
		const { nominalVoltage, dip, swell } = this.limits;
		const connected = CONNECTED[this.metrology.load.wiring];
		for (let phase = 0; phase < 3; phase++) {
			const steps = nominalVoltage / this.steps.volts(phase);
			const counts = connected[phase] && nominalVoltage > 0;
			const low = counts ? dip * steps : 0;
			const high = counts ? swell * steps : 0;
			this.analyser.setLimits(phase, low * low, high * high);
		}
	}
}
