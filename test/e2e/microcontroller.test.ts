import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { message, startMessage } from "../../bench/meter/link.ts";
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { buildImage } from "../../engine/image/image.ts";
import { BoardUnderTest } from "../../lab/cost/board-under-test.ts";
import {
	COUNTING,
	costs,
	LONGEST_MS,
	partMilliseconds,
	partShare,
	START_MS,
} from "../../lab/cost/microcontroller.ts";
import { bundleFirmware } from "../../scripts/bundle.ts";
import { sizesOf } from "../../scripts/sizes.ts";
import { RestartReason } from "../../src/board.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { Debugger } from "../../testkit/debugger.ts";

const run = promisify(execFile);
const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 0 };

let image: string;

beforeAll(async () => {
	image = await buildImage(await bundleFirmware(), () => {});
}, 240_000);

describe("npm start -- --engine mcu", () => {
	let bench: RunningBench;

	beforeAll(async () => {
		bench = await startBench(["--engine", "mcu", "--mbus", "0"], 120_000);
	});

	afterAll(async () => {
		await bench?.stop();
	});

	/** Reads 32-bit floats with mbpoll, the first at `register`. */
	async function poll(register: number, count: number): Promise<number[]> {
		const { stdout } = await run(
			"mbpoll",
			[
				...[
					"-q",
					"-m",
					"tcp",
					"-p",
					`${bench.tcpPort}`,
					"-a",
					"1",
					"-o",
					"10",
					"-0",
					"-r",
					`${register}`,
					"-c",
					`${count}`,
				],
				...["-t", "4:float", "-B", "-1", "127.0.0.1"],
			],
			{ timeout: 60_000 },
		);
		return [...stdout.matchAll(/^\[\d+\]:\s+(\S+)/gm)].map(([, value]) => Number(value));
	}

	const energy = async (): Promise<number> => (await poll(0x6000, 1))[0] ?? Number.NaN;

	it("mbpoll reads a known load from the microcontroller to 0.1 %", async () => {
		await bench.call("PATCH", "/api/mains", {
			phases: [
				{ voltage: 231, current: 2, angle: 30 },
				{ voltage: 229, current: 1.5, angle: 0 },
				{ voltage: 230, current: 1, angle: 60 },
			],
		});
		await bench.call("POST", "/api/advance", { seconds: 5 });
		const voltages = await poll(0x5002, 3);
		const [power = Number.NaN] = await poll(0x5012, 1);
		const expected = 231 * 2 * Math.cos(Math.PI / 6) + 229 * 1.5 + 230 * 0.5;
		for (const [phase, volts] of [231, 229, 230].entries())
			expect(Math.abs((voltages[phase] ?? 0) / volts - 1)).toBeLessThan(0.001);
		expect(Math.abs((1000 * power) / expected - 1)).toBeLessThan(0.001);
	});

	it("the meter on the microcontroller keeps its energy over a power cut", async () => {
		await bench.call("PATCH", "/api/mains", {
			phases: [{ current: 5 }, { current: 5 }, { current: 5 }],
		});
		await bench.call("POST", "/api/advance", { seconds: 20 });
		const before = await energy();
		expect(before).toBeGreaterThan(0);
		await bench.call("POST", "/api/power", { on: false, warning: true });
		await bench.call("POST", "/api/power", { on: true });
		const after = await energy();
		expect(after).toBeGreaterThanOrEqual(before - 0.001);
		await bench.call("POST", "/api/advance", { seconds: 5 });
		expect(await energy()).toBeGreaterThan(after);
	});
});

