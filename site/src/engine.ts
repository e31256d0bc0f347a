/** The engine of the page: the firmware on the browser's own engine, in the bench's worker. */

import { reasonOf } from "../../bench/fault.ts";
import type { Chip } from "../../bench/flash/chip.ts";
import type { EngineEvents, Identity } from "../../bench/meter/engine.ts";
import { message } from "../../bench/meter/link.ts";
import { type ByteLink, LinkEngine } from "../../bench/meter/link-engine.ts";
import type { Host } from "../../boards/virtual/host.ts";
import { HEADER_LENGTH } from "../../boards/virtual/link.ts";
import { FirmwareHost } from "../../engine/node/firmware-host.ts";
import type { Message } from "../../engine/node/message.ts";
import { SamplePath } from "../../engine/node/sample-path.ts";

/** The firmware's bundle as a function: each call is a board that powers up. */
export type Firmware = (host: Host, trace: (...items: unknown[]) => void) => void;

/** The parts that an engine runs. */
export interface Program {
	readonly firmware: Firmware;
	/** The kernel's WebAssembly module. */
	readonly kernel: Uint8Array<ArrayBuffer>;
}

/** Leaves the firmware where it is: its supply has gone. */
class SupplyLost extends Error {}

/** The byte link within the page, a message at a time. */
class PageLink implements ByteLink {
	readonly input = { write: (bytes: Buffer) => this.#take(bytes) };
	readonly output = {
		on: (_event: "data", listener: (chunk: Buffer) => void) => this.#listeners.push(listener),
	};
	/** Messages for the firmware, in order. */
	readonly inbox: Message[] = [];
	readonly #listeners: ((chunk: Buffer) => void)[] = [];
	readonly #readers: (() => void)[] = [];

	/** Calls `reader` each time that a message for the firmware has come. */
	onMessage(reader: () => void): void {
		this.#readers.push(reader);
	}

	/** Hands the bench a message of the firmware. */
	send(bytes: Buffer): void {
		for (const listener of this.#listeners) listener(bytes);
	}

	#take(bytes: Buffer): void {
		const [type = 0] = bytes;
		this.inbox.push({ type, payload: bytes.subarray(HEADER_LENGTH) });
		for (const reader of this.#readers) reader();
	}
}

export class PageEngine extends LinkEngine {
	readonly #host: FirmwareHost;
	readonly #link: PageLink;
	/** Messages from the firmware that the bench has not heard yet. */
	#outbox: Buffer[] = [];
	#isHalted = false;
	/** True if the next turn is on its way. */
	#isAwake = false;

	/** @param chip flash of the board; undefined: it has none */
	constructor(
		program: Program,
		identity: Identity,
		events: EngineEvents,
		highInputs: readonly number[] = [],
		chip?: Chip,
	) {
		const link = new PageLink();
		super(link, events, chip);
		this.#link = link;
		link.onMessage(() => this.#wake());
		chip?.powerUp();
		this.#host = new FirmwareHost(
			{
				send: (type, payload) => this.#send(type, payload),
				flush: () => this.#flush(),
				read: () => this.#read(),
				broken: (reason) => {
					throw new Error(reason);
				},
				heapBytes: () => 0,
			},
			new SamplePath(program.kernel),
		);
		program.firmware(this.#host.host, this.#host.trace);
		this.start(identity, highInputs);
	}

	protected override halt(): Promise<void> {
		this.#isHalted = true;
		this.#link.inbox.length = 0;
		this.#outbox = [];
		return Promise.resolve();
	}

	#wake(): void {
		if (this.#isAwake || this.#isHalted) return;
		this.#isAwake = true;
		setImmediate(() => this.#turn());
	}

	/** Sends the answers to the last message and handles the next one. */
	#turn(): void {
		this.#isAwake = false;
		if (this.#isHalted) return;
		this.#host.release();
		const next = this.#host.takeWaiting() ?? this.#link.inbox.shift();
		if (!next) return;
		try {
			this.#host.deliver(next);
		} catch (error) {
			if (!(error instanceof SupplyLost))
				this.break(`ended: uncaught exception: ${reasonOf(error)}`);
		}
		this.#wake();
	}

	#send(type: number, payload: Uint8Array): void {
		if (this.#isHalted) throw new SupplyLost();
		this.#outbox.push(message(type, payload));
	}

	#flush(): void {
		const sent = this.#outbox;
		this.#outbox = [];
		for (const bytes of sent) this.#link.send(bytes);
	}

	/** The bench has answered already, unless the supply has failed in what it was asked. */
	#read(): Message {
		const next = this.#isHalted ? undefined : this.#link.inbox.shift();
		if (!next) throw new SupplyLost();
		return next;
	}
}
