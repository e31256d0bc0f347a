/** Processor and radio, reset, programming, buttons, seal, test LED. */
import { type Point, point } from "../drawing/geometry.ts";
import type { Placed } from "../drawing/part.ts";
import { type PortShape, Sheet } from "../drawing/sheet.ts";
import { PROCESSOR, PROGRAMMING_HEADER } from "../parts/chips.ts";
import { SEAL_SWITCH, SMALL_BUTTON, TEST_LED, TOUCH_PAD } from "../parts/discrete.ts";
import { C_1U, C_10U, C_22U, C_100N, resistor } from "../parts/passives.ts";
import { SUPERVISOR } from "../parts/supply-chips.ts";

/** Signals that leave the sheet, by pin of the module. */
const LEFT: readonly (readonly [string, string, PortShape])[] = [
	["18", "CONVERTER_SELECT", "output"],
	["19", "CONVERTER_OUT", "output"],
	["20", "CONVERTER_CLOCK", "output"],
	["21", "CONVERTER_IN", "input"],
	["22", "CONVERTER_READY", "input"],
	["5", "POWER_FAIL", "input"],
	["6", "TARIFF_INPUT", "input"],
];

const RIGHT: readonly (readonly [string, string, PortShape])[] = [
	["10", "RS485_TRANSMIT", "output"],
	["11", "RS485_RECEIVE", "input"],
	["12", "RS485_DIRECTION", "output"],
	["34", "MBUS_RECEIVE", "input"],
	["35", "MBUS_TRANSMIT", "output"],
	["9", "S0_1", "output"],
	["23", "S0_2", "output"],
	["28", "BUS_OUT", "output"],
	["29", "BUS_CLOCK", "output"],
	["30", "BUS_IN", "input"],
	["17", "FLASH_SELECT", "output"],
	["31", "LCD_SELECT", "output"],
	["32", "LCD_DATA", "output"],
	["33", "LCD_RESET", "output"],
	["24", "BACKLIGHT", "output"],
];

/** Signals of parts on this sheet. */
const LOCAL = [
	["3", "EN"],
	["27", "IO0"],
	["37", "TXD"],
	["36", "RXD"],
	["7", "SEAL"],
	["39", "TOUCH_LEFT"],
	["38", "TOUCH_MIDDLE"],
	["4", "TOUCH_RIGHT"],
] as const;

/** USB, straps and what has no use. */
const FREE = ["13", "14", "15", "25", "26", "16"];

function signals(sheet: Sheet, chip: Placed): void {
	for (const [pin, name, shape] of LEFT) sheet.port(chip.pin(pin), name, "left", shape, -8);
	for (const [pin, name, shape] of RIGHT) sheet.port(chip.pin(pin), name, "right", shape, 8);
	for (const [pin, name] of LOCAL) sheet.label(chip.pin(pin), name, "left", -8);
	sheet.label(chip.pin("8"), "LED", "right", 8);
	sheet.free(...FREE.map((pin) => chip.pin(pin)));
}

function supply(sheet: Sheet, chip: Placed): void {
	const top = chip.pin("2");
	const line = top.y - 6;
	sheet.wire(top, point(top.x, line));
	sheet.wire(point(top.x, line), point(top.x + 24, line));
	sheet.net(point(top.x, line), "+3V3");
	for (const [dx, part] of [
		[12, C_22U],
		[24, C_100N],
	] as const) {
		const capacitor = sheet.place(part, top.x + dx, line + 3);
		sheet.net(capacitor.pin("2"), "GND");
	}
	const grounds = ["1", "40", "41"].map((pin) => chip.pin(pin));
	for (const ground of grounds) sheet.wire(ground, point(ground.x, ground.y + 2));
	sheet.wire(point(grounds[0].x, grounds[0].y + 2), point(grounds[2].x, grounds[2].y + 2));
	sheet.net(point(grounds[1].x, grounds[1].y + 2), "GND");
}

