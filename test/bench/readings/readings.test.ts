import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Readings } from "../../../bench/readings/readings.ts";
import { registers } from "../../../client/register-table.ts";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";
import { readMeasurements } from "../../../testkit/readings.ts";

let bench: RunningBench;

beforeAll(async () => {
	const args = ["--engine", "node", "--meters", "2", "--ct", "100/5", "--speed", "20"];
	bench = await startBench(args);
	await bench.call("PATCH", "/api/mains", {
		phases: [{ current: 2, angle: 60 }, { current: 1, angle: 180 }, { current: 0.5 }],
	});
	await bench.call("POST", "/api/advance", { seconds: 600 });
});

afterAll(() => bench?.stop());

async function readings(prefix = "/api"): Promise<Readings> {
	const { status, body } = await bench.call("GET", `${prefix}/readings`);
	expect(status).toBe(200);
	return (body as { readings: Readings }).readings;
}

describe("GET /api/readings", () => {
	it("agrees with another Modbus client, in base units", async () => {
		const mine = await readings();
		const theirs = await readMeasurements(bench);
		const pairs = [
			[mine.voltageL1, theirs.voltage[0], 0.05, "V"],
			[mine.frequency, theirs.frequency, 0.001, "Hz"],
			[mine.currentL1, theirs.current[0], 0.02, "A"],
			[mine.activePower, theirs.activePower[0], 5, "W"],
			[mine.activePowerL2, theirs.activePower[2], 5, "W"],
			[mine.reactivePower, theirs.reactivePower[0], 5, "var"],
			[mine.apparentPower, theirs.apparentPower[0], 5, "VA"],
		] as const;
		for (const [reading, value = Number.NaN, tolerance, unit] of pairs) {
			expect(reading?.unit).toBe(unit);
			expect(Math.abs(Number(reading?.value) - value)).toBeLessThan(tolerance);
		}
	});

	it("has every register of identity, measurements, energies and power quality", async () => {
		const expected = registers
			.filter(({ address }) => address <= 0x6090 || (address >= 0x7300 && address <= 0x73e2))
			.map(({ name }) => name);
		expect(Object.keys(await readings()).sort()).toEqual([...expected].sort());
	});

	it("has 40 harmonics of each channel if it is asked for them, null where unknown", async () => {
		const asked = () => bench.call("GET", "/api/readings?harmonics=true");
		const harmonics = [{ order: 5, voltagePercent: 4, currentPercent: 30 }];
		await bench.call("PATCH", "/api/mains", { phases: [{ harmonics }, null, null] });
		await bench.call("POST", "/api/advance", { seconds: 2 });
		const { body } = await asked();
		const all = (body as { harmonics: Record<string, { unit: string; values: number[] }> })
			.harmonics;
		expect(Object.keys(all)).toEqual(
			["L1", "L2", "L3"].flatMap((phase) => [
				`voltageHarmonics${phase}`,
				`currentHarmonics${phase}`,
			]),
		);
		const percentOf = (name: string) => {
			const values = all[name]?.values ?? [];
			expect(values).toHaveLength(40);
			return (100 * (values[4] ?? 0)) / (values[0] ?? 0);
		};
		expect(percentOf("voltageHarmonicsL1")).toBeCloseTo(4, 1);
		expect(percentOf("currentHarmonicsL1")).toBeCloseTo(30, 1);
		expect(percentOf("voltageHarmonicsL2")).toBeLessThan(0.1);
		// 2 A at the secondary side of 100/5, of which the fundamental is a part.
		const [first] = all.currentHarmonicsL1?.values ?? [];
		expect((first ?? 0) / (40 / Math.hypot(1, 0.3))).toBeCloseTo(1, 2);
		expect(all.currentHarmonicsL1?.unit).toBe("A");
		expect((await readings()).voltageThdL1?.value).toBeCloseTo(4, 1);
		await bench.call("POST", "/api/write", { register: "nominalVoltage", value: 0 });
		await bench.call("POST", "/api/advance", { seconds: 2 });
		const off = (await asked()).body as { harmonics: Record<string, { values: unknown[] }> };
		for (const { values } of Object.values(off.harmonics))
			expect(values).toEqual(Array.from({ length: 40 }, () => null));
		await bench.call("POST", "/api/write", { register: "nominalVoltage", value: 230 });
		expect((await bench.call("GET", "/api/readings?harmonics=all")).status).toBe(400);
	});

	it("shows identity, CT ratio and direction as people write them", async () => {
		const { serialNumber, ctRatio, directionL1, directionL2 } = await readings();
		expect(serialNumber?.value).toBe(12345678);
		expect(ctRatio?.value).toBe("100/5");
		expect([directionL1?.value, directionL2?.value]).toEqual(["1F", "2R"]);
	});

	it("asks the meter of its path", async () => {
		const second = await readings("/api/meters/1");
		expect(second.serialNumber?.value).toBe(12345679);
		expect(second.modbusId?.value).toBe(2);
	});

	it("does not depend on the data type that Modbus clients have chosen", async () => {
		await bench.call("POST", "/api/meters/1/write", { register: "dataType", value: 2 });
		const { voltageL1, forwardActiveEnergy } = await readings("/api/meters/1");
		expect(Number(voltageL1?.value)).toBeCloseTo(230, 0);
		expect(forwardActiveEnergy?.unit).toBe("Wh");
		await bench.call("POST", "/api/meters/1/write", { register: "dataType", value: 1 });
	});

	it("says that the meter does not answer while it is off, and at another Modbus ID", async () => {
		expect(await bench.call("GET", "/api/readings?unit=77")).toEqual({
			status: 409,
			body: { error: "the meter with Modbus ID 77 has not answered" },
		});
		await bench.call("POST", "/api/meters/1/power", { on: false });
		expect((await bench.call("GET", "/api/meters/1/readings")).status).toBe(409);
		await bench.call("POST", "/api/meters/1/power", { on: true });
	});
});

