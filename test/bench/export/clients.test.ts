/** `npm run clients` finds a client that reads anything but what the meter reads. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { judge } from "../../../lab/clients/judge.ts";
import { pymodbus } from "../../../lab/clients/pymodbus.ts";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";

let bench: RunningBench;

beforeAll(async () => {
	bench = await startBench(["--engine", "node"]);
	await bench.call("POST", "/api/advance", { seconds: 60 });
});

afterAll(() => bench?.stop());

it("Home Assistant's library reads every sensor of its export as the meter does", async () => {
	expect(await judge(pymodbus, bench)).toEqual(["106 values, all right", true]);
});

it.each([
	["frequency", { scale: 2 }, /^1 of 1 values are wrong: frequency 100.*, the meter: /],
	["voltageL1", { address: 0x5008 }, /^1 of 1 values are wrong: voltageL1 50/],
	["voltageL1", { address: 0x0bb8 }, /^L1: Exception Response/],
])("a sensor of %s with %j is found", async (register, change, found) => {
	const sensor = {
		name: "L1",
		unique_id: `ambit_1_${register}`,
		slave: 1,
		address: 0x5008,
		scale: 1,
		precision: 2,
		...change,
	};
	const hub = { host: "127.0.0.1", port: bench.tcpPort, sensors: [sensor] };
	const [what, isRight] = await judge(pymodbus, bench, () => JSON.stringify({ modbus: [hub] }));
	expect(what).toMatch(found);
	expect(isRight).toBe(false);
});
