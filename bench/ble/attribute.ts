/**
 * The meter's GATT services as a Bluetooth stack knows them, and the operations it refuses by
 * itself.
 */
import { CHARACTERISTICS, MAXIMUM_VALUE, type Property, SERVICES } from "../../src/ble/services.ts";

/** Error codes of the attribute protocol (Core Specification 5.4, volume 3, part F, 3.4.1.1). */
export const AttErrorCode = {
	INVALID_HANDLE: 0x01,
	READ_NOT_PERMITTED: 0x02,
	WRITE_NOT_PERMITTED: 0x03,
	REQUEST_NOT_SUPPORTED: 0x06,
	INVALID_LENGTH: 0x0d,
	UNLIKELY: 0x0e,
} as const;

/** An operation was refused. */
export class AttError extends Error {
	/** Error code of the attribute protocol; undefined: the request did not get that far. */
	readonly code: number | undefined;

	constructor(message: string, code?: number) {
		super(message);
		this.code = code;
	}
}

/** A service as discovery shows it. */
export interface DiscoveredService {
	uuid: string;
	characteristics: { uuid: string; properties: readonly Property[] }[];
}

/** All services; UUIDs in the notation of Web Bluetooth: 128 bits, lower case. */
export function discover(): DiscoveredService[] {
	return SERVICES.map(({ uuid, characteristics }) => ({
		uuid: fullUuid(uuid),
		characteristics: characteristics.map((each) => ({
			uuid: fullUuid(each.uuid),
			properties: each.properties,
		})),
	}));
}

/** Expands a UUID to 128 bits; those of the Bluetooth SIG have 16. */
function fullUuid(uuid: string): string {
	const whole = uuid.length === 4 ? `0000${uuid}-0000-1000-8000-00805F9B34FB` : uuid;
	return whole.toLowerCase();
}

/**
 * Number of the characteristic on the byte link.
 * @throws AttError when there is none with this UUID
 */
export function numberOf(uuid: string): number {
	const number = CHARACTERISTICS.findIndex((each) => fullUuid(each.uuid) === fullUuid(uuid));
	if (number < 0)
		throw new AttError(`characteristic: ${uuid} does not exist`, AttErrorCode.INVALID_HANDLE);
	return number;
}

/** UUID of a characteristic by its number on the byte link. */
export function uuidOf(number: number): string | undefined {
	const characteristic = CHARACTERISTICS[number];
	return characteristic && fullUuid(characteristic.uuid);
}

function has(number: number, property: Property): boolean {
	return CHARACTERISTICS[number]?.properties.includes(property) ?? false;
}

/** @throws AttError when the characteristic cannot be read */
export function judgeRead(number: number): void {
	if (!has(number, "read"))
		throw new AttError("characteristic: cannot be read", AttErrorCode.READ_NOT_PERMITTED);
}

/** @throws AttError when the characteristic sends no notifications */
export function judgeSubscription(number: number): void {
	if (!has(number, "notify"))
		throw new AttError(
			"characteristic: sends no notifications",
			AttErrorCode.REQUEST_NOT_SUPPORTED,
		);
}

/**
 * @param response true if the client waits for the stack's answer; such a write may be longer than
 *   a packet
 * @throws AttError when the characteristic cannot be written like that
 */
export function judgeWrite(number: number, length: number, response: boolean, mtu: number): void {
	if (!has(number, response ? "write" : "writeNoResponse"))
		throw new AttError("characteristic: cannot be written", AttErrorCode.WRITE_NOT_PERMITTED);
	const limit = response ? (CHARACTERISTICS[number]?.maxBytes ?? MAXIMUM_VALUE) : mtu - 3;
	if (length > limit)
		throw new AttError(`value: ${length} bytes, at most ${limit}`, AttErrorCode.INVALID_LENGTH);
}
