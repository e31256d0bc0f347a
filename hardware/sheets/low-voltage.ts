/** 3.3 V, power fail, and the isolated 3.3 V of the buses. */
import { point } from "../drawing/geometry.ts";
import { Sheet } from "../drawing/sheet.ts";
import {
	CLAMP_SCHOTTKY,
	ISOLATION_TRANSFORMER,
	SMALL_DIODE,
	SMALL_SCHOTTKY,
} from "../parts/discrete.ts";
import { C_1N, C_10U, C_22U, C_100N, C_PEAK, resistor } from "../parts/passives.ts";
import {
	POWER_FAIL_COMPARATOR,
	REGULATOR_3V3,
	REGULATOR_ISOLATED,
	TRANSFORMER_DRIVER,
} from "../parts/supply-chips.ts";

function regulator(sheet: Sheet): void {
	const line = 24;
	const chip = sheet.place(REGULATOR_3V3, 56, line + 1);
	sheet.net(point(24, line), "+5V");
	sheet.wire(point(24, line), chip.pin("1"));
	const input = sheet.place(C_10U, 34, line + 3);
	sheet.net(input.pin("2"), "GND");
	sheet.wire(chip.pin("3"), point(45, chip.pin("3").y), point(45, line));
	sheet.net(chip.pin("2"), "GND");
	sheet.free(chip.pin("4"));
	sheet.wire(chip.pin("5"), point(94, line));
	for (const [x, part] of [
		[74, C_22U],
		[84, C_100N],
	] as const) {
		const output = sheet.place(part, x, line + 3);
		sheet.net(output.pin("2"), "GND");
	}
	sheet.net(point(94, line), "+3V3");
	sheet.note(108, 20, "0.3 A at most on average: 0.5 W in the regulator.");
}

/** The bus, measured by the transformer, against 1.242 V. */
function powerFail(sheet: Sheet): void {
	const line = 60;
	const diode = sheet.place(SMALL_DIODE, 34, line, { angle: 90 });
	sheet.port(diode.pin("1"), "LINE_SENSE", "left", "input", -6);
	const peak = sheet.place(C_PEAK, 44, line + 3);
	sheet.net(peak.pin("2"), "GND");
	const down = sheet.place(resistor("64.9k"), 56, line, { angle: 90 });
	sheet.wire(diode.pin("2"), down.pin("1"));
	const up = sheet.place(resistor("10k"), 66, line - 7);
	sheet.net(up.pin("1"), "+3V3");
	sheet.wire(up.pin("2"), point(66, line));
	const clamp = sheet.place(CLAMP_SCHOTTKY, 76, line + 5);
	sheet.wire(point(76, line), clamp.pin("1"));
	sheet.net(clamp.pin("2"), "GND");
	const series = sheet.place(resistor("10k"), 92, line, { angle: 90 });
	sheet.wire(down.pin("2"), series.pin("1"));
	const chip = sheet.place(POWER_FAIL_COMPARATOR, 122, line + 3, {
		texts: point(1.5, -9.8),
	});
	sheet.wire(series.pin("2"), chip.pin("3"));
	const calm = sheet.place(C_1N, 102, line + 3);
	sheet.net(calm.pin("2"), "GND");
	sheet.net(chip.pin("6"), "+3V3");
	sheet.net(chip.pin("2"), "GND");
	const reference = chip.pin("5");
	sheet.wire(chip.pin("4"), point(112, chip.pin("4").y), point(112, reference.y), reference);
	const hold = sheet.place(C_100N, 112, reference.y + 6);
	sheet.wire(point(112, reference.y), hold.pin("1"));
	sheet.net(hold.pin("2"), "GND");
	const out = chip.pin("1");
	const back = sheet.place(resistor("220k"), 122, 46, { angle: 90 });
	sheet.rise(point(84, line), point(84, 46), back.pin("1"));
	sheet.rise(point(136, out.y), point(136, 46), back.pin("2"));
	const pull = sheet.place(resistor("10k"), 144, out.y - 6);
	sheet.net(pull.pin("1"), "+3V3");
	sheet.wire(pull.pin("2"), point(144, out.y));
	sheet.port(out, "POWER_FAIL", "right", "output", 28);
	const reserve = sheet.place(C_100N, 184, line);
	sheet.net(reserve.pin("1"), "+3V3");
	sheet.net(reserve.pin("2"), "GND");
	sheet.note(160, line + 10, POWER_FAIL_NOTES);
}

const POWER_FAIL_NOTES = `POWER_FAIL is 1 below 177 V at the bus,
and while the switch does not run.
npm run schematic -- simulate prints the levels.`;

function isolated(sheet: Sheet): void {
	const middle = 108;
	const driver = sheet.place(TRANSFORMER_DRIVER, 46, middle);
	const supply = driver.pin("2");
	sheet.net(supply, "+5V", -14);
	sheet.wire(
		driver.pin("5"),
		point(supply.x - 3, driver.pin("5").y),
		point(supply.x - 3, supply.y),
	);
	sheet.net(driver.pin("6"), "GND", -3, 3);
	sheet.net(driver.pin("4"), "GND");
	const input = sheet.place(C_10U, 30, supply.y + 3);
	sheet.net(input.pin("2"), "GND");
	const transformer = sheet.place(ISOLATION_TRANSFORMER, 72, middle);
	for (const [from, to] of [
		["1", "1"],
		["3", "3"],
	]) {
		const end = transformer.pin(to);
		sheet.wire(driver.pin(from), point(58, driver.pin(from).y));
		sheet.rise(point(58, driver.pin(from).y), end);
	}
	sheet.net(transformer.pin("2"), "+5V", -4);
	sheet.net(transformer.pin("5"), "GND_ISO", 5);
	const node = point(98, middle);
	for (const pin of ["6", "4"]) {
		const end = transformer.pin(pin);
		const diode = sheet.place(SMALL_SCHOTTKY, 88, end.y, { angle: 270 });
		sheet.wire(end, diode.pin("2"));
		sheet.wire(diode.pin("1"), point(node.x, end.y));
		sheet.wire(point(node.x, end.y), node);
	}
	const regulator = sheet.place(REGULATOR_ISOLATED, 128, middle + 1);
	sheet.wire(node, regulator.pin("1"));
	const store = sheet.place(C_10U, 108, middle + 3);
	sheet.net(store.pin("2"), "GND_ISO");
	sheet.wire(regulator.pin("3"), point(116, regulator.pin("3").y), point(116, middle));
	sheet.net(regulator.pin("2"), "GND_ISO");
	sheet.free(regulator.pin("4"));
	const output = sheet.place(C_10U, 148, middle + 3);
	sheet.wire(regulator.pin("5"), point(158, middle));
	sheet.net(output.pin("2"), "GND_ISO");
	sheet.net(point(158, middle), "+3V3_ISO");
	sheet.driven(point(102, middle));
	sheet.driven(point(78, middle));
	sheet.barrier(72, [90, 98], [117, 123]);
	sheet.note(60, 125, ISOLATION_NOTES);
}

const ISOLATION_NOTES = `Left of the line: mains potential. Right of it: the buses, touchable.
T601 5 kV RMS; 8 mm of creepage and clearance under and around it.`;

export function lowVoltage(page: number): Sheet {
	const sheet = new Sheet("low-voltage", "3.3 V, power fail, isolated 3.3 V", page);
	regulator(sheet);
	powerFail(sheet);
	isolated(sheet);
	return sheet;
}
