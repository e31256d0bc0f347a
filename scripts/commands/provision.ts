/**
 * `npm run provision -- serial=N [modbus=N] [mbus=N] [port=DEVICE]`: writes an identity into the
 * eFuses of an ESP32-S3, once and for ever, by ESP-IDF's espefuse (docs/hardware.md).
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../engine/root.ts";
import crc32 from "../../src/checksum.ts";
import { Complaint } from "../complaint.ts";

const BLOCK = "BLOCK_USR_DATA";
const BLOCK_BYTES = 32;

/** Place of the CRC-32, and the serial number's: as boards/esp32s3/identity.ts reads them. */
const CRC = 28;
const SERIAL_NUMBER = 8;

/** Settings with their ranges; one without a default must be given. */
const NUMBERS = {
	serial: { from: 1, to: 99_999_999, initial: undefined },
	modbus: { from: 1, to: 247, initial: 1 },
	mbus: { from: 0, to: 250, initial: 0 },
} as const;

/** Value of a setting. Throws one line. */
function numberOf(settings: ReadonlyMap<string, string>, name: keyof typeof NUMBERS): number {
	const { from, to, initial } = NUMBERS[name];
	const text = settings.get(name);
	if (text === undefined && initial !== undefined) return initial;
	const value = /^\d+$/.test(text ?? "") ? Number(text) : Number.NaN;
	if (!(value >= from && value <= to))
		throw new Complaint(`${name}=${text ?? ""}: a number from ${from} to ${to} is wanted`, 2);
	return value;
}

/** The settings by name. Throws one line. */
function parse(parameters: readonly string[]): ReadonlyMap<string, string> {
	const settings = new Map<string, string>();
	for (const parameter of parameters) {
		const [, name, value] = /^([a-z]+)=(.+)$/.exec(parameter) ?? [];
		if (name === undefined || !(name in NUMBERS || name === "port"))
			throw new Complaint(
				`${parameter} is no setting; serial=N is needed, see docs/hardware.md`,
				2,
			);
		settings.set(name, value);
	}
	return settings;
}

/** The block of eFuses that holds an identity. */
export function identityBlock(serial: number, modbus: number, mbus: number): Uint8Array {
	const block = new Uint8Array(BLOCK_BYTES);
	const view = new DataView(block.buffer);
	block.set([0x41, 0x6d, 1, modbus, mbus]);
	view.setUint32(SERIAL_NUMBER, serial, true);
	view.setUint32(CRC, crc32(block, 0, CRC), true);
	return block;
}

/** Runs espefuse. Throws one line if it fails. */
function espefuse(port: string | undefined, parameters: readonly string[]): void {
	const chip = ["--chip", "esp32s3", ...(port === undefined ? [] : ["--port", port])];
	const { status, error } = spawnSync("espefuse", [...chip, ...parameters], {
		// it asks before it burns
		stdio: "inherit",
	});
	if (error) throw new Complaint("espefuse was not found; ESP-IDF's export.sh puts it on the PATH");
	if (status !== 0) throw new Complaint("espefuse has failed");
}

/** Refuses a board whose block is not empty. Throws one line. */
function refuseTwice(port: string | undefined, folder: string): void {
	const file = join(folder, "efuses.json");
	espefuse(port, ["summary", "--format", "json", "--file", file, BLOCK]);
	const summary: Record<string, { value?: unknown }> = JSON.parse(readFileSync(file, "utf8"));
	const text = summary[BLOCK]?.value;
	if (typeof text !== "string") throw new Complaint(`espefuse does not tell ${BLOCK}`);
	const bytes = Uint8Array.from(text.split(" "), (byte) => Number.parseInt(byte, 16));
	if (bytes.every((byte) => byte === 0)) return;
	const serial = new DataView(bytes.buffer).getUint32(SERIAL_NUMBER, true);
	throw new Complaint(`this board is No. ${`${serial}`.padStart(8, "0")} already, for ever`);
}

/** Writes an identity into a board's eFuses. Throws one line. */
function burn(port: string | undefined, block: Uint8Array): void {
	const output = join(ROOT, "build/moddable");
	mkdirSync(output, { recursive: true });
	const folder = mkdtempSync(join(output, "identity-"));
	// An interruption of espefuse's question ends espefuse; the folder is still to be removed.
	process.on("SIGINT", () => {});
	try {
		refuseTwice(port, folder);
		const file = join(folder, "identity.bin");
		writeFileSync(file, block);
		espefuse(port, ["burn-block-data", BLOCK, file]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

export async function provision(parameters: readonly string[]): Promise<number> {
	try {
		const settings = parse(parameters);
		const serial = numberOf(settings, "serial");
		const block = identityBlock(serial, numberOf(settings, "modbus"), numberOf(settings, "mbus"));
		burn(settings.get("port"), block);
		return 0;
	} catch (error) {
		if (!(error instanceof Complaint)) throw error;
		process.stderr.write(`provision: ${error.message}\n`);
		return error.exitCode;
	}
}
