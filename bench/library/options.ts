/** Options of {@link startMeter}, and the command line that they become. */

/** How the meter runs; every option is optional. */
export interface StartOptions {
	/** Engine of the firmware: `node` (the default), or `xs`, which needs a C compiler. */
	engine?: "node" | "xs";
	/** Meter seconds per second, 1 by default, or as fast as possible. */
	speed?: number | "max";
	/**
	 * True: where the meter runs as fast as it can, time in which nothing changes passes by computed
	 * windows (docs/fast-forward.md).
	 */
	fastForward?: boolean;
	/** Ratio of the current transformers, as `"100/5"`: primary 5..9995 A, secondary 1 or 5 A. */
	ct?: string;
	/** Of the front ends, −40..85 °C; 23 by default. */
	temperature?: number;
	/**
	 * Hardware: `real` (the default) has tolerances and faults, `linear` tolerances alone, `ideal`
	 * neither.
	 */
	frontEnd?: "real" | "linear" | "ideal";
	/** Error of the current transformers over the current; `good` if the hardware is real. */
	ctClass?: "ideal" | "good" | "ordinary";
	/** Of the first meter, 0..99999999; 12345678 by default. It seeds tolerances and noise. */
	serialNumber?: number;
	/** Meters on the lines, 1..247; 1 by default. */
	meters?: number;
	/** False: new meters are not calibrated and have errors of up to 4 %. True by default. */
	calibrated?: boolean;
	/** Folder that keeps the flash images; without it a meter is new at each start. */
	state?: string;
	/** File of a scenario that the meters play from the start (docs/scenarios.md). */
	scenario?: string;
	/** Address that all services listen on; 127.0.0.1 by default. */
	host?: string;
	/** TCP ports; a free one each by default. */
	ports?: { http?: number; modbusRtu?: number; modbusTcp?: number; mbus?: number };
	/** More options of the command line, such as `["--waveform", "mains.cfg"]`. */
	arguments?: readonly string[];
}

/** The command line. A key that is no option becomes one that the command refuses by its name. */
export function argumentsOf(options: StartOptions): string[] {
	const { calibrated, fastForward, ports = {}, arguments: more = [], ...plain } = options;
	const { http = 0, modbusRtu = 0, modbusTcp = 0, mbus = 0, ...unknown } = ports;
	const values: Readonly<Record<string, unknown>> = {
		...plain,
		...unknown,
		calibrated: calibrated === true ? "yes" : calibrated === false ? "no" : calibrated,
		http,
		modbusRtu,
		modbusTcp,
		mbus,
	};
	const named = Object.entries(values).flatMap(([name, value]) =>
		value === undefined ? [] : [optionOf(name), `${value}`],
	);
	if (fastForward) named.push("--fast-forward");
	return [...named, ...more];
}

/** The option of a key: `--serial-number` of `serialNumber`. */
function optionOf(key: string): string {
	return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
