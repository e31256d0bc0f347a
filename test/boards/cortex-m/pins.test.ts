import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FrontEnd } from "../../../bench/front-end/front-end.ts";
import { Mains } from "../../../bench/mains/model.ts";
import { patchMains } from "../../../bench/mains/validation.ts";
import { framesMessage, startMessage } from "../../../bench/meter/link.ts";
import { BYTES_PER_FRAME, Pin, Port, ToBench, ToBoard } from "../../../boards/virtual/link.ts";
import { buildImage } from "../../../engine/image/image.ts";
import { bundleFirmware } from "../../../scripts/bundle.ts";
import { runImage } from "../../../testkit/emulated-engine.ts";
import { withCrc } from "../../../testkit/line.ts";
import { encode } from "../../../testkit/run-engine.ts";

const SERIAL_NUMBER = 12345678;
const SECONDS = 4;
const FRAMES = 80;

/** Requests that let the S0 outputs pulse as fast as the LED: shortest pulses, 10 000 imp/kWh. */
const FASTEST = [
	withCrc([1, 16, 0x40, 0x21, 0, 1, 2, 0, 0x42]),
	withCrc([1, 16, 0x40, 0x0d, 0, 2, 4, 0x46, 0x1c, 0x40, 0]),
];

/** QEMU's names of the LEDs, by the outputs that they show. */
const LED_OF = { [Pin.LED]: "USERLED0", [Pin.S0_1]: "USERLED1", [Pin.S0_2]: "SCC LED0" };

/** A line of QEMU's trace: an LED lights or goes out. */
const CHANGE = /^led_change_intensity LED desc:'(.*)' color:\w+ intensity \d+% -> (\d+)%$/gm;

/** Messages of the bench: {@link SECONDS} seconds of a load at which all outputs pulse. */
function pulsing(): Buffer {
	const mains = new Mains();
	mains.apply(
		patchMains(mains.settings, {
			phases: [1, 2, 3].map(() => ({ voltage: 230, current: 5, angle: 60 })),
		}),
	);
	const frontEnd = new FrontEnd({ seed: SERIAL_NUMBER });
	const messages = [startMessage({ serialNumber: SERIAL_NUMBER, modbusId: 1, mbusAddress: 0 })];
	for (let sequence = 0; sequence < SECONDS * 100; sequence++) {
		const samples = new Float64Array(6 * FRAMES);
		const bytes = new Uint8Array(BYTES_PER_FRAME * FRAMES);
		mains.fill(samples, FRAMES);
		frontEnd.convert(samples, FRAMES, bytes);
		messages.push(framesMessage(sequence, bytes));
		const request = FASTEST[sequence / 10 - 1];
		if (request) messages.push(encode(ToBoard.RECEIVED, [Port.RS485, ...request]));
	}
	return Buffer.concat(messages);
}

it("the LEDs of the emulated board light and go out as the meter's outputs do", async () => {
	const directory = mkdtempSync(join(tmpdir(), "ambit-pins-"));
	try {
		const log = join(directory, "qemu.log");
		const image = await buildImage(await bundleFirmware(), () => {});
		const messages = await runImage(image, pulsing(), [
			"-trace",
			"led_change_intensity",
			"-D",
			log,
		]);
		const outputs = messages.filter(({ type }) => type === ToBench.OUTPUT);
		const told = outputs.map(({ payload }) => [
			LED_OF[payload.readUInt8(4) as keyof typeof LED_OF],
			payload.readUInt8(5) * 100,
		]);
		const changes = [...readFileSync(log, "utf8").matchAll(CHANGE)].map(([, led, percent]) => [
			led,
			Number(percent),
		]);
		// QEMU resets with all LEDs lit, and the board puts them out
		const start = changes.findLastIndex(([led]) => led === "SCC LED7");
		expect(changes.slice(start + 1)).toEqual(told);
		for (const led of Object.values(LED_OF))
			expect(
				told.filter(([name, percent]) => name === led && percent === 100).length,
			).toBeGreaterThan(5);
	} finally {
		rmSync(directory, { recursive: true });
	}
});
