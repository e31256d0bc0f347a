/** Reads advertising data (Core Specification Supplement, part A). */

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
	const bytes = Buffer.from(payload);
	const length = bytes.readUInt8(0);
	const [data, response] = [bytes.subarray(1, 1 + length), bytes.subarray(1 + length)];
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
	for (let at = 0; at + 1 < packet.length; at += 1 + packet.readUInt8(at)) {
		const content = packet.subarray(at + 2, at + 1 + packet.readUInt8(at));
		const type = packet.readUInt8(at + 1);
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
