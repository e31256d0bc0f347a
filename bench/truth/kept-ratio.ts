/**
 * The ratio of the current transformers in a meter's flash chip (docs/storage.md): the truth knows
 * it whatever road it was set by, and after the image was replaced.
 */
import { ByteReader } from "../../client/bytes.ts";
import type { Chip } from "../flash/chip.ts";
import { HEAD_LENGTH, newestOf, touches } from "../flash/image.ts";
import type { Source } from "../source.ts";
import { type PrimaryEnergies, secondaryEnergies } from "./energies.ts";

const PAGES = "CT history";

/** Primary over secondary by the newest page of the CT history; 1: there is none. */
function keptRatio(image: Uint8Array): number {
	const page = newestOf(image, PAGES);
	if (!page) return 1;
	const reader = new ByteReader(page.bytes).skip(HEAD_LENGTH);
	return reader.uint16() / reader.uint8();
}

/** Gives energies on the primary side the ratio that a chip has, now and at each change of it. */
export function followRatio(chip: Chip, primary: PrimaryEnergies, source: Source): void {
	const follow = (): void => primary.setRatio(keptRatio(chip.image), secondaryEnergies(source));
	follow();
	chip.watch((offset, { length }) => {
		if (touches(PAGES, offset, length)) follow();
	});
}
