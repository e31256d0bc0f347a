import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/bundle.ts";
import { softwareChecksums, softwareParts } from "../../scripts/checksums.ts";

let parts: Awaited<ReturnType<typeof softwareParts>>;

beforeAll(async () => {
	parts = await softwareParts("virtual");
});

/** What a part's checksum is said to be, by another's CRC-32. */
function expected(paths: readonly string[]): number {
	return crc32(
		paths.map((path) => `${path}\0${readFileSync(join(root, path), "utf8")}\0`).join(""),
	);
}

it("checks each file of the firmware and its board in one of the two parts", () => {
	const files = ["src", "boards/virtual"].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
	);
	const sources = files.filter((name) => name.endsWith(".ts"));
	expect([...parts.legallyRelevant, ...parts.other].sort()).toEqual(sources.sort());
});

describe("the legally relevant part", () => {
	it.each([
		"metrology/kernel",
		"metrology/energy",
		"registers/energy-registers",
		"pulse/pulses",
		"storage/keeper",
		"indication/energy-part",
	])("has %s", (name) => {
		expect(parts.legallyRelevant).toContain(`src/${name}.ts`);
	});

	it("depends on no protocol", () => {
		const protocols = parts.legallyRelevant.filter((path) =>
			/^src\/(modbus|mbus|ble)\//.test(path),
		);
		expect(protocols).toEqual([]);
	});
});

it("takes the CRC-32 of paths and texts", async () => {
	expect(await softwareChecksums("virtual")).toEqual({
		legallyRelevant: expected(parts.legallyRelevant),
		other: expected(parts.other),
	});
});

it("tells the same legally relevant software of every board", async () => {
	const virtual = await softwareChecksums("virtual");
	const esp32s3 = await softwareChecksums("esp32s3");
	expect(esp32s3.legallyRelevant).toBe(virtual.legallyRelevant);
	expect(esp32s3.other).not.toBe(virtual.other);
});
