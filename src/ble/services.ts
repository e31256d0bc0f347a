/**
 * The GATT services of the meter (docs/ble.md). Moddable's `bleservices` (`npm run services`), the
 * virtual radio and Meter Manager are made from this definition; it imports nothing, so that all of
 * them can read it.
 */

/** Operation that a characteristic allows a client. */
export type Property = "read" | "write" | "writeNoResponse" | "notify";

export interface Characteristic {
	/** Key by meaning, which the radio passes to the firmware. */
	readonly name: string;
	/** 16-bit UUID as 4 hexadecimal digits, or a UUID of 128 bits. */
	readonly uuid: string;
	readonly properties: readonly Property[];
	/**
	 * Operations among them for which the link must be encrypted and authenticated: the stack
	 * refuses them before, so that the client's system pairs.
	 */
	readonly secured: readonly ("read" | "write")[];
	/** Longest value in bytes. */
	readonly maxBytes: number;
}

export interface Service {
	/** Name of its file in `boards/bleservices`. */
	readonly name: string;
	readonly uuid: string;
	readonly characteristics: readonly Characteristic[];
}

/** UUID of the meter's service; advertised. */
export const METER_SERVICE = "C89C0001-85BC-4DA5-B49C-E0F64CF8048F";

/** Longest attribute value in bytes (Core Specification 5.4, volume 3, part F, 3.2.9). */
export const MAXIMUM_VALUE = 512;

/** Bytes of a notification or a write that fit one packet at the smallest MTU, 23. */
const SMALLEST_PACKET = 20;

function characteristic(
	name: string,
	uuid: string,
	maxBytes: number,
	...properties: Property[]
): Characteristic {
	return Object.freeze({
		name,
		uuid,
		properties: Object.freeze(properties),
		secured: Object.freeze([]),
		maxBytes,
	});
}

/** The same characteristic, with operations that need an authenticated link. */
function securing(open: Characteristic, ...secured: ("read" | "write")[]): Characteristic {
	return Object.freeze({ ...open, secured: Object.freeze(secured) });
}

/** A characteristic of our service: its UUID with this number in the first field. */
function ours(
	name: string,
	number: string,
	maxBytes: number,
	...properties: Property[]
): Characteristic {
	return characteristic(name, METER_SERVICE.replace("0001", number), maxBytes, ...properties);
}

function reading(name: string, number: string): Characteristic {
	return ours(name, number, SMALLEST_PACKET, "read", "notify");
}

export const SERVICES: readonly Service[] = Object.freeze([
	Object.freeze({
		name: "device-information",
		uuid: "180A",
		characteristics: Object.freeze([
			characteristic("manufacturer", "2A29", SMALLEST_PACKET, "read"),
			characteristic("model", "2A24", SMALLEST_PACKET, "read"),
			characteristic("serialNumber", "2A25", SMALLEST_PACKET, "read"),
			characteristic("hardwareRevision", "2A27", SMALLEST_PACKET, "read"),
			characteristic("softwareRevision", "2A28", SMALLEST_PACKET, "read"),
		]),
	}),
	Object.freeze({
		name: "meter",
		uuid: METER_SERVICE,
		characteristics: Object.freeze([
			reading("totals", "0010"),
			reading("phaseL1", "0011"),
			reading("phaseL2", "0012"),
			reading("phaseL3", "0013"),
			reading("lines", "0014"),
			reading("energies", "0015"),
			ours("request", "0020", MAXIMUM_VALUE, "write", "writeNoResponse"),
			ours("response", "0021", MAXIMUM_VALUE, "notify"),
			securing(ours("login", "0030", 4, "read", "write"), "read", "write"),
			securing(ours("broadcast", "0031", 1, "read", "write"), "write"),
		]),
	}),
	Object.freeze({
		name: "modbus-rtu",
		uuid: "FFE0",
		characteristics: Object.freeze([
			characteristic("rtuRequest", "FFE9", SMALLEST_PACKET, "write", "writeNoResponse"),
			characteristic("rtuResponse", "FFE4", SMALLEST_PACKET, "notify"),
		]),
	}),
]);

/**
 * All characteristics in order; an index in this list is the number on the virtual board's link.
 */
export const CHARACTERISTICS: readonly Characteristic[] = Object.freeze(
	SERVICES.flatMap(({ characteristics }) => characteristics),
);
