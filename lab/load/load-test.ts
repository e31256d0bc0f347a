/**
 * The firmware under its highest load at once, on a microcontroller of 250 MIPS (-icount shift=2: 4
 * ns an instruction): both buses polled as fast as their fastest rates allow, a Bluetooth client
 * that is notified of every reading, the display on. Processor time is counted against meter time.
 */
import { rtuFrame } from "../../bench/bus/rtu.ts";
import { type BoardFigures, TICKS_PER_SECOND } from "../../bench/emulator/load.ts";
import { message, startMessage } from "../../bench/meter/link.ts";
import { Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { ByteReader } from "../../client/bytes.ts";
import { decodeResponse, MAXIMUM_READ, readRequest, writeRequest } from "../../client/pdu.ts";
import { SERVICES } from "../../src/ble/services.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { type Answer, BoardUnderTest } from "../cost/board-under-test.ts";

const EMULATOR = ["-icount", "shift=2"];

/** Frames of a block of the front end: 5 ms. */
const BLOCK = 0.005 * FRAME_RATE_HZ;

const MINUTE = 60 * FRAME_RATE_HZ;

/** Bits of a character, with parity on both buses. */
const CHARACTER = 11;

/** Register with the number of frames that the front end has lost. */
const LOST_FRAMES = 0x7007;

const UNIT_ID = 1;
const IDENTITY = { serialNumber: 12345678, modbusId: UNIT_ID, mbusAddress: 0 };

/** Modbus: 125 registers of energies; M-Bus: the telegram. */
const READ = rtuFrame(UNIT_ID, readRequest(0x6000, MAXIMUM_READ));
const REQ_UD2 = Buffer.from([0x10, 0x5b, 0, 0x5b, 0x16]);

/** Settings of the fastest rates: code of register 4004 and of 7081. */
const RATES = [
	{ address: 0x4004, code: 10 },
	{ address: 0x7081, code: 6 },
];
const RS485_RATE = 115_200;
const MBUS_RATE = 9600;

/** Silence before a request in seconds: t3.5 above 19200 baud; 11 bits on M-Bus. */
const RS485_SILENCE = 0.00175;
const MBUS_SILENCE = CHARACTER / MBUS_RATE;

/**
 * Frames that may wait while the processor is busy: 128 ms. The ESP32-S3 holds more, eight windows
 * (boards/esp32s3/window-ring.c).
 */
export const FRAMES_HELD = 1024;

/** Figures of a load test. */
export interface LoadResult {
	/** Meter time in seconds. */
	seconds: number;
	/** Share of the processor's time in percent. */
	load: number;
	/** Processor time of the longest message, in ms. */
	longest: number;
	/** Most frames that waited for the processor, including the block being processed. */
	waiting: number;
	answers: number;
	telegrams: number;
	notifications: number;
	pictures: number;
	/** Garbage collections that the firmware itself caused. */
	collections: number;
	/** The longest garbage collection of those that the test requests once a minute, in ms. */
	collection: number;
	lostFrames: number;
}

/** Options of a load test. */
export interface LoadOptions {
	/** Length in meter time. */
	seconds: number;
	/** Called between two blocks; true ends the test early. */
	isOver: () => boolean;
	/** Called after each minute with its number and the load in percent. */
	onMinute: (minute: number, load: number) => void;
}

/** A client that sends its request again as soon as the last response has passed over its line. */
class PollingClient {
	answers = 0;
	/** Frame at which its next request arrives. */
	next: number;
	readonly #port: number;
	readonly #request: Uint8Array;
	readonly #rate: number;
	readonly #silence: number;

	constructor(port: number, request: Uint8Array, rate: number, silence: number, start: number) {
		this.#port = port;
		this.#request = request;
		this.#rate = rate;
		this.#silence = silence;
		this.next = start;
	}

	/** Its request, if due. Without a response it asks again a second later. */
	due(frame: number): Buffer | undefined {
		if (frame < this.next) return undefined;
		this.next = frame + FRAME_RATE_HZ;
		return message(ToBoard.RECEIVED, Uint8Array.of(this.#port), this.#request);
	}

	answered(clock: number, length: number): void {
		this.answers++;
		const characters = length + this.#request.length;
		const seconds = (characters * CHARACTER) / this.#rate + this.#silence;
		this.next = clock + Math.ceil(seconds * FRAME_RATE_HZ);
	}
}

async function begin(board: BoardUnderTest): Promise<void> {
	await board.ask(startMessage(IDENTITY), ToBench.READY);
	await board.give(2 * FRAME_RATE_HZ);
	for (const { address, code } of RATES) {
		const write = rtuFrame(UNIT_ID, writeRequest(address, [code]));
		await board.send(message(ToBoard.RECEIVED, Uint8Array.of(Port.RS485), write));
		await board.give(FRAME_RATE_HZ / 4);
	}
	const random = new Uint8Array(32).fill(7);
	await board.send(message(ToBoard.BLE_CONNECTION, Uint8Array.of(0, 185, 0), random));
	const characteristics = SERVICES.flatMap((service) => service.characteristics);
	for (const [number, { properties }] of characteristics.entries())
		if (properties.includes("notify"))
			await board.send(message(ToBoard.BLE_SUBSCRIBE, Uint8Array.of(0, number, 1)));
	await board.settle();
}

const milliseconds = (ticks: number): number => (1000 * ticks) / TICKS_PER_SECOND;

/** Processor time in percent of meter time. */
const share = (ticks: number, frames: number): number =>
	(100 * ticks * FRAME_RATE_HZ) / (frames * TICKS_PER_SECOND);

/** The worst figures so far, and the load since the start. */
class Summary {
	longest = 0;
	latest = 0;
	collection = 0;
	readonly #first: BoardFigures;
	#last: BoardFigures;
	#frames = 0;

	constructor(first: BoardFigures) {
		this.#first = first;
		this.#last = first;
	}

	/**
	 * Adds the board's figures, `frames` after the last.
	 * @returns load since then in percent
	 */
	add(figures: BoardFigures, frames: number): number {
		const busy = figures.busy - this.#last.busy;
		this.#last = figures;
		this.#frames += frames;
		this.longest = Math.max(this.longest, figures.longestSince);
		this.latest = Math.max(this.latest, figures.latestSince);
		this.collection = Math.max(this.collection, figures.forced);
		return share(busy, frames);
	}

	get load(): number {
		return share(this.#last.busy - this.#first.busy, this.#frames);
	}

	get collections(): number {
		return this.#last.collections - this.#first.collections;
	}
}

/**
 * Runs the test. Nothing depends on the machine's clock: board and bench wait for each other, and
 * the board's time is counted in instructions.
 */
export async function loadTest(image: string, options: LoadOptions): Promise<LoadResult> {
	const board = new BoardUnderTest(image, EMULATOR);
	try {
		await begin(board);
		const start = board.frames;
		const clients = [
			new PollingClient(Port.RS485, READ, RS485_RATE, RS485_SILENCE, start),
			new PollingClient(Port.MBUS, REQ_UD2, MBUS_RATE, MBUS_SILENCE, start),
		];
		let notifications = 0;
		let pictures = 0;
		board.onMessage = ({ type, payload }: Answer) => {
			if (type === ToBench.TRANSMIT)
				clients[payload.readUInt8(4)]?.answered(payload.readUInt32LE(0), payload.length - 5);
			else if (type === ToBench.BLE_NOTIFICATION) notifications++;
			else if (type === ToBench.LCD) pictures++;
		};
		const summary = new Summary(await board.load());
		const end = Math.round(options.seconds * FRAME_RATE_HZ);
		let frame = 0;
		let counted = 0;
		while (frame < end && !options.isOver()) {
			for (const client of clients) {
				const request = client.due(start + frame);
				if (request) await board.send(request);
			}
			await board.give(BLOCK, BLOCK);
			await board.settle();
			frame += BLOCK;
			if (frame - counted < MINUTE && frame < end) continue;
			const load = summary.add(await board.load(true), frame - counted);
			if (frame - counted === MINUTE) options.onMinute(frame / MINUTE, load);
			counted = frame;
		}
		if (frame > counted) summary.add(await board.load(true), frame - counted);
		return {
			seconds: frame / FRAME_RATE_HZ,
			load: summary.load,
			longest: milliseconds(summary.longest),
			waiting: Math.ceil((summary.latest / TICKS_PER_SECOND) * FRAME_RATE_HZ) + BLOCK,
			answers: clients[0]?.answers ?? 0,
			telegrams: clients[1]?.answers ?? 0,
			notifications,
			pictures,
			collections: summary.collections,
			collection: milliseconds(summary.collection),
			lostFrames: await lostFrames(board),
		};
	} finally {
		await board.end();
	}
}

/** Reads how many frames the front end has lost; NaN if the meter does not answer. */
async function lostFrames(board: BoardUnderTest): Promise<number> {
	const request = readRequest(LOST_FRAMES, 1);
	let response: Uint8Array | undefined;
	board.onMessage = ({ type, payload }) => {
		if (type === ToBench.TRANSMIT && payload.length === 5 + 7) response = payload.subarray(6, -2);
	};
	await board.give(FRAME_RATE_HZ);
	await board.settle();
	await board.send(
		message(ToBoard.RECEIVED, Uint8Array.of(Port.RS485), rtuFrame(UNIT_ID, request)),
	);
	await board.give(FRAME_RATE_HZ / 4, BLOCK);
	await board.settle();
	const decoded = decodeResponse(request, response ?? new Uint8Array());
	return decoded.kind === "normal" ? new ByteReader(decoded.registers).uint16() : Number.NaN;
}
