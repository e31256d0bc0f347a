import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MbapFrame, MbapReader, mbapBytes } from "../../../bench/bus/modbus-tcp.ts";
import { crc16, isWhole, rtuFrame } from "../../../bench/bus/rtu.ts";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";

/** Request PDU that reads `count` registers, starting with the voltages'. */
const read = (count: number): Uint8Array => Uint8Array.of(3, 0x50, 0x02, 0, count);

async function open(port: number): Promise<Socket> {
	const socket = connect(port, "127.0.0.1").setNoDelay(true);
	await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
	return socket;
}

/** Receives `count` bytes on `socket`; fewer if `limit` ms pass first. */
function receive(socket: Socket, count: number, limit = 20_000): Promise<Buffer> {
	return new Promise((resolve) => {
		let bytes = Buffer.alloc(0);
		const end = (): void => {
			clearTimeout(timer);
			socket.off("data", take);
			resolve(bytes);
		};
		const take = (chunk: Buffer): void => {
			bytes = Buffer.concat([bytes, chunk]);
			if (bytes.length >= count) end();
		};
		const timer = setTimeout(end, limit);
		socket.on("data", take);
	});
}

/**
 * Asks in two pieces, repeatedly: a busy machine may separate them by 4 ms, which ends a frame.
 */
async function askInPieces(socket: Socket, request: Uint8Array, count: number): Promise<Buffer> {
	for (let attempt = 0; attempt < 30; attempt++) {
		const answer = receive(socket, count, 500);
		socket.write(request.subarray(0, 3));
		socket.write(request.subarray(3));
		if ((await answer).length > 0) return answer;
	}
	throw new Error("no answer");
}

/** L1's voltage in a response to `read`. */
const voltage = (pdu: Uint8Array): number => Buffer.from(pdu).readFloatBE(2);