describe("POST /api/write", () => {
	it("writes a register, which the meter then has", async () => {
		await bench.call("POST", "/api/write", { register: "tariff", value: 3 });
		expect((await readings()).tariff?.value).toBe(3);
	});

	it.each([
		[{ register: "tariff", value: 5 }, "register 6048: exception 03 (illegal data value)"],
		[{ register: "voltageL1", value: 5 }, "voltageL1: is read only"],
		[{ register: "volts", value: 5 }, "volts: is not a register"],
		[
			{ register: "ctRatio", value: "100/7" },
			'ctRatio: must be like "100/5", the secondary 1 or 5',
		],
		[{ register: "tariff", value: "two" }, "tariff: must be a number"],
		[
			{ register: "lcdCycleTime", value: 0.5 },
			"lcdCycleTime: 0.5 is not a whole number of at most 4 digits",
		],
	])("refuses %j in one line", async (body, error) => {
		expect(await bench.call("POST", "/api/write", body)).toEqual({ status: 400, body: { error } });
	});
});

describe("GET /metrics", () => {
	const COMMENT = /^# (?:HELP|TYPE) [a-z][a-z0-9_]* .+$/;
	const SAMPLE = /^[a-z][a-z0-9_]*\{(?:[a-z]+="[^"]*",?)*\} -?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;

	it("is in Prometheus' text format, each metric once, with every meter", async () => {
		const answer = await fetch(`${bench.http}/metrics`);
		expect(answer.headers.get("content-type")).toContain("version=0.0.4");
		const lines = (await answer.text()).trimEnd().split("\n");
		expect(lines.filter((line) => !COMMENT.test(line) && !SAMPLE.test(line))).toEqual([]);
		const types = lines.filter((line) => line.startsWith("# TYPE"));
		expect(new Set(types).size).toBe(types.length);
		const samples = lines.filter((line) => !line.startsWith("#")).map((line) => line.split(" ")[0]);
		expect(new Set(samples).size).toBe(samples.length);
		expect(samples).toContain('ambit_voltage_volts{meter="1",serial="12345679",phase="L3"}');
		expect(samples).toContain('ambit_voltage_thd_percent{meter="1",serial="12345679",phase="L3"}');
		expect(samples).toContain(
			'ambit_forward_active_energy_watt_hours_total{meter="0",serial="12345678",tariff="T1"}',
		);
	});

	it("tells that a meter is silent, and still reads the others", async () => {
		await bench.call("POST", "/api/meters/1/power", { on: false });
		const text = await (await fetch(`${bench.http}/metrics`)).text();
		expect(text).toContain('ambit_up{meter="0",serial="12345678"} 1');
		expect(text).toContain('ambit_up{meter="1",serial="12345679"} 0');
		expect(text).not.toContain('ambit_voltage_volts{meter="1"');
		await bench.call("POST", "/api/meters/1/power", { on: true });
	});
});