describe("the image", () => {
	it("the image takes at most 640 KB of flash and 256 KB of RAM", () => {
		const sum = (which: string): number =>
			sizesOf(image).reduce((all, { memory, bytes }) => all + (memory === which ? bytes : 0), 0);
		expect(sum("flash")).toBeLessThanOrEqual(640 * 1024);
		expect(sum("ram")).toBeLessThanOrEqual(256 * 1024);
	});

	it("the image uses at most 10 % of a 240 MHz part, and starts and measures in time", async () => {
		const cost = await costs(image, 8000);
		expect(cost.frame).toBeGreaterThan(200);
		expect(partShare(cost.frame)).toBeLessThanOrEqual(10);
		expect(partShare(cost.frameAlone)).toBeLessThanOrEqual(6);
		expect(partMilliseconds(cost.start)).toBeGreaterThan(10);
		expect(partMilliseconds(cost.start)).toBeLessThanOrEqual(START_MS);
		expect(partMilliseconds(cost.longest)).toBeGreaterThan(1);
		expect(partMilliseconds(cost.longest)).toBeLessThanOrEqual(LONGEST_MS);
		expect(cost.firstReading).toBeLessThanOrEqual(1);
		expect(cost.stackBytes).toBeLessThan(12 * 1024);
	});

	it("the board restarts and reports why when the firmware throws, and runs again", async () => {
		const board = new BoardUnderTest(image, COUNTING);
		try {
			await board.ask(startMessage(IDENTITY), ToBench.READY);
			const { payload } = await board.ask(message(0x7f), ToBench.RESTARTED);
			expect(payload.readUInt8(0)).toBe(RestartReason.EXCEPTION);
			expect(payload.subarray(1).toString()).toContain("unknown message 127");
			await board.ask(
				startMessage({ ...IDENTITY, restartReason: RestartReason.EXCEPTION }),
				ToBench.READY,
			);
		} finally {
			await board.end();
		}
	});

	it("the board restarts when the processor faults, and runs again", async () => {
		const directory = mkdtempSync(join(tmpdir(), "ambit-fault-"));
		const socket = join(directory, "gdb");
		const board = new BoardUnderTest(image, [
			...COUNTING,
			"-gdb",
			`unix:${socket},server=on,wait=off`,
		]);
		try {
			await board.ask(startMessage(IDENTITY), ToBench.READY);
			const gdb = await Debugger.attach(socket);
			// Only a NULL pointer leads to address 0, which is guarded. The processor sleeps until
			// the next message.
			await gdb.jump(0);
			const { payload } = await board.ask(
				message(ToBoard.INPUT, Uint8Array.of(0, 1)),
				ToBench.RESTARTED,
			);
			expect(payload.readUInt8(0)).toBe(RestartReason.ENGINE);
			expect(payload.subarray(1).toString()).toMatch(/^processor fault: pc 0000000. /);
			await board.ask(
				startMessage({ ...IDENTITY, restartReason: RestartReason.ENGINE }),
				ToBench.READY,
			);
			gdb.close();
		} finally {
			await board.end();
			rmSync(directory, { recursive: true });
		}
	});

	it("the board restarts when the heap is full, and runs again", async () => {
		const directory = mkdtempSync(join(tmpdir(), "ambit-heap-"));
		const script = join(directory, "heap.js");
		writeFileSync(
			script,
			`host.onMessage = (type) => {
				const list = [];
				while (type !== ${ToBoard.START}) list.push({});
				host.send(${ToBench.READY}, 0);
			};`,
		);
		const board = new BoardUnderTest(
			await buildImage(script, () => {}, join(directory, "heap.elf")),
			COUNTING,
		);
		try {
			await board.ask(startMessage(IDENTITY), ToBench.READY);
			const { payload } = await board.ask(
				message(ToBoard.INPUT, Uint8Array.of(0, 1)),
				ToBench.RESTARTED,
			);
			expect(payload.readUInt8(0)).toBe(RestartReason.HEAP);
			expect(payload.subarray(1).toString()).toContain("heap full");
			await board.ask(startMessage(IDENTITY), ToBench.READY);
		} finally {
			await board.end();
			rmSync(directory, { recursive: true });
		}
	});
});
