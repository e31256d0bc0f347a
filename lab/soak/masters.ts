/** Clients that ask properly and know the answer: Modbus, M-Bus, Bluetooth, HTTP. */
import { once } from "node:events";
import { WebSocket } from "ws";
import { MBUS } from "../../bench/bus/mbus.ts";
import { mbapBytes } from "../../bench/bus/modbus-tcp.ts";
import { isWhole, rtuFrame } from "../../bench/bus/rtu.ts";
import { readRequest, writeRequest } from "../../client/pdu.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import type { Random } from "../fuzz/random.ts";
import { judge, type Score } from "./score.ts";
import { ANSWER_LIMIT_MS, Wire } from "./wire.ts";

/** A client, which runs until the signal. */
export interface Soaker {
	readonly bench: RunningBench;
	readonly score: Score;
	readonly signal: AbortSignal;
	readonly random: Random;
}

const SERIAL_NUMBER = 0x4000;
const SERIAL_DIGITS = 12345678;
/** Seconds of the display's cycle, which one client writes and reads back. */
const LCD_CYCLE = 0x4010;
/** Response to a write that would change more than the meter may store now. */
const BUSY = Uint8Array.of(0x86, 0x06);

const hex = (bytes: Uint8Array | undefined): string | undefined =>
	bytes && Buffer.from(bytes).toString("hex");

/** Serial number of the meter with Modbus ID `unit`, as registers carry it. */
const serialOf = (unit: number): string => `${SERIAL_DIGITS + unit - 1}`;

/** Reads the serial numbers of both meters over Modbus TCP. */
export async function modbusTcp({ bench, score, signal, random }: Soaker): Promise<void> {
	const wire = await Wire.open(bench.tcpPort);
	for (let transaction = 0; !signal.aborted; transaction = (transaction + 1) & 0xffff) {
		const unit = 1 + (random() % 2);
		const pdu = readRequest(SERIAL_NUMBER, 2);
		const answer = await wire.ask(
			mbapBytes({ transaction, unit, pdu }),
			(bytes) => bytes.length >= 6 && bytes.length >= 6 + bytes.readUInt16BE(4),
		);
		const right = mbapBytes({
			transaction,
			unit,
			pdu: Buffer.from(`0304${serialOf(unit)}`, "hex"),
		});
		judge(score, hex(answer), hex(right) ?? "");
		if (wire.closed) return;
	}
	wire.close();
}

/** The same in RTU frames over TCP. */
export async function modbusRtu({ bench, score, signal, random }: Soaker): Promise<void> {
	const wire = await Wire.open(bench.rtuPort);
	while (!signal.aborted) {
		const unit = 1 + (random() % 2);
		const answer = await wire.ask(rtuFrame(unit, readRequest(SERIAL_NUMBER, 2)), isWhole);
		judge(
			score,
			hex(answer),
			hex(rtuFrame(unit, Buffer.from(`0304${serialOf(unit)}`, "hex"))) ?? "",
		);
		if (wire.closed) return;
	}
	wire.close();
}

/**
 * Writes a setting and reads it back; no other client writes it. After 240 changes the meter takes
 * one a minute and refuses the others as busy (docs/storage.md): these must not be in force.
 */
export async function writer({ bench, score, signal, random }: Soaker): Promise<void> {
	const wire = await Wire.open(bench.rtuPort);
	const read = async (): Promise<string | undefined> =>
		hex(await wire.ask(rtuFrame(1, readRequest(LCD_CYCLE, 1)), isWhole));
	let kept = await read();
	while (!signal.aborted && !wire.closed) {
		const seconds = 1 + (random() % 9);
		const write = rtuFrame(1, writeRequest(LCD_CYCLE, [seconds]));
		const answer = hex(await wire.ask(write, isWhole));
		const busy = hex(rtuFrame(1, BUSY));
		judge(score, answer, (answer === busy ? busy : hex(write)) ?? "");
		const written = hex(rtuFrame(1, Uint8Array.of(3, 2, 0, seconds)));
		if (answer !== busy && answer !== undefined) kept = written;
		const found = await read();
		// A write whose answer was lost has been done, or has not.
		if (answer === undefined && found === written) kept = written;
		judge(score, found, kept ?? "");
	}
	wire.close();
}

/** Resets both M-Bus slaves and reads their telegrams, of which the identification is known. */
export async function mbus({ bench, score, signal, random }: Soaker): Promise<void> {
	const wire = await Wire.open(bench.mbusPort);
	const short = (control: number, address: number): Uint8Array =>
		Uint8Array.of(0x10, control, address, control + address, 0x16);
	while (!signal.aborted && !wire.closed) {
		const address = 1 + (random() % 2);
		judge(score, hex(await wire.ask(short(0x40, address), MBUS.isWhole)), "e5");
		const telegram = await wire.ask(short(0x5b, address), MBUS.isWhole);
		// Bytes 7 to 10 are the identification, the last digits first.
		judge(score, hex(telegram?.subarray(7, 11).reverse()), serialOf(address));
	}
	wire.close();
}

/** Connects over the radio, reads the serial number, and leaves. */
export async function radio({ bench, score, signal }: Soaker): Promise<void> {
	while (!signal.aborted) {
		const socket = new WebSocket(`${bench.http.replace("http", "ws")}/api/meters/1/ble`);
		socket.on("error", () => {});
		const answers = new Map<number, string>();
		let advertises = false;
		socket.on("message", (data) => {
			const { id, value, error, advertisement } = JSON.parse(String(data));
			if (id !== undefined) answers.set(id, value ?? error ?? "done");
			advertises ||= Boolean(advertisement);
		});
		const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
		const until = async (holds: () => boolean): Promise<void> => {
			while (!holds()) await once(socket, "message", { signal: limit });
		};
		const ask = async (id: number, request: object): Promise<string | undefined> => {
			socket.send(JSON.stringify({ id, ...request }));
			await until(() => answers.has(id));
			return answers.get(id);
		};
		try {
			await until(() => advertises);
			// Another client may be quicker, and the meter then advertises again.
			if ((await ask(1, { operation: "connect" })) === "done")
				judge(
					score,
					await ask(2, { operation: "read", characteristic: "2A25" }),
					Buffer.from(serialOf(2)).toString("hex"),
				);
		} catch {
			if (!signal.aborted) judge(score, undefined, serialOf(2));
		}
		socket.terminate();
	}
}

/** Asks the API, changes the mains, presses buttons and advances. */
export async function http({ bench, score, signal, random }: Soaker): Promise<void> {
	const requests: readonly [string, string, object?][] = [
		["GET", "/api/engine"],
		["GET", "/api/truth"],
		["GET", "/api/display"],
		["GET", "/api/meters/1/mains"],
		["PATCH", "/api/meters/1/mains", { phases: [{ current: random() % 5 }] }],
		["POST", "/api/seal", { open: false }],
		["POST", "/api/meters/1/advance", { seconds: 0.5 }],
		["GET", "/api/flash/faults"],
	];
	while (!signal.aborted) {
		const [method, path, body] = requests[random() % requests.length] ?? ["GET", "/api/engine"];
		const answer = await bench.call(method, path, body).catch(() => undefined);
		judge(score, answer && `${answer.status}`, "200");
	}
}
