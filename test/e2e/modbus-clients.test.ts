import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { MODBUS_CLIENTS } from "../../testkit/modbus-clients.ts";

let bench: RunningBench;

/** Three distinguishable voltages. */
const VOLTAGES = [225, 230.5, 236] as const;

beforeAll(async () => {
	bench = await startBench();
	const { status } = await bench.call("PATCH", "/api/mains", {
		phases: VOLTAGES.map((voltage) => ({ voltage })),
	});
	expect(status).toBe(200);
	expect((await bench.call("POST", "/api/advance", { seconds: 4 })).status).toBe(200);
});

afterAll(async () => {
	expect((await bench.stop()).code).toBe(0);
});

describe("the meter on XS, in real time", () => {
	for (const client of MODBUS_CLIENTS)
		it(`${client.name} reads the voltages of the mains to 0.1 %`, async () => {
			await client.with(bench, async (read) => {
				const voltages = await read(0x5002, 3);
				expect(voltages).toHaveLength(3);
				VOLTAGES.forEach((voltage, phase) => {
					expect(Math.abs((voltages[phase] ?? 0) / voltage - 1)).toBeLessThan(1e-3);
				});
			});
		});

	it("all clients read the same block of measurements at once", async () => {
		const answers: number[][] = [];
		await Promise.all(
			MODBUS_CLIENTS.filter(({ name }) => !name.startsWith("mbpoll") && !name.includes("pty")).map(
				(client) =>
					client.with(bench, async (read) => {
						for (let i = 0; i < 10; i++) answers.push(await read(0x5002, 20));
					}),
			),
		);
		expect(answers).toHaveLength(40);
		for (const answer of answers)
			answer.slice(0, 3).forEach((voltage, phase) => {
				expect(Math.abs(voltage / (VOLTAGES[phase] ?? 0) - 1)).toBeLessThan(1e-3);
			});
	});
});
