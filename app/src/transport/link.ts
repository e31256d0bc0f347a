/** A Bluetooth connection: GATT operations on characteristics by name. */
import { CHARACTERISTICS } from "ble/services";

export interface Link {
	read(characteristic: string): Promise<DataView>;
	write(characteristic: string, value: Uint8Array<ArrayBuffer>): Promise<void>;
	subscribe(characteristic: string, onValue: (value: DataView) => void): Promise<void>;
	disconnect(): void;
	/** Called once when the connection ends, whichever side ended it. */
	onLost: (() => void) | undefined;
}

/** A meter that the app can connect to, any number of times. */
export interface FoundMeter {
	/** Eight digits. */
	readonly serialNumber: string;
	/** How it was found. */
	readonly by: "bluetooth" | "bench";
	/** Why it accepted no connection when it was found; undefined if it did. */
	readonly obstacle: string | undefined;
	/** Looks why it accepts no connection now; undefined if nothing is known against it. */
	check(): Promise<string | undefined>;
	/** Connects to the meter. */
	open(): Promise<Link>;
}

/** The connection was lost. The last operation may or may not have reached the meter. */
export class LinkLost extends Error {}

/** Returns the full UUID of a characteristic in lower case. */
export function uuidOf(name: string): string {
	const found = CHARACTERISTICS.find((each) => each.name === name);
	if (!found) throw new Error(`no characteristic ${name}`);
	const whole =
		found.uuid.length === 4 ? `0000${found.uuid}-0000-1000-8000-00805f9b34fb` : found.uuid;
	return whole.toLowerCase();
}