/** EN rises 200 ms after 2.93 V is there, and falls with it. */
function reset(sheet: Sheet): void {
	sheet.note(18, 16, "Reset: below 2.93 V the chip stands still");
	const chip = sheet.place(SUPERVISOR, 32, 30);
	const reserve = sheet.place(C_100N, 16, 33);
	sheet.net(point(16, 30), "+3V3");
	sheet.wire(point(16, 30), chip.pin("3"));
	sheet.net(reserve.pin("2"), "GND");
	sheet.net(chip.pin("1"), "GND");
	pulledUp(sheet, point(44, 30), "10k");
	sheet.wire(chip.pin("2"), point(60, 30));
	const delay = sheet.place(C_1U, 52, 33);
	sheet.net(delay.pin("2"), "GND");
	sheet.label(point(60, 30), "EN", "right");
}

function pulledUp(sheet: Sheet, at: Point, value: string): void {
	const up = sheet.place(resistor(value), at.x, at.y - 5);
	sheet.wire(up.pin("2"), at);
	sheet.net(up.pin("1"), "+3V3");
}

const WARNING = `WARNING: this header is at MAINS POTENTIAL (N), and so is the module.
With mains connected, only a programmer with 5 kV isolation may be plugged in, by
qualified persons. Else: mains off, 5 V from a laboratory supply at pins 1 and 2.
There is no USB connector, on purpose.`;

function programming(sheet: Sheet): void {
	sheet.frame(16, 104, 96, 148);
	sheet.note(18, 106, WARNING, 1.4);
	const header = sheet.place(PROGRAMMING_HEADER, 26, 130);
	sheet.net(header.pin("1"), "+5V", 18);
	sheet.net(header.pin("2"), "GND", 12, 1);
	for (const [pin, name] of [
		["3", "TXD"],
		["4", "RXD"],
		["5", "EN"],
		["6", "IO0"],
	])
		sheet.label(header.pin(pin), name, "right", 4);
	const boot = sheet.place(SMALL_BUTTON, 66, 137);
	pulledUp(sheet, point(66, 132), "10k");
	sheet.wire(point(66, 132), boot.pin("1"));
	sheet.label(point(66, 132), "IO0", "right", 4);
	sheet.net(boot.pin("2"), "GND");
	sheet.note(76, 136, "BOOT: held at\nreset, the loader\nanswers");
}

function people(sheet: Sheet): void {
	const seal = sheet.place(SEAL_SWITCH, 106, 129);
	pulledUp(sheet, point(106, 124), "10k");
	sheet.wire(point(106, 124), seal.pin("1"));
	sheet.label(point(106, 124), "SEAL", "right", 3);
	sheet.net(seal.pin("2"), "GND");
	["TOUCH_LEFT", "TOUCH_MIDDLE", "TOUCH_RIGHT"].forEach((name, i) => {
		const x = 128 + 14 * i;
		const pad = sheet.place(TOUCH_PAD, x, 106);
		const series = sheet.place(resistor("510"), x, 111);
		sheet.wire(pad.pin("1"), series.pin("1"));
		sheet.label(series.pin("2"), name, "down", 0, 2);
	});
	const lamp = sheet.place(TEST_LED, 196, 110, { angle: 180 });
	const limit = sheet.place(resistor("1k"), 196, 102);
	sheet.label(limit.pin("1"), "LED", "right", 0, -2);
	sheet.wire(limit.pin("2"), lamp.pin("2"));
	sheet.net(lamp.pin("1"), "GND");
	sheet.note(186, 120, "10 000 imp/kWh, 1.5 mA");
}

export function processor(page: number): Sheet {
	const sheet = new Sheet("processor", "Processor", page);
	const chip = sheet.place(PROCESSOR, 120, 64, { texts: point(-11, -29.4) });
	signals(sheet, chip);
	supply(sheet, chip);
	reset(sheet);
	programming(sheet);
	people(sheet);
	const store = sheet.place(C_10U, 176, 35);
	sheet.net(store.pin("1"), "+3V3");
	sheet.net(store.pin("2"), "GND");
	return sheet;
}
