/**
 * Modbus TCP: its framing (MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3), and the
 * gateway, which sends the requests of a connection to the RS-485 line one by one and returns the
 * responses in order.
 */

import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import { EXCEPTION_FLAG } from "../../client/pdu.ts";
import type { SerialLine } from "./line.ts";
import { isWhole, rtuFrame } from "./rtu.ts";
import { endWhen, type Listening, listen, regulate } from "./tcp.ts";
import type { LineClient } from "./turn.ts";

/** Pipelined requests of one client at which the bench stops reading from it. */
const HIGH_WATER_REQUESTS = 64;

/** Bytes before the PDU: transaction ID, protocol ID, length (2 each), unit ID (1). */
const HEADER_LENGTH = 7;

/** Bytes that the field `length` counts: unit ID and PDU; a PDU has 1..253 bytes. */
const LENGTH = { minimum: 2, maximum: 254 } as const;

/** One ADU. */
export interface MbapFrame {
	transaction: number;
	unit: number;
	pdu: Uint8Array;
}

/** The stream is not Modbus TCP; nothing after this point can be trusted. */
export class MalformedMbap extends Error {}

/** Splits a stream into ADUs, whatever its chunks. */
export class MbapReader {
	#rest: Buffer = Buffer.alloc(0);

	/**
	 * Adds the next bytes of the stream; returns the ADUs that they complete.
	 * @throws MalformedMbap when a header is impossible; ADUs before it in the same chunk are lost
	 *   with it
	 */
	push(chunk: Uint8Array): MbapFrame[] {
		let bytes = Buffer.concat([this.#rest, chunk]);
		const frames: MbapFrame[] = [];
		for (;;) {
			const length = lengthOf(bytes);
			if (length === undefined || bytes.length < length) break;
			const reader = new ByteReader(bytes.subarray(0, length));
			const transaction = reader.uint16();
			const unit = reader.skip(4).uint8();
			frames.push({ transaction, unit, pdu: Uint8Array.from(reader.bytes()) });
			bytes = bytes.subarray(length);
		}
		this.#rest = Buffer.from(bytes);
		return frames;
	}
}

/** Length of the ADU at the start of `bytes`; undefined while it is not known. */
function lengthOf(bytes: Buffer): number | undefined {
	if (bytes.length < 4) return undefined;
	const reader = new ByteReader(bytes).skip(2);
	if (reader.uint16() !== 0) throw new MalformedMbap("protocol ID is not 0");
	if (reader.left < 2) return undefined;
	const length = reader.uint16();
	if (length < LENGTH.minimum || length > LENGTH.maximum)
		throw new MalformedMbap(`length ${length}`);
	return length + 6;
}

/** Encodes an ADU. */
export function mbapBytes({ transaction, unit, pdu }: MbapFrame): Uint8Array {
	return new ByteWriter(HEADER_LENGTH + pdu.length)
		.uint16(transaction)
		.uint16(0)
		.uint16(pdu.length + 1)
		.uint8(unit)
		.bytes(pdu).written;
}

/**
 * Exception code "gateway target device failed to respond" (MODBUS Application Protocol V1.1b3,
 * 7).
 */
const NO_RESPONSE = 0x0b;

/**
 * Serves Modbus TCP; a connection that does not speak it is closed.
 * @param opened connections wait for it
 */
export function listenModbusTcp(
	line: SerialLine,
	host: string,
	port: number,
	opened?: Promise<void>,
): Promise<Listening> {
	return listen({ option: "--modbus-tcp", host, port, opened }, (socket) => {
		const flow = (): void => regulate(socket, connection.pending <= HIGH_WATER_REQUESTS);
		const connection = new GatewayConnection(line, {
			write: (bytes) => void socket.write(bytes),
			served() {
				flow();
				endWhen(socket, connection.pending === 0);
			},
		});
		socket.on("data", (chunk: Buffer) => {
			try {
				connection.push(chunk);
			} catch (error) {
				if (!(error instanceof MalformedMbap)) throw error;
				socket.destroy();
			}
			flow();
		});
		socket.on("drain", flow);
		socket.on("end", () => {
			connection.finish();
			endWhen(socket, connection.pending === 0);
		});
		socket.on("close", () => connection.close());
	});
}

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

	/** The client asks no more, or has gone. */
	finish(): void {
		this.#line.finish(this);
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
