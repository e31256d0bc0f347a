import { catalogue } from "catalogue";
import { beforeEach, describe, expect, it } from "vitest";
import { Place, TestDisplay } from "../../testkit/display.ts";

let display: TestDisplay;

beforeEach(() => {
	display = new TestDisplay({ obisCodes: 1 });
});

/** First row of part 3, its words with single spaces. */
const line = (): string => display.screen[0].replace(/ +/g, " ").trim();
const page = (): string | null => display.reading.page;

/** Goes from the pages to a page of the settings menu. */
function openPage(place: number): void {
	display.openSettings();
	display.openPage(place);
}

describe("the way into the settings", () => {
	it("is the middle button, held for more than 3 s", () => {
		display.hold("middle", 2900);
		expect(page()).toBe("1/16");
		display.hold("middle", 3100);
		expect(display.screen).toEqual(["*BLUETOOTH", " SETTINGS", " BACK"]);
	});

	it("asks for the password, digit by digit", () => {
		display.set({ password: 2907 });
		display.hold("middle");
		display.press("right", "middle");
		expect(line()).toBe("PASSWORD 0***");
		display.enter("290");
		expect(line()).toBe("PASSWORD ***0");
		display.enter("7");
		expect(display.screen).toEqual([
			"*PASSWORD            MODBUS",
			" TARIFF              M-BUS",
			" S0                  CT",
		]);
	});

	it("has no Bluetooth on a board without a radio", () => {
		display = new TestDisplay({}, false);
		display.hold("middle");
		expect(display.screen).toEqual(["*SETTINGS", " BACK"]);
		display.press("middle");
		expect(line()).toBe("PASSWORD 0***");
		display.hold("middle");
		display.hold("middle");
		display.press("right", "middle");
		expect(page()).toBe("1/16");
	});

	it("says how to leave without a password", () => {
		display.hold("middle");
		display.press("right", "middle");
		expect(display.screen[2].trim()).toBe("HOLD OK TO LEAVE");
		display.hold("middle");
		expect(page()).toBe("1/16");
	});

	it("turns a digit down with the left button, from 0 to 9", () => {
		display.set({ password: 9000 });
		display.hold("middle");
		display.press("right", "middle", "left", "middle", "middle", "middle", "middle");
		expect(page()).toBe("1/3");
	});

	it("tells that a password was wrong, and how many tries are left", () => {
		display.hold("middle");
		display.press("right", "middle");
		display.enter("0001");
		expect(display.screen).toEqual([" WRONG PASSWORD", " TRIES LEFT: 4"]);
		display.press("right");
		expect(line()).toBe("PASSWORD 0***");
	});

	it("locks for 60 s after five wrong tries, even for the right password", () => {
		display.hold("middle");
		display.press("right", "middle");
		for (let i = 0; i < 5; i++) {
			display.enter("0001");
			if (i < 4) display.press("middle");
		}
		expect(line()).toMatch(/^LOCKED FOR 60 S$/);
		display.wait(58.5);
		display.enter("0000");
		expect(line()).toMatch(/^LOCKED FOR 1 S$/);
		display.wait(1);
		display.enter("0000");
		expect(page()).toBe("1/3");
	});

	it("is not locked by wrong tries over Bluetooth, whose locks it ends", () => {
		const { logins, passkeys } = display.password;
		for (let i = 0; i < 5; i++) {
			logins.fail();
			passkeys.fail();
		}
		display.openSettings();
		expect(page()).toBe("1/3");
		expect([logins.locked, passkeys.locked]).toEqual([false, false]);
	});
});

