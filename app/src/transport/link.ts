/** What Meter Manager needs of a Bluetooth connection: the GATT operations by the characteristics' names. */
import { CHARACTERISTICS } from "ble/services";

export interface Link {
	read(characteristic: string): Promise<DataView>;
	write(characteristic: string, value: Uint8Array<ArrayBuffer>): Promise<void>;
	subscribe(characteristic: string, onValue: (value: DataView) => void): Promise<void>;
	disconnect(): void;
	/** Told once when the connection has gone, whoever ended it. */
	onLost: ((reason: string) => void) | undefined;
}

/** A meter that can be connected to, again and again. */
export interface FoundMeter {
	/** Eight digits. */
	readonly serialNumber: string;
	/** Where it was found. */
	readonly by: "bluetooth" | "bench";
	/** Whether it can be connected to now. */
	readonly reachable: boolean;
	/** Connects. */
	open(): Promise<Link>;
}

/** The connection has gone: whether the last operation reached the meter is not known. */
export class LinkLost extends Error {}

/** Full UUID of a characteristic, in lower case. */
export function uuidOf(name: string): string {
	const found = CHARACTERISTICS.find((each) => each.name === name);
	if (!found) throw new Error(`no characteristic ${name}`);
	const whole =
		found.uuid.length === 4 ? `0000${found.uuid}-0000-1000-8000-00805f9b34fb` : found.uuid;
	return whole.toLowerCase();
}
