/** The analog-to-digital converter, its clock and its supplies. */
import { point } from "../drawing/geometry.ts";
import type { Placed } from "../drawing/part.ts";
import { type PortShape, Sheet } from "../drawing/sheet.ts";
import { CONVERTER } from "../parts/chips.ts";
import { CONVERTER_CRYSTAL } from "../parts/discrete.ts";
import { C_1U, C_10U, C_30P, C_100N, C_220N, FERRITE, resistor } from "../parts/passives.ts";

/** Pins of AIN0 to AIN7, positive and negative. */
const INPUTS = [
	["29", "30"],
	["32", "31"],
	["1", "2"],
	["4", "3"],
	["5", "6"],
	["8", "7"],
	["9", "10"],
	["12", "11"],
] as const;

/** AIN0, 2, 4 take the voltages, AIN1, 3, 5 the currents; AIN6 and AIN7 are off. */
function inputs(sheet: Sheet, chip: Placed): void {
	const rail = chip.pin("30").x - 5;
	const far = rail - 9;
	const toZero = (pin: string): void => sheet.wire(chip.pin(pin), point(rail, chip.pin(pin).y));
	INPUTS.forEach(([positive, negative], channel) => {
		const phase = Math.floor(channel / 2) + 1;
		if (channel > 5) {
			toZero(positive);
			toZero(negative);
		} else if (channel % 2 === 0) {
			sheet.port(chip.pin(positive), `V${phase}`, "left", "input", far - chip.pin(positive).x);
			toZero(negative);
		} else {
			sheet.port(chip.pin(positive), `I${phase}P`, "left", "input", far - chip.pin(positive).x);
			sheet.port(chip.pin(negative), `I${phase}N`, "left", "input", far - chip.pin(negative).x);
		}
	});
	sheet.wire(point(rail, chip.pin("30").y), point(rail, chip.pin("11").y));
	sheet.net(point(rail, chip.pin("11").y), "GND", 0, 3);
}

/** A capacitor between a point of the supply's line and 0 V. */
function toGround(sheet: Sheet, part: typeof C_1U, x: number, line: number): void {
	const capacitor = sheet.place(part, x, line + 3);
	sheet.net(capacitor.pin("2"), "GND");
}

function supplies(sheet: Sheet, chip: Placed): void {
	const line = 34;
	const analog = chip.pin("15");
	const ferrite = sheet.place(FERRITE, 42, line, { angle: 90 });
	sheet.net(ferrite.pin("1"), "+3V3", -4);
	sheet.rise(analog, point(analog.x, line));
	sheet.wire(point(analog.x, line), ferrite.pin("2"));
	toGround(sheet, C_10U, 52, line);
	toGround(sheet, C_1U, 64, line);
	toGround(sheet, C_100N, 76, line);
	sheet.net(point(84, line), "+3V3A");
	sheet.driven(point(58, line));
	const digital = chip.pin("26");
	sheet.rise(digital, point(digital.x, line));
	sheet.wire(point(digital.x, line), point(122, line));
	toGround(sheet, C_1U, 104, line);
	toGround(sheet, C_100N, 116, line);
	sheet.net(point(122, line), "+3V3", 2);
	const grounds = ["13", "28", "25"].map((pin) => chip.pin(pin));
	const below = grounds[0].y + 3;
	for (const ground of grounds) sheet.wire(ground, point(ground.x, below));
	sheet.wire(point(grounds[0].x, below), point(grounds[2].x, below));
	sheet.net(point(grounds[1].x, below), "GND");
	sheet.free(chip.pin("27"));
}

function clock(sheet: Sheet, chip: Placed): void {
	const rail = 138;
	const [into, out] = [chip.pin("23"), chip.pin("22")];
	const crystal = sheet.place(CONVERTER_CRYSTAL, 116, (into.y + out.y) / 2);
	for (const [pin, end] of [
		[into, crystal.pin("1")],
		[out, crystal.pin("2")],
	]) {
		const load = sheet.place(C_30P, 130, pin.y, { angle: 90 });
		sheet.wire(pin, load.pin("1"));
		sheet.wire(point(end.x, pin.y), end);
		sheet.wire(load.pin("2"), point(rail, pin.y));
	}
	sheet.wire(point(rail, into.y), point(rail, out.y));
	sheet.net(point(rail, out.y), "GND", 0, 3);
}

/** Capacitors of the reference and of the digital core's regulator. */
function reserves(sheet: Sheet, chip: Placed): void {
	for (const [pin, part] of [
		["14", C_100N],
		["24", C_220N],
	] as const) {
		const { x, y } = chip.pin(pin);
		const capacitor = sheet.place(part, x, y + 5);
		sheet.wire(chip.pin(pin), capacitor.pin("1"));
		sheet.net(capacitor.pin("2"), "GND");
	}
}

/** Signals of the serial interface: pin, name, direction. */
const SIGNALS: readonly (readonly [string, string, PortShape])[] = [
	["17", "CONVERTER_SELECT", "input"],
	["21", "CONVERTER_OUT", "input"],
	["19", "CONVERTER_CLOCK", "input"],
	["20", "CONVERTER_IN", "output"],
	["18", "CONVERTER_READY", "output"],
];

export function converter(page: number): Sheet {
	const sheet = new Sheet("converter", "Converter", page);
	const chip = sheet.place(CONVERTER, 90, 74, { texts: point(-14, -21) });
	inputs(sheet, chip);
	supplies(sheet, chip);
	clock(sheet, chip);
	reserves(sheet, chip);
	for (const [pin, name, shape] of SIGNALS) sheet.port(chip.pin(pin), name, "right", shape, 42);
	const select = chip.pin("17");
	const up = sheet.place(resistor("10k"), 134, select.y - 4);
	sheet.wire(up.pin("2"), point(134, select.y));
	sheet.net(up.pin("1"), "+3V3");
	const reset = sheet.place(resistor("10k"), 118, chip.pin("16").y, { angle: 90 });
	sheet.wire(chip.pin("16"), reset.pin("1"));
	sheet.net(reset.pin("2"), "+3V3", 6);
	sheet.note(24, 118, NOTES);
	return sheet;
}

const NOTES = `8.192 MHz / 2 / OSR 512 = 8000 frames a second (OSR 1024: 4000). Modulator 4.096
  MHz.
Load capacitors: 2 x 30p in series and 3p of the board are the 18p for which the crystal is cut.
AGND and DGND are one plane below the chip. AIN6 and AIN7 are switched off by the driver.
The internal reference is used; the capacitor at REFIN serves an external one (current-detect
  mode is not used).
The driver resets by command; ~{SYNC}/~{RESET} is held high.`;
