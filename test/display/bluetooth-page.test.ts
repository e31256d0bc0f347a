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
			if (display.reading.page === "1/16" && display.rows[0] === identity) break;
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

describe("the six digits of a client that pairs", () => {
	const DIGITS = [" BLUETOOTH PAIRING", " Enter in your device:", `${" ".repeat(17)}004711`];

	/** The last rows have no hints under them. */
	const partThree = (display: TestDisplay): string[] => display.rows.slice(5);

	it("are shown within a second, with the backlight, and the pages again afterwards", () => {
		const display = new TestDisplay();
		const pages = display.screen;
		display.pairing.passkey = 4711;
		display.wait(1);
		expect(partThree(display)).toEqual(DIGITS);
		expect(display.panel.screen.lit).toBe(true);
		display.press("left", "middle", "right");
		expect(partThree(display)).toEqual(DIGITS);
		display.pairing.passkey = -1;
		display.wait(1);
		expect(display.screen[0]).toBe(pages[0]);
	});

	it("have the backlight as long as they are shown, however often a client tries again", () => {
		const display = new TestDisplay();
		display.wait(70);
		const lit: boolean[] = [];
		for (let digits = 0; digits < 3; digits++) {
			display.pairing.passkey = digits;
			for (let second = 0; second < 29; second++) {
				display.wait(1);
				lit.push(display.panel.screen.lit);
			}
		}
		expect(lit).not.toContain(false);
	});

	it("take the place of the menu's page, whose code is erased", () => {
		const display = new TestDisplay();
		display.hold("middle");
		display.press("middle");
		display.pairing.passkey = 4711;
		display.wait(1);
		expect(partThree(display)).toEqual(DIGITS);
	});

	it("follow when others are drawn", () => {
		const display = new TestDisplay();
		display.pairing.passkey = 4711;
		display.wait(1);
		display.pairing.passkey = 999999;
		display.wait(1);
		expect(partThree(display)[2]?.trim()).toBe("999999");
	});
});

describe("the menu's page BLUETOOTH", () => {
	it("lets somebody at the meter pair, however often strangers have failed by radio", () => {
		const display = new TestDisplay();
		for (let i = 0; i < 5; i++) display.password.passkeys.fail();
		expect(display.password.passkeys.locked).toBe(true);
		display.hold("middle");
		display.press("middle");
		expect(display.password.passkeys.locked).toBe(false);
	});
});

describe("the settings menu of a board without a radio", () => {
	it("has no BROADCAST", () => {
		const display = new TestDisplay({}, false);
		display.hold("middle");
		display.press("middle");
		display.enter("0000");
		display.press("left", "left");
		expect(display.screen.map((row) => row.replace(/ +/g, " ").trim())).toEqual([
			"BACKLIGHT SCROLL",
			"POWERDOWN *OBIS",
			"TRIP BACK",
		]);
	});
});
