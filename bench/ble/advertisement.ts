/** Reads advertising data (Core Specification Supplement, part A). */
import { ByteReader } from "../../client/bytes.ts";

/** An advertisement as a scanner shows it. */
export interface Advertisement {
	/** Complete local name. */
	name: string;
	/** In the notation of Web Bluetooth. */
	services: string[];
	/** Both packets as they are on air, in hexadecimal. */
	advertisingData: string;
	scanResponseData: string;
}

const UUIDS_128 = 0x07;
const NAME = 0x09;

/** Reads BLE_ADVERTISING; undefined: the radio no longer advertises. */
export function readAdvertisement(payload: Uint8Array): Advertisement | undefined {
	if (payload.length === 0) return undefined;
	const reader = new ByteReader(payload);
	const length = reader.uint8();
	const data = Buffer.from(reader.bytes(Math.min(length, reader.left)));
	const response = Buffer.from(reader.bytes());
	const advertisement: Advertisement = {
		name: "",
		services: [],
		advertisingData: data.toString("hex"),
		scanResponseData: response.toString("hex"),
	};
	for (const packet of [data, response]) readStructures(packet, advertisement);
	return advertisement;
}

function readStructures(packet: Buffer, advertisement: Advertisement): void {
	const reader = new ByteReader(packet);
	while (reader.left > 1) {
		const length = reader.uint8();
		const structure = new ByteReader(reader.bytes(Math.min(length, reader.left)));
		if (length === 0) continue;
		const type = structure.uint8();
		const content = Buffer.from(structure.bytes());
		if (type === NAME) advertisement.name = content.toString("utf8");
		if (type === UUIDS_128)
			for (let from = 0; from < content.length; from += 16)
				advertisement.services.push(uuidFrom(content.subarray(from, from + 16)));
	}
}

function uuidFrom(bytes: Buffer): string {
	const digits = Buffer.from(bytes).reverse().toString("hex");
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
