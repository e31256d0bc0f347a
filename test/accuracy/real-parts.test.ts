/** Meters with parts that are nothing special, after their calibration: cold, at room, and hot. */
import { beforeAll, describe, expect, it } from "vitest";
import { Address, Mode } from "../../bench/calibration/block.ts";
import { measure } from "../../bench/calibration/measure.ts";
import { calibrate } from "../../bench/calibration/procedure.ts";
import type { Station } from "../../bench/calibration/station.ts";
import type { MakeConversion } from "../../bench/front-end/block.ts";
import { DEFAULT_MAINS, type MainsSettings } from "../../bench/mains/settings.ts";
import { type Launch, program } from "../../bench/meter/launch.ts";
import { ByteReader } from "../../client/bytes.ts";
import { buildEngine } from "../../engine/image/desktop.ts";
import { setWiring } from "../../lab/accuracy/registers.ts";
import { bundleFirmware } from "../../scripts/bundle.ts";
import { bundled, conversionOfModule } from "./bundled.ts";

/** Largest error of an element's active power, in parts of it (docs/calibration.md). */
const PERMITTED = 1e-3;

/** The same of a phase and of the sum at 23 °C, with other currents next to them. */
const UNBALANCED = 2e-4;

/** A meter whose gains drift most, of 60 000. */
const SERIAL_NUMBER = 53268;

/** A, and degrees by which the current lags. */
const LOADS = [
	[0.05, 0],
	[0.05, 60],
	[0.2, 60],
	[1, -36.87],
	[2, 60],
	[5, 60],
] as const;

/** A of L1..L3 at power factor 1; negative: export. */
const UNBALANCES = [
	[1, 0, 0],
	[0, 5, 0],
	[0, 0, 0.05],
	[6, 0.2, 0.05],
	[1, 1, -5],
] as const;

type Bench = typeof import("../../lab/accuracy/meter-under-test.ts");

let engine: Launch;
let conversion: MakeConversion;
let bench: Bench;

beforeAll(async () => {
	engine = program(await buildEngine(), [await bundleFirmware()]);
	conversion = await conversionOfModule();
	bench = (await bundled("lab/accuracy/meter-under-test.ts")) as Bench;
});

/**
 * Calibrates a meter, then measures its active powers: errors by temperature and load; and errors
 * of the voltages between the phases in 3P3W.
 */
async function examine(serialNumber: number) {
	const faults = {
		ctClass: "ordinary",
		ctCoupling: true,
		flickerNoise: true,
		crystal: true,
	} as const;
	const meter = new bench.MeterUnderTest(engine, serialNumber, DEFAULT_MAINS, faults, conversion);
	await meter.start();
	try {
		const station = bench.stationOf(meter);
		await calibrate(station);
		await station.seal(true);
		await station.write(Address.MODE, [Mode.CALIBRATION]);
		const errors: { celsius: number; load: string; active: number; frequency: number }[] = [];
		for (const celsius of [-25, 23, 55]) {
			await meter.soak(celsius);
			for (const [current, angle] of LOADS) {
				const phase = { voltage: 240, current, angle, harmonics: [] };
				const phases = [phase, phase, phase] as const;
				const average = await measure(station, { ...DEFAULT_MAINS, phases }, 3);
				const power = 240 * current * Math.cos((angle * Math.PI) / 180);
				const each = average.phases.map(({ activePower }) => activePower / power - 1);
				errors.push({
					celsius,
					load: `${current} A, ${angle}°`,
					active: Math.max(...each.map(Math.abs)),
					frequency: Math.abs(average.frequency / 50 - 1),
				});
			}
		}
		await meter.soak(23);
		const unbalanced = await examineUnbalanced(station);
		await setWiring(meter, "3P3W");
		await station.run({ ...DEFAULT_MAINS, wiring: "3P3W" }, 3);
		const lineVoltages = new ByteReader(await meter.read(0x5032, 6));
		const lines = [0, 1, 2].map(() => lineVoltages.float32() / (230 * Math.sqrt(3)) - 1);
		return { errors, unbalanced, lines };
	} finally {
		await meter.stop();
	}
}

/** Measures currents that differ: errors by load, of the phases and of the sum. */
async function examineUnbalanced(station: Station) {
	const errors: { load: string; active: number; unloaded: number }[] = [];
	for (const currents of UNBALANCES) {
		const [first, second, third] = currents.map((current) => ({
			voltage: 240,
			current: Math.abs(current),
			angle: current < 0 ? 180 : 0,
			harmonics: [],
		})) as unknown as MainsSettings["phases"];
		const mains: MainsSettings = { ...DEFAULT_MAINS, phases: [first, second, third] };
		const { phases } = await measure(station, mains, 5);
		const powers = [...phases.map(({ activePower }) => activePower)];
		const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
		const relative = [sum(powers) / (240 * sum(currents)) - 1];
		for (const [phase, current] of currents.entries())
			if (current !== 0) relative.push((powers[phase] ?? 0) / (240 * current) - 1);
		const idle = powers.filter((_, phase) => currents[phase] === 0);
		errors.push({
			load: `${currents.join(", ")} A`,
			active: Math.max(...relative.map(Math.abs)),
			unloaded: Math.max(0, ...idle.map(Math.abs)),
		});
	}
	return errors;
}

describe("a meter with ordinary transformers and a crystal", () => {
	it("measures within 0.1 % from 50 mA upwards, -25 to +55 °C, and U13 within 0.02 %", async () => {
		const { errors, unbalanced, lines } = await examine(SERIAL_NUMBER);
		for (const line of lines) expect(Math.abs(line)).toBeLessThan(2e-4);

		for (const { celsius, load, active, frequency } of errors) {
			expect(active, `${celsius} °C, ${load}`).toBeLessThan(PERMITTED);
			expect(frequency, `${celsius} °C`).toBeLessThan(3e-6);
		}
		for (const { load, active, unloaded } of unbalanced) {
			expect(active, load).toBeLessThan(UNBALANCED);
			// A tenth of what counts as a load.
			expect(unloaded, load).toBeLessThan(0.02);
		}
	});
});
