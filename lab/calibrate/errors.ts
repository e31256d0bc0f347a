/** Measures a meter's errors at several loads and prints them as a table. */
import { Address, type Average, Mode } from "../../bench/calibration/block.ts";
import { measure } from "../../bench/calibration/measure.ts";
import type { Station } from "../../bench/calibration/station.ts";
import { DEFAULT_MAINS, type MainsSettings } from "../../bench/mains/settings.ts";

/** Volts on every phase. */
const VOLTAGE = 230;

/** Temperature of a station, °C. */
const ROOM_CELSIUS = 23;

/** Seconds of the average at each load. */
const SECONDS = 5;

/** A load on all phases; none is a point of the calibration itself. */
interface Load {
	/** A. */
	readonly current: number;
	/** Power factor as printed, and its angle in degrees. */
	readonly factor: string;
	readonly angle: number;
	/** Hz, °C. */
	readonly frequency: number;
	readonly celsius: number;
}

function load(
	current: number,
	factor: string,
	angle: number,
	frequency = 50,
	celsius = ROOM_CELSIUS,
): Load {
	return { current, factor, angle, frequency, celsius };
}

const LOADS: readonly Load[] = [
	load(5, "1", 0),
	load(1, "1", 0),
	load(0.2, "1", 0),
	load(0.05, "1", 0),
	load(0.01, "1", 0),
	load(5, "0.5L", 60),
	load(2, "0.5L", 60),
	load(1, "0.5L", 60, 45),
	load(1, "0.5L", 60, 65),
	load(0.2, "0.5L", 60),
	load(0.05, "0.5L", 60),
	load(0.02, "0.5L", 60),
	load(1, "0.8C", -36.869898),
	load(1, "1, reverse", 180),
	load(1, "0.5L", 60, 50, -25),
	load(1, "0.5L", 60, 50, 55),
];

const QUANTITIES = ["V", "I", "P", "Q"] as const;

/** Errors in percent, each of the worst phase; undefined if the truth is 0. */
export type Errors = Readonly<Record<(typeof QUANTITIES)[number], number | undefined>>;

/** Number of loads that {@link errorsOf} measures. */
export const LOAD_COUNT = LOADS.length;

/** Measures the errors at each load with the constants in force. No energy is counted meanwhile. */
export async function errorsOf(
	station: Station,
	onLoad: (what: string) => void,
): Promise<Errors[]> {
	const errors: Errors[] = [];
	await station.seal(true);
	try {
		await station.write(Address.MODE, [Mode.CALIBRATION]);
		for (const { current, factor, angle, frequency, celsius } of LOADS) {
			onLoad(`${current} A, power factor ${factor}, ${frequency} Hz, ${celsius} °C`);
			await station.soak?.(celsius);
			const phase = { voltage: VOLTAGE, current, angle, harmonics: [] };
			const phases = [phase, phase, phase] as const;
			const mains: MainsSettings = { ...DEFAULT_MAINS, frequency, phases };
			errors.push(
				compare(await measure(station, mains, SECONDS), current, (angle * Math.PI) / 180),
			);
		}
		await station.write(Address.MODE, [Mode.METERING]);
	} finally {
		await station.soak?.(ROOM_CELSIUS);
		await station.seal(false);
	}
	return errors;
}

function compare({ phases }: Average, current: number, angle: number): Errors {
	const worst = (measured: readonly number[], expected: number): number =>
		100 *
		measured
			.map((value) => value / expected - 1)
			.reduce((a, b) => (Math.abs(a) > Math.abs(b) ? a : b), 0);
	const power = VOLTAGE * current;
	const reactive = power * Math.sin(angle);
	return {
		V: worst(
			phases.map(({ voltage }) => voltage),
			VOLTAGE,
		),
		I: worst(
			phases.map((phase) => phase.current),
			current,
		),
		P: worst(
			phases.map(({ activePower }) => activePower),
			power * Math.cos(angle),
		),
		Q:
			Math.abs(reactive) < 1e-6 * power
				? undefined
				: worst(
						phases.map(({ reactivePower }) => reactivePower),
						reactive,
					),
	};
}

/** Lines with the errors before and after, side by side. */
export function table(before: readonly Errors[], after: readonly Errors[]): string {
	const cells = (errors: Errors | undefined): string =>
		QUANTITIES.map((name) => (errors?.[name]?.toFixed(3) ?? "-").padStart(9)).join("");
	const heads = QUANTITIES.map((name) => name.padStart(9)).join("");
	const lines = LOADS.map(({ current, factor, frequency, celsius }, index) => {
		const where = `${frequency} Hz${`${celsius} °C`.padStart(8)}`;
		const row = `${`${current} A`.padStart(7)}  ${factor.padEnd(11)}${where}`;
		return `${row}${cells(before[index])}  ${cells(after[index])}`;
	});
	return [
		`Errors in percent at ${VOLTAGE} V: the worst of the three phases`,
		`${" ".repeat(36)}${"before".padEnd(heads.length + 2)}after`,
		`${"I".padStart(7)}  ${"PF".padEnd(11)}${"f".padEnd(9)}${"T".padEnd(4)}${heads}  ${heads}`,
		...lines,
	].join("\n");
}
