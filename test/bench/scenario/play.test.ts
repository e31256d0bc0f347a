import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { parse } from "yaml";
import { type RunningBench, runBench, startBench } from "../../../testkit/bench.ts";
import { root } from "../../manifest/manifest.ts";

const run = promisify(execFile);

const folder = mkdtempSync(join(tmpdir(), "ambit-scenario-"));
const FREE = ["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"].flatMap((name) => [name, "0"]);

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

/** More than twenty faults in two and a half minutes, with clients on both buses. */
const FAULTS = `
version: 1
seed: 7
clock: "19:00"
duration: 150 s
end: stop
meters:
  - { ct: 100/5, load: [{ day: house }, { day: charger, phases: [L1] }] }
  - { ct: 250/5, mains: { phases: [{ voltage: 235 }] }, load: { csv: load.csv } }
events:
  - { at: 2.5 s, tariffInput: true }
  - { at: 5 s, press: { button: right, hold: 300 ms } }
  - { at: 7.5 s, write: { lcdCycleTime: 12 } }
  - { at: 10 s, power: cut, for: 3 s }
  - { at: 15 s, meter: 1, power: off, for: 10 s }
  - { at: 30 s, frames: lost, for: 2 s }
  - { at: 35 s, frames: twice, for: 2 s }
  - { at: 40 s, frames: late, for: 2 s }
  - { at: 45 s, bus: { fault: garble, share: 0.5 }, for: 5 s }
  - { at: 50 s, bus: { fault: delay, delay: 15 ms }, for: 5 s }
  - { at: 55 s, bus: { fault: drop, share: 0.5 }, for: 5 s }
  - { at: 60 s, bus: { fault: exception, code: 6, share: 0.7 }, for: 5 s }
  - { at: 65 s, bus: { line: mbus, fault: garble }, for: 5 s }
  - { at: 70 s, bus: { line: mbus, fault: drop }, for: 5 s }
  - { at: 75 s, mains: { frequency: 49.5, phases: [{ voltage: 180 }] } }
  - { at: 80 s, seal: open }
  - { at: 82 s, mains: { phases: [{ current: 21, harmonics: [{ order: 3, currentPercent: 60 }] }] }}
  - { at: 84 s, mains: { phases: [{ current: 2, harmonics: [] }] } }
  - { at: 85 s, seal: closed }
  - { at: 88 s, temperature: 45 }
  - { at: 89 s, frames: stopped, for: 1 s }
  - { at: 90 s, flash: { flipBits: [80000] } }
  - { at: 95 s, flash: { cutAfterOperations: 1, tornBytes: 5 } }
  - { at: 100 s, write: { lcdCycleTime: 15 } }
  - { at: 105 s, power: on }
  - { at: 110 s, power: cut, for: 1 s }
polls:
  - { every: 2 s, unit: 1, read: [voltageL1, voltageL2, currentL1, activePower] }
  - { every: 3 s, from: 2 s, unit: 2, read: { address: 0x6000, count: 50 } }
  - { every: 4 s, mbus: 1 }
`;

