/**
 * The firmware's cost of notifying readings in byte codes: the difference between runs with and
 * without clients.
 */
import { message } from "../../bench/meter/link.ts";
import { ToBoard } from "../../boards/virtual/link.ts";
import { CHARACTERISTICS } from "../../src/ble/services.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { count, difference, pass, START } from "./byte-codes.ts";

/** Seconds of meter time that are counted. */
const SECONDS = 60;

/** Clients, each subscribed to every reading. */
const CLIENTS = [0, 1, 2];

/**
 * Byte codes a second of notifying all readings to three clients.
 * @param engine path of the engine
 * @param firmware path of the firmware's bundle
 */
export function notificationByteCodes(engine: string, firmware: string): number {
	const seconds = Buffer.concat(Array.from({ length: SECONDS }, () => pass(FRAME_RATE_HZ)));
	const stats = message(ToBoard.STATS);
	const run = (...clients: Buffer[]): number => {
		const input = [START, ...clients, pass(FRAME_RATE_HZ), stats, seconds, stats];
		return difference(count(engine, firmware, Buffer.concat(input)));
	};
	const connected = CLIENTS.map((client) =>
		message(ToBoard.BLE_CONNECTION, Uint8Array.of(client, 23, 0), new Uint8Array(32)),
	);
	const subscribed = CLIENTS.flatMap((client) =>
		CHARACTERISTICS.flatMap(({ name, properties }, number) =>
			properties.includes("notify") && name !== "response"
				? [message(ToBoard.BLE_SUBSCRIBE, Uint8Array.of(client, number, 1))]
				: [],
		),
	);
	return (run(...connected, ...subscribed) - run(...connected)) / SECONDS;
}
