/** A slice of `npm run sanitize`, on the engine without sanitizers. */
import { expect, it } from "vitest";
import { buildEngine } from "../../engine/image/desktop.ts";
import { seeded } from "../../lab/fuzz/random.ts";
import { hostileStream, offer } from "../../lab/sanitize/hostile.ts";
import { bundleFirmware } from "../../scripts/bundle.ts";

const STREAMS = 25;

it("an engine that is given hostile bytes ends with one line, or takes no harm", async () => {
	const [engine, firmware] = await Promise.all([buildEngine(), bundleFirmware()]);
	const faults: string[] = [];
	for (let seed = 1; seed <= STREAMS; seed++) {
		const fault = await offer(engine, firmware, hostileStream(seeded(seed)));
		if (fault !== undefined) faults.push(`seed ${seed}: ${fault}`);
	}
	expect(faults).toEqual([]);
});
