/**
 * The meter's GATT services as a Bluetooth stack knows them, and the operations it refuses by
 * itself.
 */
import { CHARACTERISTICS, MAXIMUM_VALUE, type Property, SERVICES } from "../../src/ble/services.ts";
import { AttError, AttErrorCode } from "./att.ts";

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

/** Longest value of a characteristic in bytes. */
export function limitOf(number: number): number {
	return CHARACTERISTICS[number]?.maxBytes ?? MAXIMUM_VALUE;
}

function has(number: number, property: Property): boolean {
	return CHARACTERISTICS[number]?.properties.includes(property) ?? false;
}

/**
 * @param authenticated true if the link is encrypted with a key that the six digits have proved
 * @throws AttError when the characteristic cannot be read
 */
export function judgeRead(number: number, authenticated: boolean): void {
	if (!has(number, "read")) throw AttError.of(AttErrorCode.READ_NOT_PERMITTED);
	judgeSecurity(number, "read", authenticated);
}

/** @throws AttError when the characteristic sends no notifications */
export function judgeSubscription(number: number): void {
	if (!has(number, "notify")) throw AttError.of(AttErrorCode.REQUEST_NOT_SUPPORTED);
}

/**
 * @param response true if the client waits for the stack's answer
 * @param authenticated true if the link is encrypted with a key that the six digits have proved
 * @throws AttError when the characteristic cannot be written like that
 */
export function judgeWrite(
	number: number,
	length: number,
	response: boolean,
	authenticated: boolean,
): void {
	if (!has(number, response ? "write" : "writeNoResponse"))
		throw AttError.of(AttErrorCode.WRITE_NOT_PERMITTED);
	judgeSecurity(number, "write", authenticated);
	if (length > limitOf(number)) throw AttError.of(AttErrorCode.INVALID_LENGTH);
}

function judgeSecurity(number: number, operation: "read" | "write", authenticated: boolean): void {
	if (!authenticated && CHARACTERISTICS[number]?.secured.includes(operation))
		throw AttError.of(AttErrorCode.INSUFFICIENT_AUTHENTICATION);
}
