/** Requests that the panel sends on the buses. */
import { rtuFrame } from "../../../bus/rtu.ts";
import { ask } from "../api.ts";
import { live, unit } from "../live.ts";
import { bytesOf } from "../rows.ts";

/** Hexadecimal text of bytes, without spaces. */
function hexOf(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Modbus ID of the page's meter. */
export function ownUnit(): number {
	return unit.value ?? (live.bench.value?.meter ?? 0) + 1;
}

/**
 * Sends bytes on a bus as they are.
 * @param own true for a part of the panel's own reading
 * @returns the bytes that answered, none if no meter did; undefined if the bench refused
 */
export async function sendOn(
	bus: "modbus" | "mbus",
	request: Uint8Array,
	own = false,
): Promise<Uint8Array | undefined> {
	const path = bus === "modbus" ? "/rs485/request" : "/mbus/request";
	const said = await ask<{ answer: string }>("POST", path, { request: hexOf(request), own });
	return said && bytesOf(said.answer);
}

/**
 * Sends a PDU to the page's meter over Modbus.
 * @param own true for a part of the panel's own reading
 */
export function askMeter(pdu: Uint8Array, own = false): Promise<Uint8Array | undefined> {
	return sendOn("modbus", rtuFrame(ownUnit(), pdu), own);
}
