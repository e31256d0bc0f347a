/** LCD, its light, and the flash chip on the same bus. */
import { point } from "../drawing/geometry.ts";
import type { Placed } from "../drawing/part.ts";
import { Sheet } from "../drawing/sheet.ts";
import { FLASH_CHIP, LCD_CONNECTOR } from "../parts/chips.ts";
import { SWITCHING_FET } from "../parts/discrete.ts";
import { C_1U, C_2U2, C_10U, C_100N, resistor, resistor1206 } from "../parts/passives.ts";

/** Where the signals enter. */
const EDGE = 30;

function flash(sheet: Sheet): void {
	const chip = sheet.place(FLASH_CHIP, 92, 40);
	for (const [pin, name, shape] of [
		["1", "FLASH_SELECT", "input"],
		["6", "BUS_CLOCK", "input"],
		["5", "BUS_OUT", "input"],
		["2", "BUS_IN", "output"],
	] as const)
		sheet.port(chip.pin(pin), name, "left", shape, EDGE - chip.pin(pin).x);
	const select = chip.pin("1");
	const up = sheet.place(resistor("10k"), 62, select.y - 6);
	sheet.wire(up.pin("2"), point(62, select.y));
	sheet.net(up.pin("1"), "+3V3");
	const [protect, hold] = [chip.pin("3"), chip.pin("7")];
	sheet.wire(protect, point(protect.x + 4, protect.y), point(hold.x + 4, hold.y), hold);
	sheet.net(point(protect.x + 4, protect.y), "+3V3");
	const supply = chip.pin("8");
	const line = supply.y - 6;
	const reserve = sheet.place(C_100N, supply.x + 22, line + 3);
	sheet.wire(supply, point(supply.x, line), reserve.pin("1"));
	sheet.net(point(supply.x, line), "+3V3");
	sheet.net(reserve.pin("2"), "GND");
	sheet.net(chip.pin("4"), "GND");
	sheet.note(
		140,
		36,
		"Counters, settings, events. Not the module's own flash:\nan erase there stops both cores.",
	);
}

/** The capacitors of the glass's voltage pump. */
function pump(sheet: Sheet, lcd: Placed): void {
	for (const [negative, positive, x] of [
		["8", "9", 84],
		["10", "11", 102],
	] as const) {
		const [a, b] = [lcd.pin(negative), lcd.pin(positive)];
		const capacitor = sheet.place(C_2U2, x, b.y + 3);
		sheet.wire(a, point(x, a.y), capacitor.pin("1"));
		sheet.wire(b, point(x + 8, b.y), point(x + 8, capacitor.pin("2").y), capacitor.pin("2"));
	}
	const bias = lcd.pin("12");
	const store = sheet.place(C_1U, bias.x + 6, bias.y + 3);
	sheet.wire(bias, store.pin("1"));
	sheet.net(store.pin("2"), "GND");
}

function light(sheet: Sheet, lcd: Placed): void {
	const [plus, minus] = [lcd.pin("13"), lcd.pin("14")];
	const limit = sheet.place(resistor1206("47"), plus.x + 10, plus.y, { angle: 90 });
	sheet.wire(plus, limit.pin("1"));
	sheet.net(limit.pin("2"), "+5V", 4);
	const transistor = sheet.place(SWITCHING_FET, minus.x + 19, 108);
	sheet.wire(minus, transistor.pin("3"));
	sheet.net(transistor.pin("2"), "GND");
	const gate = transistor.pin("1");
	const down = sheet.place(resistor("100k"), 66, gate.y + 3);
	sheet.wire(gate, down.pin("1"));
	sheet.net(down.pin("2"), "GND");
	sheet.port(down.pin("1"), "BACKLIGHT", "left", "input", EDGE - 66);
}

function supply(sheet: Sheet, lcd: Placed): void {
	const { x, y } = lcd.pin("6");
	sheet.net(lcd.pin("6"), "+3V3", 44 - x);
	[C_10U, C_100N].forEach((part, i) => {
		const reserve = sheet.place(part, 52 + 12 * i, y + 3);
		sheet.net(reserve.pin("2"), "GND");
	});
	sheet.net(lcd.pin("7"), "GND", 76 - x);
}

export function display(page: number): Sheet {
	const sheet = new Sheet("display", "Display and flash chip", page);
	flash(sheet);
	const lcd = sheet.place(LCD_CONNECTOR, 132, 84);
	for (const [pin, name, shape] of [
		["1", "LCD_SELECT", "input"],
		["2", "LCD_RESET", "input"],
		["3", "LCD_DATA", "input"],
	] as const)
		sheet.port(lcd.pin(pin), name, "left", shape, EDGE - lcd.pin(pin).x);
	sheet.label(lcd.pin("4"), "BUS_OUT", "left", -8);
	sheet.label(lcd.pin("5"), "BUS_CLOCK", "left", -8);
	const select = lcd.pin("1");
	const down = sheet.place(resistor("10k"), 98, select.y - 5, { angle: 180 });
	sheet.wire(down.pin("1"), point(98, select.y));
	sheet.net(down.pin("2"), "GND", -5);
	supply(sheet, lcd);
	pump(sheet, lcd);
	light(sheet, lcd);
	sheet.note(172, 72, NOTES);
	return sheet;
}

const NOTES = `Glass 240 x 128, STN, UC1608, blue
light, four-wire serial mode. The order
of the pins is ours: compare it and the
pump's capacitors with the glass you buy.
Light: 38 mA at 3.2 V.`;
