/**
 * Quantities of power quality, computed when they are read: from the analyser's last window, and
 * the fundamentals of metrology's.
 *
 * IEEE 1459: with V and I the RMS values of a phase, V1 and I1 of the fundamental, VH = V1·THDv and
 * IH = I1·THDi of the harmonics 2 to 40,
 *
 *     S1 = V1·I1;  SN = √((V·I)² − S1²);  DI = V1·IH;  DV = VH·I1;  SH = VH·IH
 */

import { aboutOffset, type PhaseQuantities, root } from "metrology/correction";
import { CONNECTED, Wiring } from "metrology/load";
import type { PrimaryScale } from "metrology/measured";
import type Metrology from "metrology/metrology";
import Neutral from "quality/neutral";
import {
	DISTORTIONS,
	HARMONICS,
	MEAN_SQUARES,
	MEANS,
	ORDER_SQUARES,
	PEAKS,
	SUBGROUPS,
	WINDOWS,
} from "quality/results";
import Steps, { LEAST_AMPS, LEAST_VOLTS } from "quality/steps";
import { size } from "quality/turn";
import Unbalance from "quality/unbalance";
import type { QualityAnalyser } from "quality-analyser";

/** Places of the values, in the order of the rows. */
const VOLTAGE_THD = 0;
const CURRENT_THD = 3;
const VOLTAGE_CREST = 6;
const CURRENT_CREST = 9;
const K_FACTOR = 12;
const TOTAL_POWER = 15;
const POWER = 16;
const REACTIVE_POWER = 19;
const APPARENT_POWER = 22;
const NONFUNDAMENTAL = 25;
const CURRENT_DISTORTION = 28;
const VOLTAGE_DISTORTION = 31;
const HARMONIC_APPARENT = 34;
const NEUTRAL = 37;
const UNBALANCE = 38;
export const VALUES = 42;

/** Windows of metrology after which one of the analyser is too old. */
const MOST_AGE = 4;

const PERCENT = 100;

export default class PowerQuality {
	/** At the primary side; NaN where nothing can be known. */
	readonly values: number[] = new Array(VALUES).fill(Number.NaN);
	readonly steps: Steps;
	private readonly analyser: QualityAnalyser;
	private readonly metrology: Metrology;
	private readonly scale: PrimaryScale;
	private readonly neutral: Neutral;
	private readonly unbalance = new Unbalance();
	private readonly fundamental: PhaseQuantities = {
		voltage: 0,
		current: 0,
		activePower: 0,
		reactivePower: 0,
	};
	/** Number of the analyser's last window, and metrology's windows since. */
	private lastWindow = 0;
	private age = MOST_AGE + 1;
	/** True if the values are those of the last window. */
	private computed = false;

	constructor(analyser: QualityAnalyser, metrology: Metrology, scale: PrimaryScale) {
		this.analyser = analyser;
		this.metrology = metrology;
		this.scale = scale;
		this.steps = new Steps(metrology);
		this.neutral = new Neutral(analyser, metrology, this.steps);
	}

	/** Number of the analyser's last window. */
	get window(): number {
		return this.lastWindow;
	}

	/** True if the last window is new enough, and the frequency that it went by is known. */
	get valid(): boolean {
		return this.age <= MOST_AGE && this.metrology.latest.frequency > 0;
	}

	/** Takes note of metrology's windows. */
	update(): void {
		const window = this.analyser.at(WINDOWS);
		if (window === this.lastWindow) {
			if (this.age <= MOST_AGE) this.age++;
		} else this.age = 0;
		this.lastWindow = window;
		this.computed = false;
	}

	/** RMS of harmonic `order`, 1..HARMONICS, of a channel in V or A; NaN if unknown. */
	harmonic(channel: number, order: number): number {
		if (!this.valid || !this.isConnected(channel >> 1)) return Number.NaN;
		const rms = root(this.analyser.at(SUBGROUPS + HARMONICS * channel + order - 1));
		if ((channel & 1) === 0) return rms * this.steps.volts(channel >> 1);
		return rms * this.steps.amps(channel >> 1) * this.scale.factor;
	}

