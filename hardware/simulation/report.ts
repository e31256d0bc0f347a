/** The results as the table that docs/hardware.md quotes. */
import { Supply as Figures } from "../../boards/esp32s3/supply.ts";
import type { FrontEnd } from "./front-end.ts";
import type { Supply } from "./supply.ts";

/** A number with a true minus sign. */
const figure = (value: number, digits: number): string => value.toFixed(digits).replace("-", "−");

export function simulationTable({ voltage, current }: FrontEnd, supply: Supply): string {
	const { bus, surge, impulse, powerFail, holdUp } = supply;
	const rows: readonly (readonly [string, string])[] = [
		["full scale of a voltage channel, peak", `${figure(voltage.fullScaleV, 1)} V`],
		["full scale of a current channel, peak", `${figure(current.fullScaleA, 2)} A`],
		["phase at 50 Hz, voltage", `${figure(voltage.phase, 4)}°`],
		["phase at 50 Hz, current, without the transformer", `${figure(current.phase, 4)}°`],
		["lead of the transformer at 50 Hz (119 H, 100 Ω)", `${figure(current.leadDegrees, 3)}°`],
		[
			"at 1 kHz, voltage and current",
			`${figure(voltage.at1kHz, 4)} dB, ${figure(current.at1kHz, 4)} dB`,
		],
		[
			"at 3 kHz, voltage and current",
			`${figure(voltage.at3kHz, 3)} dB, ${figure(current.at3kHz, 3)} dB`,
		],
		[
			"at the modulator's 4.096 MHz",
			`${figure(voltage.atModulator, 1)} dB, ${figure(current.atModulator, 1)} dB`,
		],
		["error by the clamps at full scale of current", `${figure(1e6 * current.clampError, 1)} ppm`],
		[
			"a current input at 30 · Imax (212 A of peak)",
			`${figure(current.overloadV, 2)} V, ${figure(current.overloadMilliamps, 1)} mA`,
		],
		[
			`lowest bus at −20 %, ${Figures.loadWatts} W: L1 and N; L1, L2, L3 without N`,
			`${figure(bus.onePhaseV, 0)} V; ${figure(bus.withoutNeutralV, 0)} V`,
		],
		[
			"surge of 4 kV between two lines: varistors, through 220 Ω",
			`${figure(surge.varistorsV, 0)} V, ${figure(surge.peakA, 1)} A`,
		],
		["the same: bus, from 679 V", `${figure(surge.busV, 0)} V (+${figure(surge.riseV, 0)} V)`],
		[
			"impulse of 6 kV, 500 Ω: varistors; bus",
			`${figure(impulse.varistorsV, 0)} V; ${figure(impulse.busV, 0)} V`,
		],
		[
			"power fail below, and above which it ends",
			`${figure(powerFail.failsBelowV, 0)} V, ${figure(powerFail.recoversAboveV, 0)} V`,
		],
		[
			`hold-up to ${Figures.leastVolts} V at ${Figures.loadWatts} W; with −20 % of capacitance`,
			`${figure(holdUp.ms, 0)} ms; ${figure(holdUp.leastMs, 0)} ms`,
		],
	];
	const lines = rows.map(([what, value]) => `| ${what} | ${value} |`);
	return `${["| what | value |", "|---|---|", ...lines].join("\n")}\n`;
}
