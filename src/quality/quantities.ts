/**
 * Quantities of power quality (docs/power-quality.md): of the last window of 10 or 12 cycles, and
 * counts of events. NaN is a quantity that cannot be known, or a window that is too old.
 */
import { measurement, perPhase, quantities, stepless, type Unit } from "registers/quantity";

function ofPhases<const Name extends string>(name: Name, title: string, unit: Unit) {
	return perPhase((phase) => measurement(`${name}${phase}` as const, `${phase} ${title}`, unit));
}

/** In the order of the registers, starting at 7302. */
export const qualityQuantities = quantities([
	stepless("qualityWindow", "Number of the window", ""),
	...ofPhases("voltageThd", "Voltage THD", "%"),
	...ofPhases("currentThd", "Current THD", "%"),
	...ofPhases("voltageCrestFactor", "Voltage crest factor", ""),
	...ofPhases("currentCrestFactor", "Current crest factor", ""),
	...ofPhases("kFactor", "K-factor", ""),
	measurement("fundamentalPower", "Total fundamental active power", "W"),
	...ofPhases("fundamentalPower", "Fundamental active power", "W"),
	...ofPhases("fundamentalReactivePower", "Fundamental reactive power", "var"),
	...ofPhases("fundamentalApparentPower", "Fundamental apparent power", "VA"),
	...ofPhases("nonfundamentalPower", "Nonfundamental apparent power", "VA"),
	...ofPhases("currentDistortionPower", "Current distortion power", "var"),
	...ofPhases("voltageDistortionPower", "Voltage distortion power", "var"),
	...ofPhases("harmonicApparentPower", "Harmonic apparent power", "VA"),
	measurement("neutralCurrent", "Neutral current, calculated", "A"),
	measurement("voltageUnbalance", "Voltage unbalance, negative sequence", "%"),
	measurement("voltageZeroSequence", "Voltage unbalance, zero sequence", "%"),
	measurement("currentUnbalance", "Current unbalance, negative sequence", "%"),
	measurement("currentZeroSequence", "Current unbalance, zero sequence", "%"),
	stepless("dips", "Dips since power-up", ""),
	stepless("swells", "Swells since power-up", ""),
	stepless("interruptions", "Interruptions since power-up", ""),
	stepless("waveforms", "Waveforms recorded since power-up", ""),
	stepless("waveformNumber", "Number of the waveform", ""),
	stepless("waveformVolts", "Volts in one of its numbers", "V"),
	stepless("waveformAmps", "Amperes in one of its numbers", "A"),
	measurement("waveformRate", "Points of it in a second", "Hz"),
]);

/** Settings that a power cut keeps, and what is read of a waveform, which it does not. */
export const qualitySettings = quantities([
	/** Of which the limits are parts; 0: power quality is not analysed. */
	{
		name: "nominalVoltage",
		title: "Declared voltage",
		unit: "V",
		initial: 230,
		step: 0,
		range: { minimum: 0, maximum: 500 },
		stored: 22,
	},
	{
		name: "dipLimit",
		title: "Limit of dips",
		unit: "%",
		initial: 90,
		step: 0,
		range: { minimum: 10, maximum: 99 },
		stored: 23,
	},
	{
		name: "swellLimit",
		title: "Limit of swells",
		unit: "%",
		initial: 110,
		step: 0,
		range: { minimum: 101, maximum: 200 },
		stored: 24,
	},
	/** Never above the limit of dips. */
	{
		name: "interruptionLimit",
		title: "Limit of interruptions",
		unit: "%",
		initial: 5,
		step: 0,
		range: { minimum: 1, maximum: 10 },
		stored: 25,
	},
	{
		name: "waveformAge",
		title: "Waveform to be read: 0 is the newest",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 1 },
	},
	{
		name: "waveformBlock",
		title: "Part of it to be read",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 15 },
	},
]);

export type QualityName =
	| (typeof qualityQuantities)[number]["name"]
	| (typeof qualitySettings)[number]["name"];
