import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SerialPort } from "serialport";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MbapFrame, MbapReader, mbapBytes } from "../../bench/bus/modbus-tcp.ts";
import { isWhole, rtuFrame } from "../../bench/bus/rtu.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { until } from "../../testkit/until.ts";

/** Codes of registers 4004 and 4011. */
const BAUD_RATES = [300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];
const PARITIES = ["even", "none", "odd"];
const DEFAULT = { baud: 6, parity: 1 };

const SERIAL_NUMBER = Uint8Array.of(3, 0x40, 0x00, 0, 2);

let bench: RunningBench;

beforeAll(async () => {
	bench = await startBench(["--meters", "2", "--calibrated", "no"]);
});

afterAll(async () => {
	expect((await bench.stop()).code).toBe(0);
});

/** Sends a PDU over Modbus TCP and returns the response. */
function ask(unit: number, pdu: Uint8Array): Promise<Uint8Array> {
	return new Promise((resolve, reject) => {
		const reader = new MbapReader();
		const socket = connect(bench.tcpPort, "127.0.0.1").on("error", reject);
		socket.on("data", (chunk: Buffer) => {
			for (const frame of reader.push(chunk) as MbapFrame[]) {
				socket.destroy();
				resolve(frame.pdu);
			}
		});
		socket.write(mbapBytes({ transaction: 1, unit, pdu }));
	});
}

async function isHeard(unit: number): Promise<boolean> {
	const answer = await ask(unit, SERIAL_NUMBER);
	if (answer[0] === 3) return true;
	expect([...answer]).toEqual([0x83, 0x0b]);
	return false;
}

async function write(unit: number, address: number, value: number): Promise<void> {
	const pdu = Uint8Array.of(6, address >> 8, address & 0xff, 0, value);
	expect([...(await ask(unit, pdu))]).toEqual([...pdu]);
}

const put = async (body: object): Promise<unknown> =>
	(await bench.call("PUT", "/api/rs485", body)).body;
const line = async (): Promise<unknown> => (await bench.call("GET", "/api/rs485")).body;

describe("the RS-485 line's settings", () => {
	it("the line's settings follow the meter through all baud rates and parities", async () => {
		for (const [index, baud] of BAUD_RATES.entries()) {
			await write(1, 0x4004, index + 1);
			const parity = index % PARITIES.length;
			await write(1, 0x4011, parity + 1);
			expect(await isHeard(1), `${baud}`).toBe(true);
			expect(await line()).toEqual({ baud, parity: PARITIES[parity], follow: true });
		}
		await write(1, 0x4004, DEFAULT.baud);
		await write(1, 0x4011, DEFAULT.parity);
		expect(await line()).toEqual({ baud: 9600, parity: "even", follow: true });
	});

	it("the meter does not hear a request at another baud rate or parity", async () => {
		for (const other of [
			{ baud: 19_200, parity: "even" },
			{ baud: 9600, parity: "none" },
			{ parity: "odd" },
		]) {
			await put(other);
			expect(await isHeard(1)).toBe(false);
		}
		await put({ baud: 9600, parity: "even" });
		expect(await isHeard(1)).toBe(true);
		await put({ follow: true });
	});

	it("settings made for the line remain when the meter changes its own", async () => {
		await put({ baud: 9600, parity: "even" });
		await write(1, 0x4004, 9);
		expect([await isHeard(1), await isHeard(2)]).toEqual([false, true]);
		await put({ baud: 57_600 });
		expect([await isHeard(1), await isHeard(2)]).toEqual([true, false]);
		await write(1, 0x4004, DEFAULT.baud);
		await put({ follow: true });
		expect([await isHeard(1), await isHeard(2)]).toEqual([true, true]);
	});
});

describe("clients that come and go", () => {
	it("a client that closes its side after the request gets the response", async () => {
		const ends = async (port: number, question: Uint8Array): Promise<Buffer> => {
			const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
			const chunks: Buffer[] = [];
			socket.on("data", (chunk: Buffer) => chunks.push(chunk));
			socket.end(question);
			await new Promise((resolve, reject) => socket.once("end", resolve).once("error", reject));
			return Buffer.concat(chunks);
		};
		const [rtu, tcp] = await Promise.all([
			ends(bench.rtuPort, rtuFrame(1, SERIAL_NUMBER)),
			ends(bench.tcpPort, mbapBytes({ transaction: 7, unit: 2, pdu: SERIAL_NUMBER })),
		]);
		expect([rtu.length, isWhole(rtu)]).toEqual([9, true]);
		expect(tcp.subarray(0, 9).toString("hex")).toBe("000700000007020304");
	});

	it("the pty is available again after its socat has died", async () => {
		const path = bench.pty ?? "";
		const parent = bench.process.pid ?? 0;
		const first = socatOf(parent, path);
		if (first === undefined) throw new Error("no socat");
		process.kill(first, "SIGKILL");
		await until(() => [undefined, first].includes(socatOf(parent, path))).toBe(false);
		await until(() => answersOn(path)).toBe(true);
	});
});

/** Returns the process that makes the pty: a child of the bench with the path as argument. */
function socatOf(parent: number, path: string): number | undefined {
	const found = readdirSync("/proc").find((entry) => {
		if (!/^\d+$/.test(entry)) return false;
		try {
			const [, , , ppid] = readFileSync(`/proc/${entry}/stat`, "utf8")
				.replace(/\(.*\)/, "name")
				.split(" ");
			return (
				Number(ppid) === parent && readFileSync(`/proc/${entry}/cmdline`, "utf8").includes(path)
			);
		} catch {
			return false;
		}
	});
	return found === undefined ? undefined : Number(found);
}

/** Returns true if the meter answers on the pty within a second. */
async function answersOn(path: string): Promise<boolean> {
	const port = new SerialPort({ path, baudRate: 9600, autoOpen: false });
	const opened = await new Promise<boolean>((resolve) => port.open((error) => resolve(!error)));
	if (!opened) return false;
	let answer: Buffer = Buffer.alloc(0);
	port.on("data", (chunk: Buffer) => {
		answer = Buffer.concat([answer, chunk]);
	});
	port.write(Buffer.from(rtuFrame(1, SERIAL_NUMBER)));
	for (let turn = 0; turn < 50 && answer.length < 9; turn++) await sleep(20);
	await new Promise<void>((resolve) => port.close(() => resolve()));
	return isWhole(answer);
}
