/** M-Bus: terminals 8 and 9 of the M-Bus version. */
import { point } from "../drawing/geometry.ts";
import type { Placed } from "../drawing/part.ts";
import { Sheet } from "../drawing/sheet.ts";
import { MBUS_ISOLATOR, MBUS_TRANSCEIVER } from "../parts/bus-chips.ts";
import { MBUS_SUPPRESSOR } from "../parts/discrete.ts";
import { C_1U, C_100N, C_220N, C_STORE, pulseResistor, resistor } from "../parts/passives.ts";

const only = "M-Bus" as const;

function isolator(sheet: Sheet, chip: Placed): void {
	sheet.port(chip.pin("2"), "MBUS_RECEIVE", "left", "output", -26);
	sheet.port(chip.pin("3"), "MBUS_TRANSMIT", "left", "input", -26);
	const up = sheet.place(resistor("10k"), chip.pin("2").x - 14, chip.pin("2").y - 6, { only });
	sheet.wire(up.pin("2"), point(up.at.x, chip.pin("2").y));
	sheet.net(up.pin("1"), "+3V3");
	for (const [pin, net, ground, side] of [
		["1", "+3V3", "GND", -1],
		["8", "+3V3_ISO", "GND_ISO", 1],
	] as const) {
		const { x, y } = chip.pin(pin);
		sheet.wire(chip.pin(pin), point(x, y - 4), point(x + 12 * side, y - 4));
		sheet.net(point(x + 4 * side, y - 4), net);
		const reserve = sheet.place(C_100N, x + 12 * side, y - 1, { only });
		sheet.net(reserve.pin("2"), ground);
	}
	sheet.net(chip.pin("4"), "GND");
	sheet.net(chip.pin("5"), "GND_ISO");
}

/** Parts that the data sheet asks for round the transceiver. */
function reserves(sheet: Sheet, chip: Placed): void {
	const line = 104;
	const parts = [
		["3", C_STORE],
		["6", C_220N],
		["4", resistor("30k")],
		["14", resistor("100")],
	] as const;
	parts.forEach(([pin, part], i) => {
		const x = 164 - 10 * i;
		const placed = sheet.place(part, x, line, { only });
		sheet.wire(chip.pin(pin), point(x, chip.pin(pin).y), placed.pin("1"));
		sheet.net(placed.pin("2"), "GND_ISO");
	});
	const supply = chip.pin("11");
	const store = sheet.place(C_1U, supply.x - 8, line, { only });
	sheet.wire(supply, point(store.at.x, supply.y), store.pin("1"));
	sheet.net(store.pin("2"), "GND_ISO");
	// VS switches a load that is not there; BAT sets the level of TX and RX
	const [output, battery] = [chip.pin("10"), chip.pin("9")];
	sheet.free(output);
	sheet.wire(battery, point(battery.x - 3, battery.y), point(battery.x - 3, supply.y));
	sheet.net(chip.pin("15"), "GND_ISO");
	sheet.free(...["7", "13", "5", "2"].map((pin) => chip.pin(pin)));
}

export function mbus(page: number): Sheet {
	const sheet = new Sheet("mbus", "M-Bus", page);
	const coupler = sheet.place(MBUS_ISOLATOR, 66, 62, { only, texts: point(-6, -8.4) });
	isolator(sheet, coupler);
	const chip = sheet.place(MBUS_TRANSCEIVER, 116, 72, { only });
	const [send, receive] = [chip.pin("8"), chip.pin("12")];
	sheet.wire(coupler.pin("7"), point(94, coupler.pin("7").y), point(94, send.y), send);
	sheet.wire(coupler.pin("6"), point(90, coupler.pin("6").y), point(90, receive.y), receive);
	reserves(sheet, chip);
	for (const [pin, name, y, x] of [
		["16", "TERMINAL_8", 44, 134],
		["1", "TERMINAL_9", 56, 140],
	] as const) {
		const from = chip.pin(pin);
		const line = sheet.place(pulseResistor("220", "CRCW1206220RJNEAHP"), 152, y, {
			angle: 90,
			only,
		});
		sheet.wire(from, point(x, from.y), point(x, y), line.pin("1"));
		sheet.port(line.pin("2"), name, "right", "passive", 24);
	}
	const suppressor = sheet.place(MBUS_SUPPRESSOR, 166, 50, { only });
	sheet.wire(point(166, 44), suppressor.pin("1"));
	sheet.wire(suppressor.pin("2"), point(166, 56));
	sheet.barrier(66, [38, 52], [68, 84]);
	sheet.note(24, 116, NOTES);
	return sheet;
}

const NOTES = `Left of the line: mains potential. Right of it: touchable, 5 kV RMS between.
All parts of this sheet belong to the M-Bus version. Polarity of terminals 8 and 9 is free.
One unit load: 30k at RIDD. 100 at RIS: 15 mA more for a 0. 220 in each line as EN 13757-2 asks.
The isolator's bus side is fed by the isolated 3.3 V: the transceiver's VDD has less than 1 mA
  to spare.
TX and RX idle at 1, as the UART does. VB stays free: a capacitor there would hide zeros.`;
