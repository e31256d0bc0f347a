import { beforeAll, expect, it } from "vitest";
import { readConstants } from "../../../bench/calibration/block.ts";
import { EngineClient } from "../../../bench/calibration/engine-client.ts";
import { Factory } from "../../../bench/calibration/factory.ts";
import { type StationErrors, stationErrors } from "../../../bench/calibration/station-errors.ts";
import { Chip } from "../../../bench/flash/chip.ts";
import type { MakeConversion } from "../../../bench/front-end/block.ts";
import { FrontEnd } from "../../../bench/front-end/front-end.ts";
import { tolerances } from "../../../bench/front-end/tolerances.ts";
import type { Engine, PowerUp } from "../../../bench/meter/engine.ts";
import { EngineProcess } from "../../../bench/meter/engine-process.ts";
import { program } from "../../../bench/meter/launch.ts";
import { Pin } from "../../../boards/virtual/link.ts";
import { bundleFirmware, bundleNodeEngine } from "../../../scripts/bundle.ts";
import { conversionOfModule } from "../../accuracy/bundled.ts";

const SERIAL_NUMBER = 4711;
const MODBUS_ID = 7;
const IDENTITY = { serialNumber: SERIAL_NUMBER, modbusId: MODBUS_ID, mbusAddress: 0 };

let conversion: MakeConversion;
let onChip: (chip: Chip) => PowerUp;
let powerUp: PowerUp;
let factory: Factory;

beforeAll(async () => {
	conversion = await conversionOfModule();
	const engine = await bundleNodeEngine();
	const launch = program(process.execPath, [engine, await bundleFirmware()]);
	onChip = (chip) => (identity, events, highInputs) =>
		new EngineProcess(launch, identity, events, highInputs, chip);
	powerUp = onChip(new Chip());
	factory = factoryOf(powerUp);
	await factory.calibrate();
});

function factoryOf(from: PowerUp, errors?: StationErrors, options = {}): Factory {
	return new Factory({
		powerUp: from,
		converter: new FrontEnd({
			seed: SERIAL_NUMBER,
			faults: { ctCoupling: true },
			conversion,
			...options,
		}),
		identity: IDENTITY,
		errors,
		onTrace: () => {},
	});
}

/** Runs `use` with a client of the calibrated meter. */
async function powered(
	use: (client: EngineClient, engine: Engine) => Promise<void>,
	highInputs: readonly number[] = [],
): Promise<void> {
	const client = new EngineClient(MODBUS_ID, () => {});
	const ready = client.ready();
	const engine = powerUp(IDENTITY, client.events, highInputs);
	client.drive(engine);
	try {
		await ready;
		await use(client, engine);
	} finally {
		await engine.kill();
	}
}

it("finds the gains, the leads, the skews and the drifts of the front end", () => {
	const omega = 2 * Math.PI * 50;
	tolerances(SERIAL_NUMBER).phases.forEach(({ voltage, current }, phase) => {
		const constants = factory.constants?.phases[phase as 0 | 1 | 2];
		const lead = (current.lead * Math.PI) / 180;
		const skew = omega * (voltage.delay - current.delay);
		// The meter's own systematic errors at 50 Hz, up to about 1e-5 each, are calibrated as
		// well.
		expect((constants?.voltageGain ?? 0) * voltage.gain).toBeCloseTo(1, 4);
		expect((constants?.currentGain ?? 0) * current.gain).toBeCloseTo(1, 4);
		expect(Math.abs((constants?.lead ?? 0) - lead)).toBeLessThan(1e-4);
		expect(Math.abs((constants?.skew ?? 0) - skew)).toBeLessThan(1e-4);
		const { voltageGainDrift = 0, currentGainDrift = 0, leadDrift = 0 } = constants ?? {};
		expect(Math.abs(voltageGainDrift + voltage.gainDrift)).toBeLessThan(2e-6);
		expect(Math.abs(currentGainDrift + current.gainDrift)).toBeLessThan(2e-6);
		expect(Math.abs(leadDrift - (current.leadDrift * Math.PI) / 180)).toBeLessThan(2e-6);
	});
});

it("finds what each current transformer picks up of the other two", () => {
	const shares = tolerances(SERIAL_NUMBER).phases.flatMap(({ current }, own) =>
		current.coupling.filter((_, other) => other !== own),
	);
	expect(Math.max(...shares.map(Math.abs))).toBeGreaterThan(1e-4);
	factory.constants?.couplings.forEach((found, place) => {
		// The constants count in currents as they are measured: gains are off by up to 2 %.
		expect(Math.abs(found - (shares[place] ?? 0))).toBeLessThan(8e-6);
	});
});

it("passes the station's own errors on, and calibrates at 23 °C", async () => {
	const error = { voltage: 2e-4, current: -2e-4, angle: 0.01 };
	const station = factoryOf(onChip(new Chip()), [error, error, error], { temperature: 70 });
	await station.calibrate();
	factory.constants?.phases.forEach((exact, phase) => {
		const found = station.constants?.phases[phase as 0 | 1 | 2] ?? exact;
		// The meter is to read 230 V where 230.046 V are applied.
		expect(Math.abs(found.voltageGain / exact.voltageGain - 1 + 2e-4)).toBeLessThan(6e-5);
		expect(Math.abs(found.currentGain / exact.currentGain - 1 - 2e-4)).toBeLessThan(3e-5);
		const angle = found.lead + found.skew - exact.lead - exact.skew;
		expect(Math.abs(angle + 1.745e-4)).toBeLessThan(6e-5);
	});
});

it("draws the errors of a station by meter: 0.02 % and 0.01° at most", () => {
	const drawn = Array.from({ length: 1000 }, (_, serial) => stationErrors(serial)).flat();
	for (const [name, limit] of [
		["voltage", 2e-4],
		["current", 2e-4],
		["angle", 0.01],
	] as const) {
		const values = drawn.map((phase) => phase[name]);
		expect(Math.max(...values)).toBeLessThanOrEqual(limit);
		expect(Math.min(...values)).toBeGreaterThanOrEqual(-limit);
		expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(1.98 * limit);
	}
	expect(stationErrors(7)).toEqual(stationErrors(7));
});

it("leaves a meter that keeps its constants and has not metered yet", async () => {
	for (let time = 0; time < 2; time++)
		await powered(async (client) => {
			expect(await readConstants(client)).toEqual(factory.constants);
			expect(Buffer.from(await client.read(0x7000, 4)).toString("hex")).toBe("0000000000000001");
			expect(Buffer.from(await client.read(0x4015, 2)).toString("hex")).toBe("00000000");
			expect(Buffer.from(await client.read(0x600c, 2)).toString("hex")).toBe("00000000");
		});
});

it("leaves the seal as it was", async () => {
	await powered(async (client) => {
		await expect(client.write(0x7000, [1])).rejects.toThrow("exception 04");
	});
	await powered(async (client) => client.write(0x7000, [1]), [Pin.TARIFF_INPUT, Pin.SEAL]);
});

it("fails when the engine ends", async () => {
	const dying: PowerUp = (...start) =>
		new EngineProcess(program(process.execPath, ["-e", "process.exit(3)"]), ...start);
	await expect(factoryOf(dying).calibrate()).rejects.toThrow("the engine ended with exit code 3");
});

it("can be abandoned", async () => {
	const another = factoryOf(powerUp);
	const calibrating = another.calibrate();
	setTimeout(() => another.abandon(), 20);
	await expect(calibrating).rejects.toThrow("abandoned");
	expect(another.constants).toBeUndefined();
});
