/** The head of a sector: says which area it was prepared for, by which version. */
import crc32 from "checksum";
import { MARK, SectorHead, VERSION } from "storage/format";

/** Makes a head; `leftOut` is the number of sectors before it that were out of use. */
export function encodeHead(kind: number, leftOut: number): Uint8Array {
	const bytes = new Uint8Array(SectorHead.LENGTH);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, MARK);
	view.setUint8(SectorHead.VERSION, VERSION);
	view.setUint8(SectorHead.KIND, kind);
	view.setUint16(SectorHead.LEFT_OUT, leftOut);
	view.setUint32(SectorHead.CHECK, crc32(bytes, 0, SectorHead.CHECK));
	return bytes;
}

/** True if the bytes begin with an intact head, of any kind and version. */
export function isHead(bytes: Uint8Array): boolean {
	const view = new DataView(bytes.buffer);
	if (view.getUint32(0) !== MARK) return false;
	return view.getUint32(SectorHead.CHECK) === crc32(bytes, 0, SectorHead.CHECK);
}

export function leftOutOf(bytes: Uint8Array): number {
	return new DataView(bytes.buffer).getUint16(SectorHead.LEFT_OUT);
}
