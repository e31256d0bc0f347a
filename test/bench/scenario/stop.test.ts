import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";

describe("a scenario", () => {
	let bench: RunningBench;

	beforeAll(async () => {
		bench = await startBench(["--engine", "node", "--calibrated", "no"]);
	});

	afterAll(() => bench?.stop());

	const put = async (text: string, query = ""): Promise<number> => {
		const answer = await fetch(`${bench.http}/api/scenario${query}`, {
			method: "PUT",
			headers: { "content-type": "application/yaml" },
			body: text,
		});
		await answer.text();
		return answer.status;
	};
	const get = async (path: string): Promise<unknown> => (await bench.call("GET", path)).body;
	const state = (): Promise<unknown> => get("/api/scenario");
	const scenarioSeconds = async (): Promise<number> => ((await state()) as Scenario).seconds;
	const meterSeconds = async (): Promise<number> =>
		((await get("/api/engine")) as { meterSeconds: number }).meterSeconds;

	interface Scenario {
		seconds: number;
	}

	it("lets time pass by itself when it is stopped in the middle of an exchange", async () => {
		// Nobody has that ID: the line waits for an answer nearly all the time.
		await put("version: 1\npolls: [{ every: 1 ms, unit: 99, read: [voltageL1] }]\n");
		await expect.poll(scenarioSeconds).toBeGreaterThan(0.3);
		await bench.call("DELETE", "/api/scenario");
		const before = await meterSeconds();
		await expect.poll(meterSeconds).toBeGreaterThan(before + 0.5);
	});

	it("leaves the line without its faults, and the buttons without its fingers", async () => {
		const fault = "{ at: 0, bus: { fault: drop } }";
		const events = `${fault}, { at: 0.1 s, press: { button: middle, hold: 1 h } }`;
		await put(`version: 1\nevents: [${events}]\n`);
		await expect.poll(scenarioSeconds).toBeGreaterThan(0.2);
		expect((await bench.call("GET", "/api/readings")).status).toBe(409);
		await bench.call("DELETE", "/api/scenario");
		await expect.poll(async () => (await bench.call("GET", "/api/readings")).status).toBe(200);
		const recording = await (await fetch(`${bench.http}/api/recording`)).text();
		expect(recording).toContain("button: middle");

		await put(`version: 1\nduration: 0.2 s\nevents: [${fault}]\n`);
		await expect.poll(state).toMatchObject({ state: "over" });
		await expect.poll(async () => (await bench.call("GET", "/api/readings")).status).toBe(200);
	});

	it("continues when the terminals do not take a load's current any more", async () => {
		const low = "{ at: 60 s, mains: { phases: [{ voltage: 1 }] } }";
		const later = "{ at: 400 s, mains: { phases: [{ voltage: 230 }] } }";
		const load = "meters: [{ load: { day: house } }]";
		await put(`version: 1\nduration: 401 s\n${load}\nevents: [${low}, ${later}]\n`, "?speed=max");
		await expect.poll(state).toMatchObject({ state: "over", seconds: 401 });
	});

	it("continues when a meter's supply fails again as soon as it is back", async () => {
		const cut = "{ at: 1 s, power: cut, for: 1 s }";
		const fault = "{ at: 1.5 s, flash: { cutAfterOperations: 0 } }";
		await put(`version: 1\nduration: 3 s\nevents: [${cut}, ${fault}]\n`, "?speed=max");
		await expect.poll(state).toMatchObject({ state: "over", seconds: 3 });
	});
});
