/** Averages of the windows over a second: the readings that are shown and sent. */

import type { PhaseQuantities } from "metrology/correction";
import type Load from "metrology/load";
import { NO_LOAD_APPARENT, Quadrant, shownCurrent } from "metrology/load";
import type Window from "metrology/window";
import { FRAME_RATE_HZ } from "sampling";

/**
 * Frames after which readings are complete. They are whole windows of about 0.2 s, so that this
 * limit gives the length nearest to 1 s.
 */
const COMPLETE_FRAMES = 0.95 * FRAME_RATE_HZ;

/** Windows of a reading that are left out because they are not whole: there may be no others. */
const MOST_PARTIAL = 3;

/** Readings of one phase. */
export interface PhaseReadings extends PhaseQuantities {
	/** VA: voltage × current. */
	apparentPower: number;
	/** |P| / S, 0..1; 1 without a load. */
	powerFactor: number;
	/** True if the active power was last negative (metrology/load). */
	reverse: boolean;
	/** 1..4 (metrology/load). */
	quadrant: number;
}

/** Readings of all phases together, without a load. */
function totalReadings() {
	return {
		activePower: 0,
		reactivePower: 0,
		apparentPower: 0,
		powerFactor: 1,
		reverse: false,
		quadrant: 1,
	};
}

/** Readings of a phase without voltage and load. */
function phaseReadings(): PhaseReadings {
	return { voltage: 0, current: 0, ...totalReadings() };
}

/** Readings of the last second; the object is used again for the next. */
export default class Readings {
	/** L1, L2, L3; the current carries no sign here. */
	readonly phases: readonly [PhaseReadings, PhaseReadings, PhaseReadings] = [
		phaseReadings(),
		phaseReadings(),
		phaseReadings(),
	];
	/**
	 * W, var, VA: sum of the phases that count, or √(P² + Q²) in 3P3W; power factor |ΣP| / √((ΣP)² +
	 * (ΣQ)²); quadrant.
	 */
	readonly total = totalReadings();
	/** RMS phase-to-phase voltages in V: L1-L2, L1-L3, L2-L3. */
	readonly lineVoltages: [number, number, number] = [0, 0, 0];
	/** False while nothing is measured: before the first window, or if the front end has stopped. */
	measured = false;
	/** Hz; 0 if there is no voltage to measure it on. */
	frequency = 0;
	/** True if the phases follow one another as L1 L3 L2. */
	reversedSequence = false;
	/** True for a phase of which a sample was at the converter's full scale. */
	readonly overRange: [boolean, boolean, boolean] = [false, false, false];

	/** The same as of a window: of the last one. */
	readonly still: [boolean, boolean, boolean] = [false, false, false];
	swappedCurrents = false;

	private readonly quadrants = [new Quadrant(), new Quadrant(), new Quadrant()];
	private readonly totalQuadrant = new Quadrant();
	/** {@link overRange} of the readings in progress. */
	private readonly exceeded: [boolean, boolean, boolean] = [false, false, false];
	/**
	 * Sums over the windows of frames × V², I², P, Q for each phase, then of the line voltages
	 * squared.
	 */
	private readonly sums: number[] = new Array(15).fill(0);
	private frames = 0;
	private frequencySum = 0;
	private frequencyFrames = 0;
	/** The first window after the start is shown at once. */
	private started = false;
	/** Windows that were left out of the readings in progress. */
	private partial = 0;

	/**
	 * Adds a window: voltages and currents as measured, powers as they are counted. True if the
	 * readings are complete and new.
	 */
	add(window: Window, load: Load): boolean {
		for (let phase = 0; phase < 3; phase++)
			if (window.overRange[phase]) this.exceeded[phase] = true;
		// Part of a cycle would show as an error of the mean.
		if (!window.whole && this.partial < MOST_PARTIAL) {
			this.partial++;
			return false;
		}
		const sums = this.sums;
		const frames = window.frames;
		for (let phase = 0; phase < 3; phase++) {
			const { voltage, current } = window.phases[phase];
			const line = window.lineVoltages[phase];
			sums[phase] += frames * voltage * voltage;
			sums[3 + phase] += frames * current * current;
			sums[6 + phase] += frames * load.activePower[phase];
			sums[9 + phase] += frames * load.reactivePower[phase];
			sums[12 + phase] += frames * line * line;
		}
		this.reversedSequence = window.reversedSequence;
		this.swappedCurrents = window.swappedCurrents;
		for (let phase = 0; phase < 3; phase++) this.still[phase] = window.still[phase];
		if (window.frequency > 0) {
			this.frequencySum += frames * window.frequency;
			this.frequencyFrames += frames;
		}
		this.frames += frames;
		if (this.started && this.frames < COMPLETE_FRAMES) return false;
		this.started = true;
		this.measured = true;
		this.complete(load);
		return true;
	}

