/** Power quality of a whole meter, read by an independent client. Truth: the mains' model. */
import ModbusRTU from "modbus-serial";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { readBlock } from "../../testkit/readings.ts";

const LIMIT_MS = 300_000;

/** RMS of the sum of phasors, which lag by degrees. */
function sumOf(phasors: readonly { size: number; lag: number }[]): number {
	const part = (of: (radians: number) => number): number =>
		phasors.reduce((total, { size, lag }) => total + size * of((lag * Math.PI) / 180), 0);
	return Math.hypot(part(Math.cos), part(Math.sin));
}

describe("power quality", () => {
	let bench: RunningBench;

	beforeAll(async () => {
		bench = await startBench(["--engine", "node", "--front-end", "linear"]);
	}, LIMIT_MS);
	afterAll(() => bench.stop());

	async function setMains(phases: readonly object[]): Promise<void> {
		expect((await bench.call("PATCH", "/api/mains", { phases })).status).toBe(200);
		expect((await bench.call("POST", "/api/advance", { seconds: 2 })).status).toBe(200);
	}

	async function floats(address: number, count: number): Promise<number[]> {
		const block = await readBlock(bench, address, 2 * count);
		return Array.from({ length: count }, (_, i) => block.readFloatBE(4 * i));
	}

	const word = async (address: number): Promise<number> =>
		(await readBlock(bench, address, 1)).readUInt16BE();

	async function write(address: number, value: number): Promise<void> {
		const client = new ModbusRTU();
		await client.connectTCP("127.0.0.1", { port: bench.tcpPort });
		client.setID(1);
		try {
			await client.writeRegister(address, value);
		} finally {
			await new Promise<void>((resolve) => client.close(() => resolve()));
		}
	}

	it("harmonics, THD and powers are those of the mains", async () => {
		const harmonics = [
			{ order: 5, voltagePercent: 4, currentPercent: 30, voltageAngle: 0, currentAngle: 0 },
		];
		await setMains([{ voltage: 230, current: 2, angle: 0, harmonics }]);
		const [v1, , , , v5 = 0] = await floats(0x7400, 5);
		const [i1 = 0, , , , i5 = 0] = await floats(0x7450, 5);
		expect(v5 / (v1 ?? 0)).toBeCloseTo(0.04, 3);
		expect(i5 / i1).toBeCloseTo(0.3, 3);
		const [thdV, , , thdI] = await floats(0x7302, 4);
		expect(thdV).toBeCloseTo(4, 1);
		expect(thdI).toBeCloseTo(30, 1);
		const total = 230 * 2;
		const fundamental = total / Math.sqrt((1 + 0.04 ** 2) * (1 + 0.3 ** 2));
		const [apparent = 0] = await floats(0x7302 + 2 * 22, 1);
		const [nonfundamental = 0] = await floats(0x7302 + 2 * 25, 1);
		expect(apparent / fundamental).toBeCloseTo(1, 3);
		expect(nonfundamental / Math.sqrt(total ** 2 - fundamental ** 2)).toBeCloseTo(1, 2);
	});

	it("neutral current and unbalance follow from the phases", async () => {
		await setMains([
			{ voltage: 230, current: 5, angle: 0, harmonics: [] },
			{ voltage: 220, current: 3, angle: 0, harmonics: [] },
			{ voltage: 240, current: 4, angle: 0, harmonics: [] },
		]);
		const neutral = sumOf([
			{ size: 5, lag: 0 },
			{ size: 3, lag: 120 },
			{ size: 4, lag: 240 },
		]);
		const [found = 0, u2 = 0, u0 = 0] = await floats(0x7302 + 2 * 37, 3);
		expect(Math.abs(found - neutral)).toBeLessThan(0.005);
		const sequence = (turn: number): number =>
			sumOf([230, 220, 240].map((size, phase) => ({ size, lag: (120 + turn) * phase }))) / 3;
		expect(u2).toBeCloseTo((100 * sequence(120)) / sequence(-120), 1);
		expect(u0).toBeCloseTo((100 * sequence(0)) / sequence(-120), 1);
	});

	it(
		"a dip is counted, logged with phase and depth, and its waveform can be read",
		async () => {
			const dips = await word(0x7358);
			const waveforms = await word(0x735b);
			await setMains([{}, { voltage: 138 }, {}]);
			await setMains([{}, { voltage: 230 }, {}]);
			expect(await word(0x7358)).toBe(dips + 1);
			expect(await word(0x735b)).toBeGreaterThan(waveforms);
			const latest = (await readBlock(bench, 0x7110, 8)).readUInt16BE(8);
			expect(latest).toBe(18);
			const detail = (await readBlock(bench, 0x7116, 2)).readUInt32BE();
			expect(detail >>> 29).toBe(0b010);
			expect((detail >>> 18) & 0x7ff).toBeCloseTo(600, -1);
			expect(detail & 0x3ffff).toBeGreaterThan(150);
			const block = await readBlock(bench, 0x7700, 0x70);
			expect(block.readUInt32BE(4)).toBeGreaterThan(0);
			const volts = block.readFloatBE(8);
			const peak = Math.max(
				...[...Array(16).keys()].map((at) => Math.abs(block.readInt16BE(32 + 12 * at))),
			);
			expect((peak * volts) / (230 * Math.SQRT2)).toBeGreaterThan(0.98);
		},
		LIMIT_MS,
	);

	it("limits beyond their range, parts that are none and reads outside are refused", async () => {
		await expect(write(0x7361, 9)).rejects.toThrow(/exception 3/);
		await expect(write(0x7362, 100)).rejects.toThrow(/exception 3/);
		await expect(write(0x7363, 0)).rejects.toThrow(/exception 3/);
		await expect(write(0x7363, 11)).rejects.toThrow(/exception 3/);
		await expect(write(0x7701, 16)).rejects.toThrow(/exception 3/);
		await expect(readBlock(bench, 0x7770, 40)).rejects.toThrow(/exception 2/);
	});

	it("7 % in all phases are an interruption if the limit is above", async () => {
		const before = await word(0x735a);
		const drop = async (): Promise<number> => {
			await setMains([16.1, 16.1, 16.1].map((voltage) => ({ voltage })));
			await setMains([230, 230, 230].map((voltage) => ({ voltage })));
			return (await word(0x735a)) - before;
		};
		expect(await drop()).toBe(0);
		await write(0x7363, 8);
		expect(await drop()).toBe(1);
		await write(0x7363, 5);
	});

	it("without a declared voltage there are no figures, and none that are old", async () => {
		await write(0x7360, 0);
		await bench.call("POST", "/api/advance", { seconds: 2 });
		expect(await floats(0x7302, 3)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
		expect(await floats(0x7400, 1)).toEqual([Number.NaN]);
		await write(0x7360, 230);
		await bench.call("POST", "/api/advance", { seconds: 2 });
		expect((await floats(0x7400, 1))[0]).toBeGreaterThan(200);
	});
});
