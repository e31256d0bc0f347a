import jsQR from "jsqr";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { TestDisplay } from "../../testkit/display.ts";

describe("the Bluetooth page", () => {
	/** Text of the QR code in the picture, read by a decoder of another author. */
	function scan(display: TestDisplay): string | undefined {
		const { data, width, height } = PNG.sync.read(display.png(4));
		return jsQR(new Uint8ClampedArray(data), width, height)?.data;
	}

	it("has a code that a scanner reads", () => {
		const display = new TestDisplay({ backlight: 2 });
		expect(scan(display)).toBeUndefined();
		display.hold("middle");
		display.press("middle");
		expect(scan(display)).toBe("AMBIT:12345678");
		display.press("middle");
		expect(scan(display)).toBeUndefined();
	});

	it("has a code that a scanner reads on a turned display without backlight", () => {
		const display = new TestDisplay({ backlight: 3, screenDirection: 1 });
		display.hold("middle");
		display.press("middle");
		expect(scan(display)).toBe("AMBIT:12345678");
	});

	it("leads back to the menu that it was opened from", () => {
		const display = new TestDisplay();
		display.hold("middle");
		display.press("middle", "middle");
		expect(display.screen).toEqual(["*BLUETOOTH", " SETTINGS", " BACK"]);
	});

	it("restores the picture when it is left", () => {
		const display = new TestDisplay({ lcdCycleTime: 30 });
		const before = display.panel.screen.pixels();
		const [identity] = display.rows;
		display.hold("middle");
		display.press("middle", "middle");
		display.wait(60);
		for (let i = 0; i < 100; i++) {
			if (display.reading.page === "1/15" && display.rows[0] === identity) break;
			display.wait(8);
		}
		expect(display.panel.screen.pixels()).toEqual(before);
	});

	it("tells where to switch Bluetooth on while it is off", () => {
		const display = new TestDisplay({ broadcast: 0 });
		display.hold("middle");
		display.press("middle");
		expect(scan(display)).toBeUndefined();
		expect(display.screen.join("|")).toContain("SETTINGS, BROADCAST");
		display.set({ broadcast: 1 });
		display.wait(1);
		expect(scan(display)).toBe("AMBIT:12345678");
	});
});
