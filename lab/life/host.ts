/**
 * The global `host` for boards in this process, whose messages and exchanges go to whoever has the
 * link now. Imported before anything of boards/virtual, which takes `host` when it is loaded.
 */
import type { Host } from "../../boards/virtual/host.ts";
import { MAXIMUM_PAYLOAD } from "../../boards/virtual/link.ts";

/** The bench's end of the link. */
export interface Link {
	/** True if it takes messages of a type; others are not even made. */
	takes(type: number): boolean;
	/** Takes a message: the first `length` bytes of the payload, valid during the call. */
	send(type: number, payload: Uint8Array, length: number): void;
	/** Answers a message; the answer is copied. */
	exchange(type: number, payload: Uint8Array): Uint8Array;
}

const input = new ArrayBuffer(MAXIMUM_PAYLOAD);
const output = new ArrayBuffer(MAXIMUM_PAYLOAD);
const bytes = new Uint8Array(output);

let link: Link | undefined;

/** Gives the link to another end. */
export function connect(end: Link): void {
	link = end;
}

const unused = (): never => {
	throw new Error("a life has no frames");
};

const host: Host = {
	input,
	output,
	send: (type, length, rest, first = 0, count = rest ? rest.length - first : 0) => {
		if (!link?.takes(type)) return;
		for (let i = 0; i < count; i++) bytes[length + i] = rest?.[first + i] ?? 0;
		link.send(type, bytes, length + count);
	},
	exchange: (type, length) => {
		const answer = link?.exchange(type, bytes.subarray(0, length));
		if (!answer) throw new Error("no flash chip");
		bytes.set(answer);
		return answer.length;
	},
	meter: unused,
	restartMeter: unused,
	setReference: unused,
	quality: unused,
	enableQuality: unused,
	setQualityLimits: unused,
	unpack: unused,
	qrCode: unused,
	onMessage: undefined,
};

globalThis.host = host;
