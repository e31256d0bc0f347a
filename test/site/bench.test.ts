/** The bench of the page, on Node. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { RtuClient } from "../../bench/bus/rtu-client.ts";
import { LENGTH } from "../../bench/flash/chip.ts";
import { readMeter } from "../../bench/readings/readings.ts";
import { buildKernelModule } from "../../engine/image/kernel.ts";
import { bundleFirmware } from "../../scripts/bundle.ts";
import { PageBench } from "../../site/src/bench.ts";
import type { Firmware } from "../../site/src/engine.ts";

it("the meter of the page has readings as soon as it is ready", async () => {
	const firmware = new Function(
		"host",
		"trace",
		readFileSync(await bundleFirmware(), "utf8"),
	) as Firmware;
	const kernel = Uint8Array.from(readFileSync(await buildKernelModule(() => {})));
	const bench = new PageBench(
		{ program: { firmware, kernel }, flash: new Uint8Array(LENGTH).fill(0xff), version: "1.2.3" },
		{ speed: 1 },
		{ note: () => {}, fail: () => {}, end: () => {} },
	);
	await bench.start();
	const { voltageL1, frequency } = await readMeter(new RtuClient(bench.core.lines.rs485, 1));
	// The meter has not been calibrated.
	expect(voltageL1?.value).toBeGreaterThan(210);
	expect(frequency?.value).toBeCloseTo(50, 1);
	await bench.core.meters[0]?.powerOff(false);
});
