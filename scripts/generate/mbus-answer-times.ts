/** Measures the delay of the slave's answers in meter time, with the timers of a virtual board. */

import type { SerialIO, SerialOptions, SerialPort } from "board";
import { catalogue } from "catalogue";
import { mbusMaps } from "maps";
import MBusSettings from "mbus/settings";
import MBusSlave from "mbus/slave";
import RegisterModel from "registers/model";
import { BAUD_RATES, MBUS_RATES } from "serial/line-settings";
import { clock } from "../../boards/virtual/clock";
import Timer from "../../boards/virtual/timer";

/** One baud rate's answers and the standard's window (EN 13757-2, 5.5.1), in ms. */
export interface AnswerTimes {
	baud: number;
	earliest: number;
	shortest: number;
	longest: number;
	latest: number;
}

/** Address of a new meter. */
const OWN = 0;

/** Requests of every kind: SND_NKE, REQ_UD2, application reset, tariff, selection by wildcards. */
const REQUESTS: readonly (readonly number[])[] = [
	[0x10, 0x40, OWN, 0x40, 0x16],
	[0x10, 0x5b, OWN, 0x5b, 0x16],
	[0x68, 0x03, 0x03, 0x68, 0x53, OWN, 0x50, 0xa3, 0x16],
	[0x68, 0x08, 0x08, 0x68, 0x53, OWN, 0x51, 0x09, 0x7c, 0x01, 0x54, 0x01, 0x7f, 0x16],
	[0x68, 0x0b, 0x0b, 0x68, 0x53, 0xfd, 0x52, ...new Array(8).fill(0xff), 0x9a, 0x16],
];

/** Frames of meter time in which any answer has gone out at the slowest baud rate. */
const ENOUGH = 120_000;

/** Times at all baud rates, slowest first. */
export function answerTimes(): AnswerTimes[] {
	return BAUD_RATES.slice(0, MBUS_RATES).map((baud, code) => {
		const model = new RegisterModel(catalogue);
		model.set(model.indexOf("mbusBaudRate"), code + 1);
		const line = new Line();
		const settings = new MBusSettings(model);
		new MBusSlave(line.port, clock, settings, model, mbusMaps).start();
		if (model.get(model.indexOf("mbusAddress")) !== OWN)
			throw new Error("not the address of a new meter");
		const times = REQUESTS.map((request) => line.answerTime(request));
		const bit = 1000 / baud;
		return {
			baud,
			earliest: 11 * bit,
			shortest: Math.min(...times),
			longest: Math.max(...times),
			latest: 330 * bit + 50,
		};
	});
}

/** The other end of the slave's port. */
class Line {
	readonly port: SerialPort;
	#options: SerialOptions | undefined;
	#received: readonly number[] = [];
	/** When the answer began, in µs. */
	#answered: number | undefined;

	constructor() {
		const line = this;
		this.port = {
			port: 0,
			receive: 0,
			transmit: 0,
			io: class implements SerialIO {
				constructor(options: SerialOptions) {
					line.#options = options;
				}
				read(buffer: Uint8Array): number {
					buffer.set(line.#received);
					return line.#received.length;
				}
				write(): void {
					line.#answered = clock.microseconds;
				}
				close(): void {}
			},
		};
	}

	/** ms from a request's last character to the answer's first. */
	answerTime(request: readonly number[]): number {
		const end = clock.microseconds;
		this.#received = request;
		this.#answered = undefined;
		this.#options?.onReadable(request.length);
		Timer.advance(clock.frames + ENOUGH);
		if (this.#answered === undefined) throw new Error("no answer");
		return (this.#answered - end) / 1000;
	}
}