describe("a scenario on the bench", () => {
	it("puts the same bytes on the buses each time", async () => {
		file("load.csv", "time,L1,L2,L3\n0,1000,2000,3000\n2 min,500,-700,20000\n");
		const path = file("faults.yaml", FAULTS);
		const transcripts = [];
		for (const turn of [1, 2]) {
			const transcript = join(folder, `transcript-${turn}`);
			const args = ["--engine", "node", "--meters", "2", "--speed", "max", "--scenario", path];
			const ended = await runBench([...args, "--transcript", transcript, ...FREE]);
			expect(ended.code, ended.stderr).toBe(0);
			transcripts.push(readFileSync(transcript, "utf8"));
		}
		const [transcript = "", again] = transcripts;
		expect(again).toBe(transcript);

		const lines = transcript.trimEnd().split("\n");
		/** Answers to the requests that begin like that, between two times. */
		const answers = (start: number, end: number, request: string): string[] =>
			lines
				.map((line) => line.trim().split(/ +/))
				.filter(
					([time, , asked = ""]) =>
						Number(time) >= start && Number(time) < end && asked.startsWith(request),
				)
				.map((words) => words[4] ?? "");
		const [first, second, telegram] = ["0103", "0203", "107b01"];
		// The effect of each fault is on the buses.
		expect(new Set(answers(10, 13, first))).toEqual(new Set(["-"]));
		expect(new Set(answers(15, 24, second))).toEqual(new Set(["-"]));
		expect(answers(60, 65, first)).toContain("018306c132");
		expect(answers(55, 60, "0")).toContain("-");
		expect(answers(70, 75, telegram)).toEqual(["-"]);
		expect(answers(0, 10, "")).not.toContain("-");
		expect(answers(112, 150, "")).not.toContain("-");
	});

	it.each([
		["an unknown key", "version: 1\nlength: 3\n", ":2: length: is not a known key"],
		["a file that is missing", undefined, "none.yaml: no such file or directory\n"],
	])("is refused before anything starts: %s", async (_what, text, expected) => {
		const path = text === undefined ? join(folder, "none.yaml") : file("bad.yaml", text);
		const { code, stdout, stderr } = await runBench(["--engine", "node", "--scenario", path]);
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toMatch(/^--scenario .*\n$/);
		expect(stderr).toContain(expected);
	});

	it("is refused in one line when a meter does not take its CT ratio", async () => {
		const path = file("ratio.yaml", "version: 1\nmeters: [{}, { ct: 7/5 }]\n");
		const meters = ["--engine", "node", "--calibrated", "no", "--meters", "2"];
		const free = ["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"].flatMap((port) => [
			port,
			"0",
		]);
		expect(await runBench([...meters, ...free, "--scenario", path])).toEqual({
			code: 2,
			stdout: "",
			stderr:
				`--scenario ${path}: meters[1].ct: 7/5: ` +
				"register 401F: exception 03 (illegal data value)\n",
		});
	});
});