	/** Computes {@link values}, unless they are those of the last window. */
	compute(): void {
		const { values } = this;
		if (this.computed && this.valid) return;
		values.fill(Number.NaN);
		this.computed = true;
		if (!this.valid) return;
		values[TOTAL_POWER] = 0;
		for (let phase = 0; phase < 3; phase++) if (this.isConnected(phase)) this.addPhase(phase);
		const { load, window } = this.metrology;
		if (load.perPhase) values[NEUTRAL] = this.neutral.current(CONNECTED[load.wiring]);
		if (!load.perPhase || !window.tuned) values[TOTAL_POWER] = Number.NaN;
		values[NEUTRAL] *= this.scale.factor;
		if (load.wiring !== Wiring.THREE_PHASE_FOUR_WIRE) return;
		this.unbalance.compute(window, values, UNBALANCE);
	}

	private isConnected(phase: number): boolean {
		return CONNECTED[this.metrology.load.wiring][phase];
	}

	private addPhase(phase: number): void {
		const { values } = this;
		const { window, load } = this.metrology;
		const fundamental = this.fundamental;
		this.correctFundamental(phase);
		const { voltage, current } = fundamental;
		const voltageThd = voltage < LEAST_VOLTS ? Number.NaN : this.distortion(2 * phase);
		const currentThd = current < LEAST_AMPS ? Number.NaN : this.distortion(2 * phase + 1);
		values[VOLTAGE_THD + phase] = PERCENT * voltageThd;
		values[CURRENT_THD + phase] = PERCENT * currentThd;
		if (voltage >= LEAST_VOLTS) values[VOLTAGE_CREST + phase] = this.crest(2 * phase);
		if (current >= LEAST_AMPS) {
			values[CURRENT_CREST + phase] = this.crest(2 * phase + 1);
			values[K_FACTOR + phase] = this.kFactor(2 * phase + 1);
		}
		if (!load.perPhase || !window.tuned) return;
		const apparent = voltage * current;
		const { factor } = this.scale;
		const total = window.phases[phase].voltage * window.phases[phase].current;
		values[POWER + phase] = fundamental.activePower * factor;
		values[REACTIVE_POWER + phase] = fundamental.reactivePower * factor;
		values[APPARENT_POWER + phase] = apparent * factor;
		values[NONFUNDAMENTAL + phase] = root(total * total - apparent * apparent) * factor;
		values[CURRENT_DISTORTION + phase] = apparent * currentThd * factor;
		values[VOLTAGE_DISTORTION + phase] = apparent * voltageThd * factor;
		values[HARMONIC_APPARENT + phase] = apparent * voltageThd * currentThd * factor;
		values[TOTAL_POWER] += values[POWER + phase];
	}

	/** Corrects the fundamental of a phase as the window's own quantities are. */
	private correctFundamental(phase: number): void {
		const { window } = this.metrology;
		const raw = window.fundamentals[phase];
		const fundamental = this.fundamental;
		const { voltageCosine, voltageSine, currentCosine, currentSine } = raw;
		fundamental.voltage = size(voltageCosine, voltageSine);
		fundamental.current = size(currentCosine, currentSine);
		fundamental.activePower = voltageCosine * currentCosine + voltageSine * currentSine;
		fundamental.reactivePower = voltageCosine * currentSine - voltageSine * currentCosine;
		window.correction.correct(phase, fundamental);
	}

	/** THD of a channel as a ratio. */
	private distortion(channel: number): number {
		const analyser = this.analyser;
		const first = analyser.at(SUBGROUPS + HARMONICS * channel);
		return root(analyser.at(DISTORTIONS + channel) / first);
	}

	private crest(channel: number): number {
		const analyser = this.analyser;
		const mean = analyser.at(MEANS + channel);
		const square = analyser.at(MEAN_SQUARES + channel) - mean * mean;
		const own = (channel & 1) === 0 ? square : aboutOffset(square, mean);
		return analyser.at(PEAKS + channel) / root(own);
	}

	/** Σ h²·I(h)² / Σ I(h)². */
	private kFactor(channel: number): number {
		const analyser = this.analyser;
		const first = analyser.at(SUBGROUPS + HARMONICS * channel);
		return analyser.at(ORDER_SQUARES + channel) / (first + analyser.at(DISTORTIONS + channel));
	}
}
