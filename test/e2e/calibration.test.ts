import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConstants, writeConstants } from "../../bench/calibration/block.ts";
import type { Constants } from "../../bench/calibration/constants.ts";
import { calibrate } from "../../bench/calibration/procedure.ts";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import { ModbusTcp } from "../../lab/calibrate/modbus-tcp.ts";
import { RemoteStation } from "../../lab/calibrate/remote-station.ts";
import { root } from "../../scripts/bundle.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { readMeasurements } from "../../testkit/readings.ts";

/** Longest run of the command. */
const LIMIT_MS = 300_000;

/** Meters calibrated at a station without errors, and whose clock is exact. */
const EXACT = ["--front-end", "linear"];

/** Load at the start of a bench: 3 × 230 V, 1 A, 30° inductive. */
const START_W = 3 * 230 * Math.cos(Math.PI / 6);

/** 1 A at power factor 0.5, a load sensitive to phase errors. */
const LOAD = { voltage: 230, current: 1, angle: 60 };

/** Relative errors of L1 to L3 at {@link LOAD}: voltages, currents, active powers. */
async function errors(bench: RunningBench): Promise<number[]> {
	await bench.call("PATCH", "/api/mains", { phases: [LOAD, LOAD, LOAD] });
	await bench.call("POST", "/api/advance", { seconds: 5 });
	const { voltage, current, activePower } = await readMeasurements(bench);
	return [
		...voltage.map((value) => value / LOAD.voltage - 1),
		...current.map((value) => value / LOAD.current - 1),
		...activePower.slice(1).map((value) => value / (LOAD.voltage * LOAD.current * 0.5) - 1),
	].map(Math.abs);
}

describe("a new virtual meter", () => {
	it("a new virtual meter is calibrated at its first start, with its own constants", async () => {
		const bench = await startBench([...EXACT, "--meters", "2", "--serial-number", "2024"]);
		try {
			expect(Math.max(...(await errors(bench)))).toBeLessThan(5e-4);
			const constants = await Promise.all(
				[1, 2].map(async (unit) => {
					const modbus = await ModbusTcp.open("127.0.0.1", bench.tcpPort, unit);
					const station = new RemoteStation(`${bench.http}/api/meters/${unit - 1}`, modbus);
					const read = await readConstants(station);
					modbus.close();
					return read;
				}),
			);
			expect(constants[0]).not.toEqual(constants[1]);
		} finally {
			await bench.stop();
		}
	});

	it("a new virtual meter has counted neither time nor energy of its calibration", async () => {
		const bench = await startBench(EXACT);
		try {
			const truth = async () =>
				(await bench.call("GET", "/api/truth")).body as {
					meterSeconds: number;
					energy: { primary: { total: { forwardActive: number } } };
				};
			const { meterSeconds, energy: metered } = await truth();
			expect(metered.primary.total.forwardActive).toBeCloseTo((START_W * meterSeconds) / 3600, 9);
			const modbus = await ModbusTcp.open("127.0.0.1", bench.tcpPort, 1);
			const station = new RemoteStation(`${bench.http}/api`, modbus);
			const energy = new ByteReader(await station.read(0x6000, 2)).float32();
			modbus.close();
			// A calibration lasts most of a minute at 690 W: 10 Wh.
			const { forwardActive } = (await truth()).energy.primary.total;
			expect(1000 * energy).toBeLessThan(forwardActive + 1);
		} finally {
			await bench.stop();
		}
	});

	it("a new virtual meter keeps its constants over a power cut", async () => {
		const bench = await startBench(EXACT);
		try {
			await bench.call("POST", "/api/power", { on: false });
			await bench.call("POST", "/api/power", { on: true });
			expect(Math.max(...(await errors(bench)))).toBeLessThan(5e-4);
		} finally {
			await bench.stop();
		}
	});

	it("a new virtual meter is visibly wrong with --calibrated no", async () => {
		const bench = await startBench(["--calibrated", "no"]);
		try {
			expect(Math.max(...(await errors(bench)))).toBeGreaterThan(5e-3);
		} finally {
			await bench.stop();
		}
	});
});

describe("npm run calibrate", () => {
	const run = (...args: string[]) =>
		spawnSync(process.execPath, [join(root, "scripts/boot.mjs"), "calibrate", ...args], {
			cwd: root,
			encoding: "utf8",
			timeout: LIMIT_MS,
		});

	it("the calibrate command removes a new meter's errors and shows both", () => {
		const { status, stdout } = run("--serial-number", "31");
		expect(status).toBe(0);
		const rows = stdout.split("\n").filter((line) => /^ +[\d.]+ A /.test(line));
		expect(rows.length).toBeGreaterThanOrEqual(8);
		const columns = rows.map((row) => (row.match(/-?\d+\.\d{3}(?=\s|$)/g) ?? []).map(Number));
		for (const errors of columns) {
			const half = errors.length / 2;
			expect(Math.max(...errors.slice(0, half).map(Math.abs))).toBeGreaterThan(0.5);
			expect(Math.max(...errors.slice(half).map(Math.abs))).toBeLessThan(0.1);
		}
	});

	it.each([
		[["--http", "http://127.0.0.1:9", "--modbus-tcp", "9"], 1, "127.0.0.1:9"],
		[["--http", "http://127.0.0.1:8080"], 2, "--modbus-tcp"],
		[["--modbus-tcp", "5021"], 2, "--http"],
		[["--http", "ftp://nowhere", "--modbus-tcp", "1"], 2, "--http"],
		[["--unit", "0"], 2, "--unit"],
		[["--serial-number", "x"], 2, "--serial-number"],
		[["--ct-class", "best"], 2, "--ct-class"],
	])("the calibrate command names the error of %j in one line", (args, code, named) => {
		const { status, stdout, stderr } = run(...args);
		expect([status, stdout]).toEqual([code, ""]);
		expect(stderr).toContain(named);
		expect(stderr.trim().split("\n")).toHaveLength(1);
	});
});

