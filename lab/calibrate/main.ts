/** `npm run calibrate`: errors before, calibration, errors after. */
import { SingleBar } from "cli-progress";
import { calibrate } from "../../bench/calibration/procedure.ts";
import { reasonOf } from "../../bench/fault.ts";
import { startMeter } from "../cost/virtual-meter.ts";
import { type Errors, errorsOf, LOAD_COUNT, table } from "./errors.ts";
import { ModbusTcp } from "./modbus-tcp.ts";
import { type Options, parseOptions } from "./options.ts";
import { RemoteStation } from "./remote-station.ts";

/** Steps of the progress bar for the calibration itself. */
const CALIBRATION_STEPS = 12;

/** A meter that can be reached, and how to release it. */
interface Reached {
	readonly http: string;
	readonly modbusTcp: number;
	leave(): Promise<void>;
}

/**
 * Runs the command and returns the exit code.
 * @param root of the repository
 */
export async function main(root: string, args: readonly string[]): Promise<number> {
	let options: Options | undefined;
	try {
		options = parseOptions(args);
	} catch (error) {
		return complain(error, 2);
	}
	if (!options) return 0;
	try {
		const meter = await reach(root, options);
		try {
			await work(meter, options.unit);
		} finally {
			await meter.leave();
		}
		return 0;
	} catch (error) {
		return complain(error, 1);
	}
}

async function reach(root: string, options: Options): Promise<Reached> {
	const { running, serialNumber, ctClass } = options;
	if (running) return { ...running, leave: async () => {} };
	const meter = await startMeter(root, false, [
		"--calibrated",
		"no",
		"--serial-number",
		serialNumber,
		...(ctClass === undefined ? [] : ["--ct-class", ctClass]),
	]);
	return { http: meter.http, modbusTcp: meter.tcpPort, leave: () => meter.stop() };
}

async function work({ http, modbusTcp }: Reached, unit: number): Promise<void> {
	const modbus = await ModbusTcp.open(new URL(http).hostname, modbusTcp, unit);
	const station = new RemoteStation(`${http}/api/meters/${unit - 1}`, modbus);
	const bar = new SingleBar({
		format: "{bar} {percentage} % | {what}",
		clearOnComplete: true,
		// Without a terminal, a line from time to time is enough.
		noTTYOutput: true,
		notTTYSchedule: 2000,
	});
	try {
		const before = await station.mains();
		const celsius = await station.temperature();
		bar.start(2 * LOAD_COUNT + CALIBRATION_STEPS, 0, { what: "" });
		const step = (what: string, by: number): void => bar.increment(by, { what });
		let errors: { before: Errors[]; after: Errors[] };
		try {
			const uncalibrated = await errorsOf(station, (what) => step(`errors before: ${what}`, 1));
			let begun = 0;
			await calibrate(station, ({ what, done, total }) => {
				const steps = Math.round((CALIBRATION_STEPS * done) / total);
				step(`calibration: ${what}`, steps - begun);
				begun = steps;
			});
			step("errors after", CALIBRATION_STEPS - begun);
			errors = {
				before: uncalibrated,
				after: await errorsOf(station, (what) => step(`errors after: ${what}`, 1)),
			};
		} finally {
			bar.stop();
			await station.run(before, 0);
			await station.soak(celsius);
		}
		console.log(table(errors.before, errors.after));
	} finally {
		modbus.close();
	}
}

function complain(error: unknown, code: number): number {
	console.error(`calibrate: ${reasonOf(error)}`);
	return code;
}
