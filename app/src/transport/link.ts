/** A Bluetooth connection: GATT operations on characteristics by name. */
import { CHARACTERISTICS } from "ble/services";

export interface Link {
	read(characteristic: string): Promise<DataView>;
	write(characteristic: string, value: Uint8Array<ArrayBuffer>): Promise<void>;
	subscribe(characteristic: string, onValue: (value: DataView) => void): Promise<void>;
	disconnect(): void;
	/** Called once when the connection ends, whichever side ended it. */
	onLost: (() => void) | undefined;
	/**
	 * Asks for the six digits on the meter's display, where the system does not; undefined if the
	 * user does not want to pair.
	 */
	askDigits: (() => Promise<string | undefined>) | undefined;
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

/** Why a meter ends a connection instead of pairing, as far as an app can know. */
export const PAIRING_REFUSED =
	"The meter has ended the connection. After too many wrong digits it does not pair for a minute " +
	"or longer; opening BLUETOOTH in its menu ends that.";

/** The operation needs pairing, which has failed. */
export class NotPaired extends Error {
	/** True if the user did not want to. */
	readonly unwanted: boolean;

	constructor(reason: string, unwanted = false) {
		super(reason);
		this.unwanted = unwanted;
	}
}

/** True if some operation on the characteristic needs pairing. */
export function isSecured(name: string): boolean {
	return CHARACTERISTICS.some((each) => each.name === name && each.secured.length > 0);
}

/** Returns the full UUID of a characteristic in lower case. */
export function uuidOf(name: string): string {
	const found = CHARACTERISTICS.find((each) => each.name === name);
	if (!found) throw new Error(`no characteristic ${name}`);
	const whole =
		found.uuid.length === 4 ? `0000${found.uuid}-0000-1000-8000-00805f9b34fb` : found.uuid;
	return whole.toLowerCase();
}
