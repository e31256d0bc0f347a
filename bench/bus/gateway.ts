/**
 * One connection of the Modbus TCP gateway: requests go to the RS-485 line one by one, responses
 * come back in order.
 */

import { EXCEPTION_FLAG } from "../../client/pdu.ts";
import type { SerialLine } from "./line.ts";
import { type MbapFrame, MbapReader, mbapBytes } from "./mbap.ts";
import { isWhole, rtuFrame } from "./rtu.ts";
import type { LineClient } from "./turn.ts";

/**
 * Exception code "gateway target device failed to respond" (MODBUS Application Protocol V1.1b3,
 * 7).
 */
const NO_RESPONSE = 0x0b;

/** The TCP side of a connection. */
export interface Client {
	/** Receives bytes of a response. */
	write(bytes: Uint8Array): void;
	/** A request has been served, with or without a response. */
	served(): void;
}

export class GatewayConnection implements LineClient {
	readonly #line: SerialLine;
	readonly #client: Client;
	readonly #reader = new MbapReader();
	readonly #requests: MbapFrame[] = [];
	#answer: Uint8Array = new Uint8Array();

	constructor(line: SerialLine, client: Client) {
		this.#line = line;
		this.#client = client;
	}

	/** Requests without a response so far. */
	get pending(): number {
		return this.#requests.length;
	}

	/**
	 * Receives bytes from the client.
	 * @throws MalformedMbap see {@link MbapReader}
	 */
	push(chunk: Uint8Array): void {
		const idle = this.#requests.length === 0;
		this.#requests.push(...this.#reader.push(chunk));
		if (idle) this.#ask();
	}

	/** The client has gone: forgets its requests. */
	close(): void {
		this.#requests.length = 0;
		this.#line.leave(this);
	}

	answer(bytes: Uint8Array): void {
		this.#answer = Buffer.concat([this.#answer, bytes]);
	}

	over(): void {
		const request = this.#requests.shift();
		if (request && request.unit !== 0)
			this.#client.write(mbapBytes({ ...request, pdu: this.#response(request) }));
		this.#client.served();
		this.#ask();
	}

	#ask(): void {
		const request = this.#requests[0];
		if (!request) return;
		this.#answer = new Uint8Array();
		this.#line.send(this, rtuFrame(request.unit, request.pdu));
	}

	/**
	 * The response PDU: the meter's if its frame is whole and from the unit that was asked, an
	 * exception otherwise.
	 */
	#response({ unit, pdu }: MbapFrame): Uint8Array {
		const whole = isWhole(this.#answer) && this.#answer[0] === unit;
		return whole
			? this.#answer.subarray(1, -2)
			: Uint8Array.of((pdu[0] ?? 0) | EXCEPTION_FLAG, NO_RESPONSE);
	}
}