	/** Sets all readings to 0 while nothing is measured; the next window is shown at once. */
	clear(): void {
		for (const phase of this.phases) Object.assign(phase, phaseReadings());
		Object.assign(this.total, totalReadings());
		this.lineVoltages.fill(0);
		this.overRange.fill(false);
		this.measured = false;
		this.still.fill(false);
		this.swappedCurrents = false;
		this.frequency = 0;
		this.reversedSequence = false;
		this.reset();
		this.started = false;
	}

	private complete(load: Load): void {
		const sums = this.sums;
		const frames = this.frames;
		const total = this.total;
		total.activePower = 0;
		total.reactivePower = 0;
		total.apparentPower = 0;
		for (let phase = 0; phase < 3; phase++) {
			const readings = this.phases[phase];
			const active = sums[6 + phase] / frames;
			const reactive = sums[9 + phase] / frames;
			readings.voltage = Math.sqrt(sums[phase] / frames);
			readings.current = shownCurrent(Math.sqrt(sums[3 + phase] / frames));
			this.lineVoltages[phase] = Math.sqrt(sums[12 + phase] / frames);
			total.activePower += active;
			total.reactivePower += reactive;
			const counts = load.perPhase && phase < load.elements;
			readings.activePower = counts ? active : 0;
			readings.reactivePower = counts ? reactive : 0;
			readings.apparentPower = counts ? apparentPower(readings) : 0;
			readings.powerFactor = powerFactor(readings, readings.apparentPower);
			if (!counts) this.quadrants[phase].reset();
			turn(this.quadrants[phase], readings);
			total.apparentPower += readings.apparentPower;
			this.overRange[phase] = this.exceeded[phase];
		}
		const vector = Math.sqrt(total.activePower ** 2 + total.reactivePower ** 2);
		if (!load.perPhase) this.completeAron(vector);
		total.powerFactor = powerFactor(total, vector);
		turn(this.totalQuadrant, total);
		this.frequency = this.frequencyFrames === 0 ? 0 : this.frequencySum / this.frequencyFrames;
		this.reset();
	}

	/** 3P3W: voltage inputs 1 and 3 measure L1-L2 and L3-L2. */
	private completeAron(apparentPower: number): void {
		const { total, lineVoltages, phases } = this;
		total.apparentPower = apparentPower;
		lineVoltages[0] = phases[0].voltage;
		lineVoltages[2] = phases[2].voltage;
	}

	private reset(): void {
		this.sums.fill(0);
		this.exceeded.fill(false);
		this.partial = 0;
		this.frames = 0;
		this.frequencySum = 0;
		this.frequencyFrames = 0;
	}
}

/** U·I, never below |P|. */
function apparentPower({ voltage, current, activePower }: PhaseReadings): number {
	return Math.max(voltage * current, Math.abs(activePower));
}

/** |P| / S; 1 without a load, and never above 1 by rounding. */
function powerFactor(
	{ activePower, reactivePower }: { activePower: number; reactivePower: number },
	apparent: number,
): number {
	if (activePower === 0 && reactivePower === 0 && apparent < NO_LOAD_APPARENT) return 1;
	return Math.min(1, Math.abs(activePower) / apparent);
}

/** Turns a quadrant by new readings, and shows it in them. */
function turn(quadrant: Quadrant, readings: ReturnType<typeof totalReadings>): void {
	quadrant.update(readings.activePower, readings.reactivePower, readings.apparentPower);
	readings.reverse = quadrant.reverse;
	readings.quadrant = quadrant.number;
}
