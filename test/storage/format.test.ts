/** The areas are where docs/storage.md says: an image outlives an update of the software. */
import { readFileSync } from "node:fs";
import { Areas } from "storage/format";
import { expect, it } from "vitest";

const DOCUMENT = new URL("../../docs/storage.md", import.meta.url);
const ROW = /^\| (\d+–\d+(?:, \d+–\d+)?) \| [^|]+ \| `([A-Z])` \| (\d+) \|$/gmu;

/** First and last sector, kind and bytes of a slot of each area, main before backup. */
type Row = readonly [first: number, last: number, kind: string, slotBytes: number];

it("an area has the sectors, the kind and the slots of the table in docs/storage.md", () => {
	const documented = [...readFileSync(DOCUMENT, "utf8").matchAll(ROW)].flatMap(
		([, sectors = "", kind = "", slotBytes]) =>
			sectors.split(", ").map((range): Row => {
				const [first, last] = range.split("–").map(Number);
				return [first ?? 0, last ?? 0, kind, Number(slotBytes)];
			}),
	);
	const areas = Object.values(Areas)
		.flat()
		.map(({ first, sectors, kind, slotLength }): Row => {
			return [first, first + sectors - 1, String.fromCharCode(kind), slotLength];
		});
	expect(areas).toEqual(documented);
	expect(areas).toHaveLength(16);
});