describe.each(["node", "xs"])("the services with the engine %s", (engine) => {
	let bench: RunningBench;

	beforeAll(async () => {
		bench = await startBench(["--engine", engine, "--meters", "2"]);
		await bench.call("PATCH", "/api/meters/1/mains", { phases: [{ voltage: 100 }] });
		for (const meter of [0, 1])
			await bench.call("POST", `/api/meters/${meter}/advance`, { seconds: 3 });
	});
	afterAll(async () => {
		expect(await bench?.stop()).toMatchObject({ code: 0 });
	});

	async function overTcp(socket: Socket, ...requests: MbapFrame[]): Promise<MbapFrame[]> {
		const reader = new MbapReader();
		const answers: MbapFrame[] = [];
		for (const request of requests) socket.write(mbapBytes(request));
		await new Promise<void>((resolve) => {
			socket.on("data", function take(chunk: Buffer) {
				answers.push(...reader.push(chunk));
				if (answers.length < requests.length) return;
				socket.off("data", take);
				resolve();
			});
		});
		return answers;
	}

	it("reads each meter's own voltage over RTU framing, whatever the chunks", async () => {
		const socket = await open(bench.rtuPort);
		for (const [unit, volts] of [
			[1, 230],
			[2, 100],
		] as const) {
			const answer = await askInPieces(socket, rtuFrame(unit, read(2)), 9);
			expect([answer[0], isWhole(answer)]).toEqual([unit, true]);
			expect(Math.abs(voltage(answer.subarray(1)) / volts - 1)).toBeLessThan(0.001);
		}
		socket.destroy();
	});

	it("answers pipelined requests over Modbus TCP in order", async () => {
		const socket = await open(bench.tcpPort);
		const requests = [2, 1, 9, 2].map((unit, index) => ({
			transaction: 100 + index,
			unit,
			pdu: read(2),
		}));
		const answers = await overTcp(socket, ...requests);
		expect(answers.map(({ transaction, unit }) => [transaction, unit])).toEqual([
			[100, 2],
			[101, 1],
			[102, 9],
			[103, 2],
		]);
		expect(
			answers.map(({ pdu }) => (pdu.length === 6 ? Math.round(voltage(pdu)) : [...pdu])),
		).toEqual([100, 230, [0x83, 0x0b], 100]);
		socket.destroy();
	});

	it("closes a connection that does not speak Modbus TCP, and serves the next", async () => {
		const socket = await open(bench.tcpPort);
		const closed = new Promise((resolve) => socket.once("close", resolve));
		socket.write("GET / HTTP/1.1\r\n\r\n");
		await closed;
		const next = await open(bench.tcpPort);
		expect(await overTcp(next, { transaction: 1, unit: 1, pdu: read(2) })).toHaveLength(1);
		next.destroy();
	});

	it("serves a terminal to one client after another", async () => {
		expect(bench.pty, "socat is installed by npm test").toBeDefined();
		for (const unit of [1, 2]) {
			const file = openSync(
				bench.pty ?? "",
				constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK,
			);
			writeSync(file, rtuFrame(unit, read(2)));
			const answer = Buffer.alloc(9);
			for (let length = 0; length < 9; await sleep(2)) {
				try {
					length += readSync(file, answer, length, 9 - length, null);
				} catch (error) {
					if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
				}
			}
			closeSync(file);
			expect([answer[0], crc16(answer)]).toEqual([unit, 0]);
		}
	});

	it("gives four clients polling at full speed the answers to their own requests", async () => {
		const raw = async (unit: number, size: number): Promise<void> => {
			const socket = await open(bench.rtuPort);
			for (let poll = 0; poll < 25; poll++) {
				const count = size + 2 * (poll % 5);
				const answer = receive(socket, 5 + 2 * count);
				socket.write(rtuFrame(unit, read(count)));
				expect([...(await answer).subarray(0, 3)]).toEqual([unit, 3, 2 * count]);
			}
			socket.destroy();
		};
		const tcp = async (unit: number, size: number): Promise<void> => {
			const socket = await open(bench.tcpPort);
			for (let poll = 0; poll < 25; poll++) {
				const count = size + 2 * (poll % 5);
				const [answer] = await overTcp(socket, { transaction: poll, unit, pdu: read(count) });
				expect([answer?.transaction, answer?.unit, answer?.pdu[1]]).toEqual([
					poll,
					unit,
					2 * count,
				]);
			}
			socket.destroy();
		};
		await Promise.all([raw(1, 2), raw(2, 12), tcp(1, 22), tcp(2, 32)]);
	});

	it("answers the next good request after garbage", async () => {
		const socket = await open(bench.rtuPort);
		socket.write(Buffer.alloc(5000, 0x55));
		const other = await open(bench.tcpPort);
		const [answer] = await overTcp(other, { transaction: 1, unit: 1, pdu: read(2) });
		expect(answer?.pdu[0]).toBe(3);
		socket.destroy();
		other.destroy();
	});

	it("is silent while the supply is off, and answers when it is back", async () => {
		const socket = await open(bench.tcpPort);
		const ask = async (unit: number) =>
			(await overTcp(socket, { transaction: 1, unit, pdu: read(2) }))[0]?.pdu[0];
		await bench.call("POST", "/api/power", { on: false });
		expect([await ask(1), await ask(2)]).toEqual([0x83, 3]);
		await bench.call("POST", "/api/power", { on: true });
		expect(await ask(1)).toBe(3);
		socket.destroy();
	});
});

it("serves the buses at full speed too", async () => {
	const bench = await startBench(["--speed", "max", "--engine", "xs"]);
	const socket = await open(bench.rtuPort);
	for (let poll = 0; poll < 50; poll++) {
		const answer = receive(socket, 9);
		socket.write(rtuFrame(1, read(2)));
		expect(isWhole(await answer)).toBe(true);
	}
	const before = (await bench.call("GET", "/api/engine")).body as { meterSeconds: number };
	const { body } = await bench.call("POST", "/api/advance", { seconds: 10 });
	expect(
		(body as { meterSeconds: number }).meterSeconds - before.meterSeconds,
	).toBeGreaterThanOrEqual(10);
	socket.destroy();
	expect(await bench.stop()).toMatchObject({ code: 0 });
});
