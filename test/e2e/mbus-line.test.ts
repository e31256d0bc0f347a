import { connect, type Socket } from "node:net";
import { SerialPort } from "serialport";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MBUS } from "../../bench/bus/mbus.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";

let bench: RunningBench;
let socket: Socket;

beforeAll(async () => {
	bench = await startBench(["--meters", "2", "--calibrated", "no", "--serial-number", "12345677"]);
	socket = connect(bench.mbusPort, "127.0.0.1").setNoDelay(true);
	await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
});

afterAll(async () => {
	socket?.destroy();
	expect((await bench.stop()).code).toBe(0);
});

const SND_NKE = 0x40;
const REQ_UD2 = 0x5b;

function short(control: number, address: number): Uint8Array {
	return Uint8Array.of(0x10, control, address, (control + address) & 0xff, 0x16);
}

const TELEGRAM_BYTES = 250;

/** Returns the answer to a request as soon as it is complete or `limitMs` have passed. */
function ask(
	to: Socket | SerialPort,
	request: Uint8Array,
	limitMs = 30_000,
	isComplete = (answer: Buffer): boolean => MBUS.isWhole(answer),
): Promise<Buffer> {
	return new Promise((resolve) => {
		let answer: Buffer = Buffer.alloc(0);
		const end = (): void => {
			clearTimeout(timer);
			to.off("data", append);
			resolve(answer);
		};
		const append = (bytes: Buffer): void => {
			answer = Buffer.concat([answer, bytes]);
			if (isComplete(answer)) end();
		};
		const timer = setTimeout(end, limitMs);
		to.on("data", append);
		to.write(Buffer.from(request));
	});
}

/** Returns the identification number in a telegram's header. */
const identification = (telegram: Buffer): string =>
	[10, 9, 8, 7].map((at) => telegram[at]?.toString(16).padStart(2, "0")).join("");

describe("two meters on the M-Bus line", () => {
	it("two meters answer at the primary addresses 1 and 2", async () => {
		for (const [address, serialNumber] of [
			[1, "12345677"],
			[2, "12345678"],
		] as const) {
			const telegram = await ask(socket, short(REQ_UD2, address));
			expect(MBUS.isWhole(telegram), telegram.toString("hex")).toBe(true);
			expect([telegram[5], identification(telegram)]).toEqual([address, serialNumber]);
		}
		expect(await ask(socket, short(REQ_UD2, 0), 400)).toHaveLength(0);
	});

	it("two meters acknowledge as one and collide when both send a telegram", async () => {
		expect([...(await ask(socket, short(SND_NKE, 0xfe)))]).toEqual([0xe5]);
		const collision = await ask(
			socket,
			short(REQ_UD2, 0xfe),
			30_000,
			({ length }) => length >= TELEGRAM_BYTES,
		);
		// The collision keeps the bits that 77 and 78 have in common: 70, a number of neither meter.
		expect(identification(collision)).toBe("12345670");
		expect([...(await ask(socket, short(SND_NKE, 2)))]).toEqual([0xe5]);
	});

	it("the meters do not answer a master at another baud rate", async () => {
		await bench.call("PUT", "/api/mbus", { baud: 300 });
		expect(await ask(socket, short(SND_NKE, 1), 1500)).toHaveLength(0);
		await bench.call("PUT", "/api/mbus", { follow: true });
		expect([...(await ask(socket, short(SND_NKE, 1)))]).toEqual([0xe5]);
	});

	it("the meters answer on the pty as well", async () => {
		const port = new SerialPort({
			path: bench.mbusPty ?? "",
			baudRate: 2400,
			parity: "even",
			autoOpen: false,
		});
		await new Promise<void>((resolve, reject) =>
			port.open((error) => (error ? reject(error) : resolve())),
		);
		try {
			expect([...(await ask(port, short(SND_NKE, 2)))]).toEqual([0xe5]);
		} finally {
			await new Promise<void>((resolve) => port.close(() => resolve()));
		}
	});
});

it("a single meter has the primary address 0", async () => {
	const single = await startBench(["--calibrated", "no", "--engine", "node"]);
	const master = connect(single.mbusPort, "127.0.0.1");
	expect([...(await ask(master, short(SND_NKE, 0)))]).toEqual([0xe5]);
	expect(await ask(master, short(SND_NKE, 1), 400)).toHaveLength(0);
	master.destroy();
	expect((await single.stop()).code).toBe(0);
});