describe("PUT /api/scenario", () => {
	let bench: RunningBench | undefined;

	afterAll(() => bench?.stop());

	const put = async (text: string, type = "application/yaml", query = "") => {
		const answer = await fetch(`${bench?.http}/api/scenario${query}`, {
			method: "PUT",
			headers: { "content-type": type },
			body: text,
		});
		return { status: answer.status, body: await answer.json() };
	};
	const state = async (): Promise<unknown> => (await bench?.call("GET", "/api/scenario"))?.body;

	it("plays what it gets, tells where it is, and refuses what is wrong", async () => {
		bench = await startBench(["--engine", "node", "--speed", "5"]);
		expect(await state()).toEqual({ state: "none" });
		expect(await put("version: 1\nduration: never\n")).toEqual({
			status: 400,
			body: { error: 'body:2: duration: "never" is not a time' },
		});
		const events = "events:\n  - { at: 5 s, mains: { frequency: 51 } }\n";
		expect((await put(`version: 1\nduration: 10 s\n${events}`)).body).toMatchObject({
			state: "playing",
			durationSeconds: 10,
		});
		await expect.poll(state).toMatchObject({ state: "over", seconds: 10 });
		expect((await bench.call("GET", "/api/mains")).body).toMatchObject({ frequency: 51 });
		const json = { version: 1, meters: [{ mains: { frequency: 52 }, load: { day: "house" } }] };
		expect((await put(JSON.stringify(json), "application/json")).status).toBe(200);
		await expect
			.poll(async () => (await bench?.call("GET", "/api/mains"))?.body)
			.toMatchObject({ frequency: 52 });
		expect(await state()).toMatchObject({ state: "playing", durationSeconds: null });
		expect((await bench.call("GET", "/api/readings")).status).toBe(200);
	});

	it("refuses a request without a scenario", async () => {
		const answer = await bench?.call("PUT", "/api/scenario");
		expect(answer).toEqual({
			status: 400,
			body: { error: "body: must be a scenario as application/yaml" },
		});
	});

	it("loses the radio for a time: clients are dropped, and hear nothing meanwhile", async () => {
		if (!bench) throw new Error("no bench");
		const air = new WebSocket(`${bench.http.replace("http", "ws")}/api/ble`);
		const heard: string[] = [];
		air.on("message", (data) => {
			const { event = "connected", advertisement } = JSON.parse(data.toString());
			heard.push(event === "advertisement" ? (advertisement ? "seen" : "gone") : event);
		});
		await expect.poll(() => heard).toEqual(["seen"]);
		air.send(JSON.stringify({ id: 1, operation: "connect" }));
		await expect.poll(() => heard).toEqual(["seen", "gone", "connected", "seen"]);
		heard.length = 0;
		const events = ["{ at: 5 s, radio: lost, for: 5 s }", "{ at: 15 s, radio: lost }"];
		await put(`version: 1\nduration: 20 s\nevents: [${events.join(", ")}]\n`);
		await expect.poll(state).toMatchObject({ state: "over" });
		await expect.poll(() => heard).toEqual(["disconnected", "gone", "seen", "gone"]);
		const { body } = await bench.call("PUT", "/api/ble", { inRange: true });
		expect(body).toMatchObject({ inRange: true, connections: [] });
		air.close();
	});

	it("runs ahead of the clock if it is to, and stops where it is", async () => {
		const day = 'version: 1\nclock: "06:00"\nduration: 30 d\nmeters: [{ load: { day: house } }]\n';
		expect((await put(day, "application/yaml", "?speed=fast")).body).toEqual({
			error: "speed: must be max",
		});
		expect((await put(day, "application/yaml", "?speed=max")).status).toBe(200);
		// By the clock, at five times its speed, that takes more than the patience.
		const seconds = async (): Promise<number> => ((await state()) as { seconds: number }).seconds;
		await expect.poll(seconds).toBeGreaterThan(600);
		await bench?.call("DELETE", "/api/scenario");
		const stopped = (await state()) as { seconds: number };
		expect(stopped).toMatchObject({ state: "stopped", durationSeconds: 30 * 86_400 });
		const meterSeconds = async (): Promise<number> => {
			const { body } = await (bench as RunningBench).call("GET", "/api/engine");
			return (body as { meterSeconds: number }).meterSeconds;
		};
		const before = await meterSeconds();
		await expect.poll(meterSeconds).toBeGreaterThan(before);
		expect(await state()).toEqual(stopped);
	});

	it("a meter that cannot take its CT ratio refuses it, and time continues", async () => {
		await bench?.call("POST", "/api/power", { on: false });
		const { status, body } = await put("version: 1\nmeters: [{ ct: 100/5 }]\n");
		expect([status, body]).toEqual([409, { error: "meter 0 is off: it cannot take its CT ratio" }]);
		await bench?.call("POST", "/api/power", { on: true });
		expect((await bench?.call("POST", "/api/advance", { seconds: 1 }))?.status).toBe(200);
	});

	it("GET /api/recording has what was done, as a scenario that the bench plays again", async () => {
		const recorded = await startBench(["--engine", "node"]);
		try {
			await recorded.call("PATCH", "/api/mains", { frequency: 49 });
			await recorded.call("POST", "/api/write", { register: "lcdCycleTime", value: 21 });
			await recorded.call("POST", "/api/buttons", { button: "left", hold: 200 });
			await recorded.call("POST", "/api/power", { on: false, warning: false });
			await recorded.call("POST", "/api/power", { on: true });
			await recorded.call("PUT", "/api/ble", { inRange: false });
			await recorded.call("POST", "/api/ble/loss", { afterWrites: 2 });
			await recorded.call("PUT", "/api/ble", { inRange: true });
			await recorded.call("POST", "/api/ble/loss", {});
			await recorded.call("PUT", "/api/front-end", { delivery: "late", temperature: 31 });
			await recorded.call("PATCH", "/api/mains", { frequency: 9 });
			const text = await (await fetch(`${recorded.http}/api/recording`)).text();
			const events = text.slice(text.indexOf("events:"));
			const noted = (parse(text) as { events: Record<string, unknown>[] }).events;
			expect(noted.map((event) => Object.keys(event).find((key) => key !== "at"))).toEqual([
				...["mains", "write", "press", "power", "power"],
				...["radio", "radio", "radio", "frames", "temperature"],
			]);
			expect(noted.flatMap(({ radio = [] }) => radio)).toEqual(["lost", "back", "dropped"]);
			expect(events).toContain("lcdCycleTime: 21");
			expect(events).toContain("power: cut");
			const args = ["scripts/boot.mjs", "record", "--bench", recorded.http];
			const { stdout } = await run(process.execPath, args, { cwd: root });
			expect(stdout.slice(stdout.indexOf("events:"))).toBe(events);
			expect((await put(text)).status).toBe(200);
			await expect
				.poll(async () => (await bench?.call("GET", "/api/mains"))?.body)
				.toMatchObject({ frequency: 49 });
		} finally {
			await recorded.stop();
		}
	});
});
