/**
 * The byte link of an emulated board: messages in shared memory with a bell each way, and the
 * characters of the buses on UARTs of their own, where WIRED messages give their place in the
 * stream.
 */
import { Readable, Writable } from "node:stream";
import { Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { message } from "../meter/link.ts";
import { MessageReader } from "../meter/link-engine.ts";
import type { SharedMemory } from "./shared-memory.ts";
import type { Wire } from "./wire.ts";

const BELL = Uint8Array.of(1);

/** Bytes of TRANSMIT and of WIRED before the characters or their number: clock, port. */
const SENT_HEAD_BYTES = 5;

export class EmulatedLink {
	/** The streams of an engine that speaks the link on standard input and output. */
	readonly input: Writable;
	readonly output = new Readable({ read: () => {} });
	readonly #memory: SharedMemory;
	readonly #bell: Wire;
	readonly #ports: Readonly<Record<number, Wire>>;
	readonly #toBoard = new MessageReader((type, payload) => this.#pass(type, payload));
	readonly #toBench = new MessageReader((type, payload) => this.#take(type, payload));
	/** Bytes that the shared memory had no room for. */
	#waiting: Buffer[] = [];
	/** Messages of the board, oldest first; a WIRED message waits for its characters. */
	readonly #queue: { type: number; payload: Buffer }[] = [];
	/** Characters received on each port. */
	readonly #sent: Record<number, Buffer>;

	constructor(memory: SharedMemory, bell: Wire, rs485: Wire, mbus: Wire) {
		this.#memory = memory;
		this.#bell = bell;
		this.#ports = { [Port.RS485]: rs485, [Port.MBUS]: mbus };
		this.#sent = { [Port.RS485]: Buffer.alloc(0), [Port.MBUS]: Buffer.alloc(0) };
		this.input = new Writable({
			write: (bytes: Buffer, _encoding, done) => {
				this.#toBoard.push(bytes);
				this.#flush();
				done();
			},
		});
		bell.listen(() => this.#rung());
		for (const [port, wire] of Object.entries(this.#ports))
			wire.listen((bytes) => {
				this.#sent[Number(port)] = Buffer.concat([this.#sent[Number(port)] ?? bytes, bytes]);
				this.#deliver();
			});
	}

	#pass(type: number, payload: Buffer): void {
		const wire = type === ToBoard.RECEIVED ? this.#ports[payload.readUInt8(0)] : undefined;
		if (!wire) {
			this.#waiting.push(message(type, payload));
			return;
		}
		const number = Buffer.alloc(3);
		number[0] = payload.readUInt8(0);
		number.writeUInt16LE(payload.length - 1, 1);
		wire.write(Buffer.from(payload.subarray(1)));
		this.#waiting.push(message(ToBoard.WIRED, number));
	}

	#flush(): void {
		let rest = Buffer.concat(this.#waiting);
		const written = this.#memory.write(rest);
		rest = rest.subarray(written);
		this.#waiting = rest.length > 0 ? [rest] : [];
		if (written > 0) this.#bell.write(BELL);
	}

	#rung(): void {
		this.#toBench.push(this.#memory.read());
		this.#deliver();
		if (this.#waiting.length > 0) this.#flush();
	}

	#take(type: number, payload: Buffer): void {
		if (type === ToBench.RESTARTED) this.#forget();
		this.#queue.push({ type, payload: Buffer.from(payload) });
	}

	/** Drops the rest of a restarted board's output, which never comes. */
	#forget(): void {
		this.#deliver();
		this.#queue.length = 0;
		for (const port of Object.keys(this.#sent)) this.#sent[Number(port)] = Buffer.alloc(0);
	}

	#deliver(): void {
		for (;;) {
			const next = this.#queue[0];
			if (!next) return;
			const whole =
				next.type === ToBench.WIRED
					? this.#transmit(next.payload)
					: message(next.type, next.payload);
			if (!whole) return;
			this.#queue.shift();
			this.output.push(whole);
		}
	}

	/** Builds TRANSMIT with the characters that WIRED counts; undefined until all have arrived. */
	#transmit(payload: Buffer): Buffer | undefined {
		const port = payload.readUInt8(SENT_HEAD_BYTES - 1);
		const count = payload.readUInt16LE(SENT_HEAD_BYTES);
		const sent = this.#sent[port];
		if (!sent || sent.length < count) return undefined;
		this.#sent[port] = sent.subarray(count);
		return message(ToBench.TRANSMIT, payload.subarray(0, SENT_HEAD_BYTES), sent.subarray(0, count));
	}
}
