/** Meters with parts that are nothing special, after their calibration: cold, at room, and hot. */
import { beforeAll, describe, expect, it } from "vitest";
import { Address, Mode } from "../../bench/calibration/block.ts";
import { measure } from "../../bench/calibration/measure.ts";
import { calibrate } from "../../bench/calibration/procedure.ts";
import { DEFAULT_MAINS } from "../../bench/mains/settings.ts";
import { type Launch, program } from "../../bench/meter/launch.ts";
import { ByteReader } from "../../client/bytes.ts";
import { buildEngine } from "../../engine/image/desktop.ts";
import { MeterUnderTest, stationOf } from "../../lab/accuracy/meter-under-test.ts";
import { setWiring } from "../../lab/accuracy/registers.ts";
import { bundleFirmware } from "../../scripts/bundle.ts";

/** Largest error of an element's active power, in parts of it (docs/calibration.md). */
const PERMITTED = 1e-3;

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

let engine: Launch;

beforeAll(async () => {
	engine = program(await buildEngine(), [await bundleFirmware()]);
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
	const meter = new MeterUnderTest(engine, serialNumber, DEFAULT_MAINS, faults);
	await meter.start();
	try {
		const station = stationOf(meter);
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
		await setWiring(meter, "3P3W");
		await station.run({ ...DEFAULT_MAINS, wiring: "3P3W" }, 3);
		const lineVoltages = new ByteReader(await meter.read(0x5032, 6));
		const lines = [0, 1, 2].map(() => lineVoltages.float32() / (230 * Math.sqrt(3)) - 1);
		return { errors, lines };
	} finally {
		await meter.stop();
	}
}

describe("a meter with ordinary transformers and a crystal", () => {
	it("measures within 0.1 % from 50 mA upwards, -25 to +55 °C, and U13 within 0.02 %", async () => {
		const { errors, lines } = await examine(SERIAL_NUMBER);
		for (const line of lines) expect(Math.abs(line)).toBeLessThan(2e-4);

		for (const { celsius, load, active, frequency } of errors) {
			expect(active, `${celsius} °C, ${load}`).toBeLessThan(PERMITTED);
			// A crystal's own change with temperature, up to 90 ppm, is not corrected.
			expect(frequency, `${celsius} °C`).toBeLessThan(1e-4);
		}
	});
});
