/**
 * Quantities of power quality (docs/power-quality.md): of the last window of 10 or 12 cycles, and
 * counts of events. NaN is a quantity that cannot be known, or a window that is too old.
 */
import { perPhase, quantities, type Unit } from "registers/quantity";

function ofPhases<const Name extends string>(name: Name, title: string, unit: Unit) {
	return perPhase((phase) => ({
		name: `${name}${phase}` as const,
		title: `${phase} ${title}`,
		unit,
		initial: 0,
		step: 0,
	}));
}

/** In the order of registers 7302 on. */
export const qualityQuantities = quantities([
	{ name: "qualityWindow", title: "Number of the window", unit: "", initial: 0, step: 0 },
	...ofPhases("voltageThd", "Voltage THD", "%"),
	...ofPhases("currentThd", "Current THD", "%"),
	...ofPhases("voltageCrestFactor", "Voltage crest factor", ""),
	...ofPhases("currentCrestFactor", "Current crest factor", ""),
	...ofPhases("kFactor", "K-factor", ""),
	{
		name: "fundamentalPower",
		title: "Total fundamental active power",
		unit: "W",
		initial: 0,
		step: 0,
	},
	...ofPhases("fundamentalPower", "Fundamental active power", "W"),
	...ofPhases("fundamentalReactivePower", "Fundamental reactive power", "var"),
	...ofPhases("fundamentalApparentPower", "Fundamental apparent power", "VA"),
	...ofPhases("nonfundamentalPower", "Nonfundamental apparent power", "VA"),
	...ofPhases("currentDistortionPower", "Current distortion power", "var"),
	...ofPhases("voltageDistortionPower", "Voltage distortion power", "var"),
	...ofPhases("harmonicApparentPower", "Harmonic apparent power", "VA"),
	{ name: "neutralCurrent", title: "Neutral current, calculated", unit: "A", initial: 0, step: 0 },
	{
		name: "voltageUnbalance",
		title: "Voltage unbalance, negative sequence",
		unit: "%",
		initial: 0,
		step: 0,
	},
	{
		name: "voltageZeroSequence",
		title: "Voltage unbalance, zero sequence",
		unit: "%",
		initial: 0,
		step: 0,
	},
	{
		name: "currentUnbalance",
		title: "Current unbalance, negative sequence",
		unit: "%",
		initial: 0,
		step: 0,
	},
	{
		name: "currentZeroSequence",
		title: "Current unbalance, zero sequence",
		unit: "%",
		initial: 0,
		step: 0,
	},
	{ name: "dips", title: "Dips since power-up", unit: "", initial: 0, step: 0 },
	{ name: "swells", title: "Swells since power-up", unit: "", initial: 0, step: 0 },
	{ name: "interruptions", title: "Interruptions since power-up", unit: "", initial: 0, step: 0 },
	{ name: "waveforms", title: "Waveforms recorded since power-up", unit: "", initial: 0, step: 0 },
	{ name: "waveformNumber", title: "Number of the waveform", unit: "", initial: 0, step: 0 },
	{ name: "waveformVolts", title: "Volts in one of its numbers", unit: "V", initial: 0, step: 0 },
	{ name: "waveformAmps", title: "Amperes in one of its numbers", unit: "A", initial: 0, step: 0 },
	{ name: "waveformRate", title: "Points of it in a second", unit: "Hz", initial: 0, step: 0 },
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
