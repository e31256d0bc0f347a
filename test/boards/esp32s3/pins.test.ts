import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Pin } from "../../../boards/esp32s3/pins.ts";

const document = readFileSync(
	fileURLToPath(new URL("../../../docs/hardware.md", import.meta.url)),
	"utf8",
);

describe("the pins of the ESP32-S3 board", () => {
	it("the pins of the board are those of the table in docs/hardware.md", () => {
		const rows = [...document.matchAll(/^\| (\d+) \| ([A-Z0-9_]+) \| (?:in|out|touch) \|/gm)];
		const table = Object.fromEntries(rows.map(([, pin, name]) => [name, Number(pin)]));
		expect(table).toEqual({ ...Pin });
	});

	it("the wiring of the kit in docs/kit.md has every pin of the board", () => {
		const kit = readFileSync(
			fileURLToPath(new URL("../../../docs/kit.md", import.meta.url)),
			"utf8",
		);
		const rows = [...kit.matchAll(/^\| (\d+(?:, \d+)*) \| /gm)];
		const wired = rows.flatMap(([, list]) => list.split(", ").map(Number));
		expect([...new Set(wired)].sort()).toEqual(Object.values(Pin).sort());
	});

	it("each pin of the board is used once", () => {
		expect(new Set(Object.values(Pin)).size).toBe(Object.values(Pin).length);
	});

	it("the pins of the board exist on the module and are not needed by it", () => {
		const taken = [
			0, 3, 45, 46, 19, 20, 43, 44, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
		];
		for (const pin of Object.values(Pin)) {
			expect(pin).toBeLessThan(49);
			expect(taken).not.toContain(pin);
		}
	});

	it("the pins of the touch pads are touch channels: GPIO 1 to 14", () => {
		for (const pin of [Pin.TOUCH_LEFT, Pin.TOUCH_MIDDLE, Pin.TOUCH_RIGHT])
			expect(pin).toBeLessThan(15);
	});
});