describe("the vendor block", () => {
	let bench: RunningBench;
	let modbus: ModbusTcp;
	let station: RemoteStation;
	let constants: Constants;

	const word = async (address: number): Promise<number> =>
		new ByteReader(await station.read(address, 1)).uint16();
	/** Encodes an IEEE 754 single, most significant word first. */
	const float = (value: number): number[] => {
		const words = new ByteReader(new ByteWriter(4).float32(value).written);
		return [words.uint16(), words.uint16()];
	};

	beforeAll(async () => {
		bench = await startBench(EXACT);
		modbus = await ModbusTcp.open("127.0.0.1", bench.tcpPort, 1);
		station = new RemoteStation(`${bench.http}/api`, modbus);
		constants = await readConstants(station);
	});

	afterAll(async () => {
		modbus.close();
		await bench.stop();
	});

	it("the vendor block refuses and counts every write while the seal is closed", async () => {
		const checksum = Buffer.from(await station.read(0x7004, 2)).toString("hex");
		const writes: [number, number[]][] = [
			[0x7000, [1]],
			[0x7002, [1]],
			[0x7003, [0xdefa]],
			[0x7003, [0xca1b]],
			[0x7006, [5]],
			[0x7600, float(1.05)],
			[0x76c0, float(20)],
		];
		const before = await word(0x7001);
		for (const [address, words] of writes)
			await expect(station.write(address, words)).rejects.toMatchObject({ code: 4 });
		expect(await word(0x7001)).toBe(before + writes.length);
		expect(await readConstants(station)).toEqual(constants);
		expect(Buffer.from(await station.read(0x7004, 2)).toString("hex")).toBe(checksum);
		expect([await word(0x7000), await word(0x7002), await word(0x7003)]).toEqual([0, 0, 1]);
	});

	it.each([
		["NaN", 0x7600, Number.NaN],
		["infinity", 0x7642, Number.POSITIVE_INFINITY],
		["a voltage gain above its range", 0x7600, 1.1001],
		["a current gain below its range", 0x7682, 0.8999],
		["a power gain above its range", 0x7604, 1.0101],
		["a lead above its range", 0x7646, 0.0201],
		["an active offset below its range", 0x760c, -1.01e-5],
		["a reactive offset above its range", 0x768e, 1.01e-5],
		["a negative noise", 0x7610, -1e-9],
		["a gain at 10 mA above its range", 0x7612, 0.021],
		["a drift that is not a number", 0x7662, Number.NaN],
		["a clock error below its range", 0x76c0, -501],
	])(
		"the vendor block refuses %s and keeps the old constants in force",
		async (_name, address, value) => {
			await station.seal(true);
			try {
				const refused = await station
					.write(address, float(value))
					.then(() => station.write(0x7003, [0xca1b]))
					.then(
						() => undefined,
						(error: { code?: number }) => error.code,
					);
				expect(refused).toBe(3);
				expect(await readConstants(station)).toEqual(constants);
				expect(await word(0x7003)).toBe(1);
			} finally {
				await station.seal(false);
			}
			expect(Math.max(...(await errors(bench)))).toBeLessThan(5e-4);
		},
	);

	it("the meter counts no energy in calibration mode", async () => {
		const energy = async (): Promise<number> =>
			new ByteReader(await station.read(0x6000, 2)).float32();
		await station.seal(true);
		await station.write(0x7000, [1]);
		const before = await energy();
		await bench.call("POST", "/api/advance", { seconds: 120 });
		expect(await energy()).toBe(before);
		await station.write(0x7000, [0]);
		await station.seal(false);
		await bench.call("POST", "/api/advance", { seconds: 120 });
		expect(await energy()).toBeGreaterThan(before);
	});

	it("the vendor block reports nominal constants, with another checksum", async () => {
		const checksum = Buffer.from(await station.read(0x7004, 2)).toString("hex");
		await station.seal(true);
		await station.write(0x7003, [0xdefa]);
		expect(await word(0x7003)).toBe(0);
		expect(Buffer.from(await station.read(0x7004, 2)).toString("hex")).not.toBe(checksum);
		await writeConstants(station, constants);
		await station.seal(false);
		expect(await word(0x7003)).toBe(1);
		expect(Buffer.from(await station.read(0x7004, 2)).toString("hex")).toBe(checksum);
	});

	it("a second calibration gives the same constants within its repeatability", async () => {
		const again = await calibrate(station);
		again.phases.forEach((phase, index) => {
			const first = constants.phases[index as 0 | 1 | 2];
			expect(Math.abs(phase.voltageGain / first.voltageGain - 1)).toBeLessThan(5e-5);
			expect(Math.abs(phase.currentGain / first.currentGain - 1)).toBeLessThan(5e-5);
			expect(Math.abs(phase.lead - first.lead)).toBeLessThan(1e-4);
			expect(Math.abs(phase.skew - first.skew)).toBeLessThan(1e-4);
		});
	});
});
