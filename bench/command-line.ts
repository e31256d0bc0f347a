/** The command line of the virtual meter. */
import { isAbsolute, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { HIGHEST_UNIT_ID } from "serial/line-settings";
import {
	type Channels,
	parseChannels,
	parseScale,
	parseSegment,
	type Scale,
	type Segment,
} from "./comtrade/options.ts";
import { Fault, usageReasonOf } from "./fault.ts";
import { CT_CLASSES, type CtClass } from "./front-end/current-transformer.ts";
import { FRONT_ENDS, type FrontEndKind } from "./front-end/faults.ts";
import type { EngineName, Installation, KernelName } from "./installation.ts";
import { integer, named, ratio, said, speed, temperature, yesOrNo } from "./option-values.ts";

/** A recorded waveform and the part of it to replay. */
export interface WaveformOptions {
	file: string;
	channels: Channels;
	scale?: Scale | undefined;
	segment?: Segment | undefined;
}

/** Options of the bench. */
export interface BenchOptions {
	engine: EngineName;
	kernel: KernelName;
	/** Address that all services listen on. */
	host: string;
	/** TCP ports; 0: a free one. */
	http: number;
	modbusRtu: number;
	modbusTcp: number;
	mbus: number;
	/** Of the first meter; the others count up from it. */
	serialNumber: number;
	/** Meters on the lines, 1..247. */
	meters: number;
	/** Meter seconds per second; Infinity: as fast as possible. */
	speed: number;
	/** True if time in which nothing changes passes by windows, where it passes as fast as it can. */
	fastForward: boolean;
	/** True if new meters are calibrated before their first start. */
	calibrated: boolean;
	/** CT ratio that the meters are given, such as "100/5"; undefined: they keep theirs. */
	ct?: string | undefined;
	/** Of the front ends, °C; undefined: the reference temperature. */
	temperature?: number | undefined;
	/** Hardware of the meters; undefined: as they were made, real if they are new. */
	frontEnd?: FrontEndKind | undefined;
	/** Class of the current transformers; undefined: that of the hardware. */
	ctClass?: CtClass | undefined;
	waveform?: WaveformOptions | undefined;
	/** File of the scenario that the meters play. */
	scenario?: string | undefined;
	/** File that gets what is on the buses while a scenario plays. */
	transcript?: string | undefined;
	/** Directory of the flash images; undefined: the contents end with the bench. */
	state?: string | undefined;
	/** Directory of the links to the terminals; undefined: a temporary one. */
	pty?: string | undefined;
}

/** Each meter on the lines has a Modbus ID of its own. */
const HIGHEST = {
	port: 65_535,
	meters: HIGHEST_UNIT_ID,
	serialNumber: 99_999_999,
} as const;

interface Raw {
	engine: string;
	kernel: string;
	host: string;
	http: number;
	modbusRtu: number;
	modbusTcp: number;
	mbus: number;
	serialNumber: number;
	meters: number;
	speed: number;
	fastForward: boolean;
	waveform?: string;
	waveformChannels?: Channels;
	waveformScale?: Scale;
	waveformSegment?: Segment;
	state?: string;
	pty?: string;
	scenario?: string;
	transcript?: string;
	calibrated: boolean;
	ct?: string;
	temperature?: number;
	frontEnd?: FrontEndKind;
	ctClass?: CtClass;
}

/** The part of an installation that the command line depends on. */
export type UsedInstallation = Pick<
	Installation,
	"command" | "commands" | "engines" | "kernels" | "directory"
>;

/**
 * Parses the command line.
 * @returns undefined if only help was wanted, which has been printed
 * @throws Fault with exit code 2, one line that names the option
 */
export function parseCommandLine(
	arguments_: readonly string[],
	installation: UsedInstallation,
): BenchOptions | undefined {
	const command = describe(installation);
	try {
		command.parse(arguments_, { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (error.exitCode === 0) return undefined;
		throw new Fault(usageReasonOf(error), 2);
	}
	const [extra] = command.args;
	// npm keeps an option that is not after its --, and passes the option's value on.
	if (extra !== undefined)
		throw new Fault(`unknown argument '${extra}'; usage: ${installation.command} [options]`, 2);
	return check(command.opts<Raw>(), installation);
}

function describe({ command, commands, engines, kernels }: UsedInstallation): Command {
	const port = integer(0, HIGHEST.port);
	const more = commands ? `\nOther commands, which have --help:\n  ${commands.join("\n  ")}` : "";
	return new Command(command)
		.description("The virtual meter and its test bench.")
		.exitOverride()
		.configureOutput({ writeErr: () => {} })
		.allowExcessArguments(true)
		.option("--engine <name>", `engine of the firmware: ${engines.join(", ")}`, engines[0])
		.option("--kernel <name>", `its sample path: ${kernels.join(", ")}`, kernels[0])
		.option("--http <port>", "HTTP API; 0 picks a free port, here and below", port, 8080)
		.option("--modbus-rtu <port>", "Modbus RTU over TCP", port, 5020)
		.option("--modbus-tcp <port>", "Modbus TCP", port, 5021)
		.option("--mbus <port>", "M-Bus over TCP", port, 5022)
		.option("--state <directory>", "directory that keeps the flash images", named)
		.option("--pty <directory>", "directory of the ptys' links, rs485 and mbus", named)
		.option(
			"--serial-number <digits>",
			"of the first meter",
			integer(0, HIGHEST.serialNumber),
			12345678,
		)
		.option(
			"--meters <count>",
			"meters on the lines; Modbus IDs and M-Bus addresses count up from 1",
			integer(1, HIGHEST.meters),
			1,
		)
		.option("--speed <factor>", "meter seconds per second, or max", speed, 1)
		.option(
			"--fast-forward",
			"where the meter runs as fast as it can, compute what nobody looks at",
			false,
		)
		.option("--waveform <file>", "COMTRADE recording to replay instead of the mains model", named)
		.option(
			"--waveform-channels <v,v,v:i,i,i>",
			"its voltages and currents, numbered as in the .cfg",
			said(parseChannels),
		)
		.option("--waveform-scale <v:i>", "factors to the meter's terminals", said(parseScale))
		.option("--waveform-segment <from:to>", "samples to loop", said(parseSegment))
		.addOption(
			new Option("--calibrated <yes|no>", "calibrate new meters before their first start")
				.argParser(yesOrNo)
				.default(true, "yes"),
		)
		.option("--ct <primary/secondary>", "ratio of the current transformers", said(ratio))
		.option("--temperature <celsius>", "of the front ends; the reference is 23", temperature)
		.addOption(
			new Option("--front-end <hardware>", "of new meters; real by default").choices(FRONT_ENDS),
		)
		.addOption(
			new Option(
				"--ct-class <class>",
				"error of the current transformers over the current",
			).choices(CT_CLASSES),
		)
		.option("--scenario <file>", "scenario that the meters play, from the start", named)
		.option("--transcript <file>", "file that gets what is on the buses while it plays", named)
		.option("--host <address>", "address to listen on", named, "127.0.0.1")
		.addHelpText("after", more);
}

function check(raw: Raw, { engines, kernels, directory }: UsedInstallation): BenchOptions {
	const engine = engines.find((name) => name === raw.engine);
	if (!engine) throw new Fault(`--engine ${raw.engine}: must be one of ${engines.join(", ")}`, 2);
	const kernel = kernels.find((name) => name === raw.kernel);
	if (!kernel) throw new Fault(`--kernel ${raw.kernel}: must be one of ${kernels.join(", ")}`, 2);
	if (engine === "mcu" && kernel !== "compiled")
		throw new Fault(`--kernel ${kernel}: the image of --engine mcu has the compiled kernel`, 2);
	if (raw.serialNumber + raw.meters - 1 > HIGHEST.serialNumber)
		throw new Fault(
			`--serial-number ${raw.serialNumber}: that of the last meter exceeds ${HIGHEST.serialNumber}`,
			2,
		);
	const { host, http, modbusRtu, modbusTcp, mbus, serialNumber, meters, speed } = raw;
	const { fastForward, calibrated, ct, temperature, frontEnd, ctClass } = raw;
	if (frontEnd === "ideal" && ctClass !== undefined && ctClass !== "ideal")
		throw new Fault(`--ct-class ${ctClass}: the transformers of --front-end ideal are ideal`, 2);
	const waveform = waveformOf(raw, directory);
	const at = (path?: string): string | undefined =>
		path === undefined ? undefined : resolve(directory, path);
	const [scenario, transcript] = [at(raw.scenario), at(raw.transcript)];
	if (transcript !== undefined && transcript === scenario)
		throw new Fault(`--transcript ${raw.transcript}: that is the scenario`, 2);
	return {
		engine,
		kernel,
		host,
		http,
		modbusRtu,
		modbusTcp,
		mbus,
		serialNumber,
		meters,
		speed,
		fastForward,
		calibrated,
		ct,
		temperature,
		frontEnd,
		ctClass,
		waveform,
		state: at(raw.state),
		pty: at(raw.pty),
		scenario,
		transcript,
	};
}

function waveformOf(raw: Raw, directory: string): WaveformOptions | undefined {
	const { waveform, waveformChannels, waveformScale, waveformSegment } = raw;
	if (waveform !== undefined) {
		if (!waveformChannels) throw new Fault("--waveform: --waveform-channels is missing", 2);
		const file = isAbsolute(waveform) ? waveform : resolve(directory, waveform);
		return { file, channels: waveformChannels, scale: waveformScale, segment: waveformSegment };
	}
	const alone = { channels: waveformChannels, scale: waveformScale, segment: waveformSegment };
	for (const [name, value] of Object.entries(alone))
		if (value !== undefined) throw new Fault(`--waveform-${name}: --waveform is missing`, 2);
	return undefined;
}
