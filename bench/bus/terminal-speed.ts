/**
 * Keeps a pseudo-terminal open and its speed at one that no client sets. A pseudo-terminal has
 * neither speed nor parity, and Linux drops the parity that a client asks for. The C library calls
 * that an error (EINVAL) if nothing else was to change, as for a second client with the settings of
 * the first. With its speed put back after each client, something changes each time.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { LinuxBinding } from "@serialport/bindings-cpp";

/**
 * In bit/s. One that POSIX does not name: serialport throws away what waits in the terminal, as the
 * request of the next client, when it sets one that POSIX names.
 */
const IDLE_SPEED = 51;

/** A client that sets its terminal again within this time may be refused. */
const PERIOD_MS = 20;

/**
 * Opens a terminal, so that it outlives its clients.
 * @returns a function that closes it
 */
export async function keepOpen(path: string): Promise<() => Promise<void>> {
	const options = { path, baudRate: IDLE_SPEED, lock: false, hupcl: false };
	const port = await LinuxBinding.open(options);
	let open = true;
	const keep = async (): Promise<void> => {
		for (; open; await sleep(PERIOD_MS, undefined, { ref: false })) {
			const { baudRate } = await port.getBaudRate();
			if (baudRate !== IDLE_SPEED) await port.update({ baudRate: IDLE_SPEED });
		}
	};
	// The terminal may have gone with its socat.
	const kept = keep().catch(() => {});
	return async () => {
		open = false;
		await kept;
		await port.close();
	};
}
