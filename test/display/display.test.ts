import { catalogue } from "catalogue";
import { MAXIMUM_CHANGES } from "energy/ct-history";
import { describe, expect, it } from "vitest";
import { TestDisplay } from "../../testkit/display.ts";

const kwh = (display: TestDisplay): string[] => display.rows.slice(1, 5).map((row) => row.trim());

describe("part 1", () => {
	it("shows version, serial number, tariff and CT ratio", () => {
		const display = new TestDisplay({ softwareVersion: 1.23, tariff: 2, ctRatio: 99_950_005 });
		expect(display.rows[0].replace(/ +/g, " ")).toBe("v123-12345678 ᛒ t2 ct 9995/5");
	});

	it("shows serial number and checksum alternately for 10 s each", () => {
		const display = new TestDisplay({ checksum: 0x0badcafe });
		for (const expected of ["12345678", "0BADCAFE", "12345678"]) {
			display.wait(1);
			expect(display.rows[0].slice(5, 13)).toBe(expected);
			display.wait(8.7);
			expect(display.rows[0].slice(5, 13)).toBe(expected);
			display.wait(0.3);
		}
	});

	it("shows the Bluetooth symbol while Bluetooth is on", () => {
		const display = new TestDisplay();
		expect(display.reading.bluetooth).toBe(true);
		display.set({ broadcast: 0 });
		display.wait(1);
		expect(display.reading.bluetooth).toBe(false);
	});

	it("shows the bus symbol while requests arrive", () => {
		const display = new TestDisplay();
		const busy = (): boolean => display.rows[0].includes("⇄");
		expect(busy()).toBe(false);
		display.requests++;
		display.wait(1);
		expect(busy()).toBe(true);
		display.wait(1);
		expect(busy()).toBe(false);
	});
});

describe("part 2", () => {
	it("shows T1 and T2 in words, with six digits and three decimals, after a roll-over too", () => {
		const display = new TestDisplay({
			forwardActiveEnergyT1: 999_999_999,
			reverseActiveEnergyT2: 7,
		});
		expect(kwh(display)).toEqual([
			"T1 forward : 999999.999 kWh",
			"T2 forward : 000000.000 kWh",
			"T1 reverse : 000000.000 kWh",
			"T2 reverse : 000000.007 kWh",
		]);
		display.set({ forwardActiveEnergyT1: 0 });
		display.wait(1);
		expect(kwh(display)[0]).toBe("T1 forward : 000000.000 kWh");
	});

	it("shows OBIS codes when they are switched on, and words when they are off again", () => {
		const display = new TestDisplay({ forwardActiveEnergyT1: 123 });
		display.set({ obisCodes: 1 });
		display.wait(1);
		expect(kwh(display)[0]).toBe("1.8.1 : 000000.123 kWh");
		expect(kwh(display)[3]).toBe("2.8.2 : 000000.000 kWh");
		display.set({ obisCodes: 0 });
		display.wait(1);
		expect(kwh(display)[0]).toBe("T1 forward : 000000.123 kWh");
	});

	it("shows T3 and T4 permanently once they have been used", () => {
		const display = new TestDisplay({ obisCodes: 1 });
		display.set({ laterTariffs: 1, tariff: 3, forwardActiveEnergyT3: 5, reverseActiveEnergyT4: 6 });
		display.wait(1);
		display.set({ tariff: 1 });
		display.wait(1);
		expect(kwh(display)).toEqual([
			"1.8.1 000000.000 kWh 2.8.1 000000.000 kWh",
			"1.8.2 000000.000 kWh 2.8.2 000000.000 kWh",
			"1.8.3 000000.005 kWh 2.8.3 000000.000 kWh",
			"1.8.4 000000.000 kWh 2.8.4 000000.006 kWh",
		]);
	});

	it.each([
		["a value beyond the digits", 1_000_000_000],
		["no number", Number.NaN],
	])("shows dashes for %s, never a wrong digit", (_what, value) => {
		const display = new TestDisplay({ obisCodes: 1, forwardActiveEnergyT1: value });
		expect(kwh(display)[0]).toBe("1.8.1 : ---------- kWh");
	});
});

describe("parts 1 and 2", () => {
	it.each([
		["tariff", 2, / t2 /],
		["ctRatio", 1_000_005, / ct 0100\/5$/],
		["broadcast", 0, /^v100-12345678 +t/],
	] as const)("show a write of %s before the second is over", (name, value, row) => {
		const display = new TestDisplay({ softwareVersion: 1 });
		expect(display.rows[0]).not.toMatch(row);
		display.model.write(catalogue.indexOf(name), value);
		display.wait(0.02);
		expect(display.rows[0]).toMatch(row);
	});
});