describe("the settings menu", () => {
	it("has three pages, around which the star goes", () => {
		display.openSettings();
		for (let i = 0; i < Place.BACKLIGHT; i++) display.press("right");
		expect(page()).toBe("2/3");
		for (let i = Place.BACKLIGHT; i < Place.BACK; i++) display.press("right");
		expect([page(), line()]).toEqual(["3/3", "*BACK"]);
		display.press("right");
		expect([page(), line()]).toEqual(["1/3", "*PASSWORD MODBUS"]);
	});

	it("closes with BACK", () => {
		display.openSettings();
		display.press("left", "middle");
		expect(page()).toBe("1/16");
	});

	it.each([
		[Place.TARIFF, 0, ["middle", "right", "middle"], "tariff", 2],
		[Place.S0, 0, ["middle", "left", "middle"], "s0Rate", 2000],
		[Place.S0, 1, ["middle", "right", "middle"], "pulseType", 2],
		[Place.S0, 2, ["middle", "right", "middle", "right", "right", "middle"], "pulseWidth", 42],
		[Place.MODBUS, 0, ["middle", "middle", "right", "middle", "middle"], "modbusId", 11],
		[Place.MODBUS, 1, ["middle", "right", "middle"], "baudRate", 7],
		[Place.MODBUS, 2, ["middle", "right", "middle"], "parity", 2],
		[Place.MBUS, 0, ["middle", "right", "middle", "middle", "middle"], "mbusAddress", 100],
		[Place.MBUS, 1, ["middle", "right", "right", "middle"], "mbusBaudRate", 6],
		[
			Place.CT,
			0,
			["middle", "right", "middle", "middle", "middle", "middle", "right", "middle"],
			"ctRatio",
			10050001,
		],
		[Place.BACKLIGHT, 0, ["middle", "right", "middle"], "backlight", 2],
		[Place.BROADCAST, 0, ["middle", "right", "middle"], "broadcast", 0],
		[Place.BROADCAST, 1, ["middle", "right", "middle"], "bonds", 1],
		[Place.SCROLL, 0, ["middle", "right", "middle", "middle"], "lcdCycleTime", 20],
		[Place.OBIS, 0, ["middle", "right", "middle"], "obisCodes", 0],
		[
			Place.PASSWORD,
			0,
			["middle", "right", "middle", "middle", "middle", "middle"],
			"password",
			1000,
		],
	] as const)("page %i, item %i is set by %j: %s = %i", (place, item, presses, name, value) => {
		openPage(place);
		for (let i = 0; i < item; i++) display.press("right");
		display.press(...presses);
		expect(display.get(name)).toBe(value);
	});

	it.each([
		[Place.POWERDOWN, "powerDownCounter", 42],
		[Place.TRIP, "resettableEnergy", 123_456],
	] as const)("page %i resets %s, but asks once more before", (place, name, value) => {
		display.set({ [name]: value });
		openPage(place);
		expect(line()).toMatch(/RESET$/);
		display.press("middle");
		expect(display.screen[1].trim()).toBe("RESET? < NO >");
		display.press("middle");
		expect(display.get(name)).toBe(value);
		expect(line()).toMatch(/RESET$/);
		display.press("middle", "right");
		expect(display.screen[1].trim()).toBe("RESET? < YES >");
		expect(display.get(name)).toBe(value);
		display.press("middle");
		expect(display.get(name)).toBe(0);
		expect(line()).toMatch(/RESET$/);
	});

	it("resets a counter that counts while it asks, and none if the middle button is held", () => {
		display.set({ resettableEnergy: 5 });
		openPage(Place.TRIP);
		display.press("middle", "left");
		display.hold("middle");
		expect(display.get("resettableEnergy")).toBe(5);
		display.press("middle", "middle", "left");
		display.set({ resettableEnergy: 6 });
		display.press("middle");
		expect(display.get("resettableEnergy")).toBe(0);
	});

	it("sets the secondary address of M-Bus on its second page", () => {
		display.set({ mbusIdentification: 12345678 });
		openPage(Place.MBUS);
		display.press("right", "right");
		expect(page()).toBe("1/2");
		display.press("right");
		expect([page(), line()]).toEqual(["2/2", "*SECONDARY ID 12345678"]);
		display.press("middle", "left");
		for (let i = 0; i < 7; i++) display.press("middle");
		display.press("right", "middle");
		expect(display.get("mbusIdentification")).toBe(2345679);
		expect(line()).toBe("*SECONDARY ID 02345679");
	});

	it("shows M-Bus's parity, which the standard fixes, and does not set it", () => {
		openPage(Place.MBUS);
		display.press("right", "right");
		expect(display.screen[2]).toMatch(/^\*PARITY +EVEN$/);
		display.press("middle");
		expect(display.screen[1].trim()).toBe("NOT ALLOWED");
	});

	it("keeps the old value when the new one is out of range, and tells so", () => {
		openPage(Place.MBUS);
		display.press("middle", "right", "right", "right", "middle", "middle", "middle");
		expect(display.screen[1].trim()).toBe("NOT ALLOWED");
		expect(display.get("mbusAddress")).toBe(0);
		display.press("middle");
		expect(line()).toBe("*ID 000");
	});

	it("keeps the old value when the owner of the register refuses the new one", () => {
		display.model.bind(catalogue.indexOf("tariff"), { judge: () => 3 });
		openPage(Place.TARIFF);
		display.press("middle", "right", "middle");
		expect(display.get("tariff")).toBe(1);
		expect(display.screen[1].trim()).toBe("NOT ALLOWED");
	});

	it("reappears without a change when the middle button is held", () => {
		openPage(Place.TARIFF);
		display.press("middle", "right");
		display.hold("middle");
		expect(page()).toBe("1/3");
		expect(display.get("tariff")).toBe(1);
		display.press("middle");
		expect(line()).toBe("*TARIFF T1");
	});
});

describe("a menu that nobody touches", () => {
	it("closes after 60 s and drops an unconfirmed change", () => {
		openPage(Place.TARIFF);
		display.press("middle", "right");
		display.wait(59);
		expect(line()).toBe("*TARIFF < T2 >");
		display.wait(1);
		expect(page()).toBe("1/16");
		expect(display.get("tariff")).toBe(1);
	});

	it("asks for the password again", () => {
		display.openSettings();
		display.wait(61);
		display.hold("middle");
		display.press("right", "middle");
		expect(line()).toBe("PASSWORD 0***");
	});

	it("forgets the first digits of a password", () => {
		display.hold("middle");
		display.press("right", "middle", "right", "right", "middle");
		display.wait(61);
		display.hold("middle");
		display.press("right", "middle");
		expect(line()).toBe("PASSWORD 0***");
	});
});

describe("a setting that a bus changes while its page is open", () => {
	it("shows its present value", () => {
		openPage(Place.TARIFF);
		display.set({ tariff: 3 });
		display.wait(1);
		expect(line()).toBe("*TARIFF T3");
	});

	it("is not overwritten by the value that was being edited", () => {
		openPage(Place.MODBUS);
		display.press("middle", "right");
		display.set({ modbusId: 77 });
		display.press("middle");
		expect(display.screen[1].trim()).toBe("CHANGED ON A BUS");
		display.press("middle");
		expect(line()).toBe("*ID 077");
		expect(display.get("modbusId")).toBe(77);
	});

	it("shows dashes if its page has no word for the value, and offers the first one", () => {
		openPage(Place.BACKLIGHT);
		display.set({ backlight: 9 });
		display.wait(1);
		expect(line()).toBe("*BACKLIGHT ---");
		display.press("middle");
		expect(line()).toBe("*BACKLIGHT < BUTTON >");
	});
});
