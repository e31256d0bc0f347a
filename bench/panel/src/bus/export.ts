/** Files of the exchanges on the buses: text, and a capture for Wireshark. */
import type { LiveExchange } from "../../../live/protocol.ts";
import { bytesOf } from "../rows.ts";
import { hexadecimal } from "./description.ts";
import { BUS_NAMES } from "./exchange.tsx";
import { descriptionOf } from "./list.ts";

/** Gives the user a file. */
export function save(name: string, type: string, content: BlobPart): void {
	const url = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	URL.revokeObjectURL(url);
}

/** A block of four lines for each exchange, the oldest first. */
export function textOf(newestFirst: readonly LiveExchange[]): string {
	return newestFirst
		.toReversed()
		.map((exchange) => {
			const { to, request, answer, fault } = descriptionOf(exchange);
			return [
				`${exchange.meterSeconds.toFixed(3)} s  ${BUS_NAMES[exchange.bus]}  ${to}`,
				`  ${request} → ${answer}${fault ? ` (${fault})` : ""}`,
				`  request   ${hexadecimal(bytesOf(exchange.request))}`,
				`  response  ${exchange.answer ? hexadecimal(bytesOf(exchange.answer)) : "none"}`,
				"",
			].join("\n");
		})
		.join("\n");
}

/** Blocks of pcapng (draft-ietf-opsawg-pcapng, 4). */
const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;

/** Link types for private use, one for each bus. */
const USER_0 = 147;
const INTERFACES = { modbus: 0, mbus: 1 } as const;

const MICROSECONDS = 1e6;

/** Builds a block: type, length, body padded to four bytes, length again. */
function block(type: number, body: Uint8Array): Uint8Array {
	const length = 12 + 4 * Math.ceil(body.length / 4);
	const bytes = new Uint8Array(length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, type, true);
	view.setUint32(4, length, true);
	bytes.set(body, 8);
	view.setUint32(length - 4, length, true);
	return bytes;
}

function words(...values: readonly number[]): Uint8Array {
	const bytes = new Uint8Array(4 * values.length);
	const view = new DataView(bytes.buffer);
	values.forEach((value, index) => {
		view.setUint32(4 * index, value, true);
	});
	return bytes;
}

/** A frame as a packet, at a meter time in µs. */
function packet(bus: LiveExchange["bus"], timeUs: number, frame: Uint8Array): Uint8Array {
	const head = words(
		INTERFACES[bus],
		Math.floor(timeUs / 2 ** 32),
		timeUs % 2 ** 32,
		frame.length,
		frame.length,
	);
	const body = new Uint8Array(head.length + frame.length);
	body.set(head);
	body.set(frame, head.length);
	return block(PACKET, body);
}

/** A capture file: each frame is a packet, the oldest first, at its turn's meter time. */
export function pcapOf(newestFirst: readonly LiveExchange[]): Blob {
	const blocks = [
		// Version 1.0, length of the section not given.
		block(SECTION, words(BYTE_ORDER, 1, 0xffffffff, 0xffffffff)),
		block(INTERFACE, words(USER_0, 0)),
		block(INTERFACE, words(USER_0 + 1, 0)),
	];
	for (const { bus, meterSeconds, request, answer } of newestFirst.toReversed()) {
		const timeUs = Math.round(meterSeconds * MICROSECONDS);
		for (const frame of [request, answer])
			if (frame !== "") blocks.push(packet(bus, timeUs, bytesOf(frame)));
	}
	return new Blob(blocks as BlobPart[]);
}