describe("part 3", () => {
	it("cycles through the measurements at the LCD cycle time", () => {
		const display = new TestDisplay({ lcdCycleTime: 3 });
		const pages = Array.from({ length: 9 }, () => {
			const { page } = display.reading;
			display.wait(3);
			return page;
		});
		expect(pages.map((page) => page?.split("/")[0]).join(" ")).toBe("1 2 3 4 5 6 7 8 1");
	});

	it("stays at the page that the buttons have chosen for 60 s", () => {
		const display = new TestDisplay({ lcdCycleTime: 1 });
		display.press("left");
		display.wait(59);
		expect(display.reading.page).toBe("16/16");
		display.wait(3);
		expect(display.reading.page).not.toBe("16/16");
	});

	it("changes by itself again after a menu that nobody has touched for 60 s", () => {
		const display = new TestDisplay();
		display.press("left");
		display.hold("middle");
		display.wait(60);
		expect(display.reading.page).toBe("8/16");
		display.wait(display.get("lcdCycleTime"));
		expect(display.reading.page).toBe("1/16");
	});

	it("shows the values that the manual lists, of each phase", () => {
		const display = new TestDisplay({
			voltageL2: 229.874,
			currentL2: -3.2104,
			activePowerL2: -737.9,
			reactivePowerL2: 12.4,
			apparentPowerL2: 738.1,
			powerFactorL2: 0.999,
			directionL2: 0x3252,
			quadrantL2: 2,
			forwardReactiveEnergyL2: 1,
			reverseReactiveEnergyL2: 22,
			resettableEnergyL2: 333,
		});
		display.press("right", "right");
		expect(display.screen).toEqual([
			"P       -0.738 kW   U       229.87 V",
			"Q        0.012 kvar I       -3.210 A",
			"S        0.738 kVA  PF        1.00",
		]);
		display.press("right", "right", "right", "right");
		expect(display.screen).toEqual([
			"Reactive +  000000.001 kvarh  2R",
			"Reactive -  000000.022 kvarh  Q2",
			"Trip        000000.333 kWh",
		]);
	});

	it("shows dashes where a measurement is too wide", () => {
		const display = new TestDisplay({ activePower: 1e12, frequency: Number.NaN });
		expect(display.screen[0]).toBe("P   ---------- kW   PF        1.00");
		expect(display.screen[1]).toMatch(/f +-{10} Hz$/);
	});

	it("shows all counters by tariff, on twice as many pages with T3 and T4", () => {
		const display = new TestDisplay({ laterTariffs: 1, reactiveEnergyQ3T4: 77 });
		for (let i = 0; i < 9 + 9; i++) display.press("right");
		expect(display.reading.page).toBe("19/23");
		expect(display.screen).toEqual([
			"Q3 T3 000000.000      Q4 T3 000000.000",
			"Q3 T4 000000.077      Q4 T4 000000.000",
		]);
	});

	it("has two pages for each CT ratio, with the ratio in the last row", () => {
		const display = new TestDisplay({ obisCodes: 1, reverseReactiveEnergyPage7T2: 4_000 });
		for (let change = 1; change <= MAXIMUM_CHANGES; change++)
			display.ratios.push({ primary: 100 * change, secondary: 5 });
		display.wait(1);
		expect(display.reading.page).toBe("1/30");
		display.press("left");
		expect(display.rows.at(-1)).toMatch(/0700\/5 Reactive kvarh >> ↓ +30\/30$/);
		expect(display.screen[2]).toBe("3.8.2 000000.000      4.8.2 000004.000");
	});
});

describe("a screen turned by 180°", () => {
	it("swaps its outside buttons, so that each does what the hint above it says", () => {
		const display = new TestDisplay({ screenDirection: 1 });
		display.press("left");
		expect(display.reading.page).toBe("2/16");
		display.press("right", "right");
		expect(display.reading.page).toBe("16/16");
		display.hold("middle");
		display.press("left");
		expect(display.screen[1]).toBe("*SETTINGS");
		display.set({ screenDirection: 0 });
		display.press("left");
		expect(display.screen[0]).toBe("*BLUETOOTH");
	});
});

describe("the backlight", () => {
	it("in button mode is on for 60 s after a press", () => {
		const display = new TestDisplay({ backlight: 1 });
		expect(display.panel.screen.lit).toBe(false);
		display.press("right");
		expect(display.panel.screen.lit).toBe(true);
		display.wait(59);
		expect(display.panel.screen.lit).toBe(true);
		display.wait(1.1);
		expect(display.panel.screen.lit).toBe(false);
	});

	it.each([
		[2, true],
		[3, false],
	])("mode %i: %s, pressed or not", (backlight, lit) => {
		const display = new TestDisplay({ backlight });
		display.wait(1);
		expect(display.panel.screen.lit).toBe(lit);
		display.press("right");
		expect(display.panel.screen.lit).toBe(lit);
	});
});

describe("the error that stops the meter", () => {
	it("replaces the energies with two digits, and opens no menu", () => {
		const display = new TestDisplay();
		display.set({ errorCode: 0x8d });
		display.wait(1);
		expect(display.rows.slice(1)).toEqual([" ERROR 8D"]);
		display.hold("middle");
		display.press("right", "middle");
		expect(display.rows.slice(1)).toEqual([" ERROR 8D"]);
	});

	it("closes an open menu", () => {
		const display = new TestDisplay();
		display.openSettings();
		display.set({ errorCode: 1 });
		display.wait(1);
		expect(display.rows.slice(1)).toEqual([" ERROR 01"]);
	});

	it("is bit 0 alone: the others leave the display as it is", () => {
		const display = new TestDisplay({ errorCode: 0xfe });
		expect(display.reading.page).toBe("1/16");
	});
});
