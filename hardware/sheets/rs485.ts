/** RS-485: terminals 7 and 8 of the Modbus version. */
import { point } from "../drawing/geometry.ts";
import type { Placed } from "../drawing/part.ts";
import { Sheet } from "../drawing/sheet.ts";
import { BUS_SUPPRESSOR, RS485_TRANSCEIVER } from "../parts/bus-chips.ts";
import { LINK, SMALL_TERMINALS, terminals } from "../parts/discrete.ts";
import { C_10U, C_100N, pulseResistor, resistor, resistor1206 } from "../parts/passives.ts";

/** Terminals 7 and 8 are this far apart, so that the termination fits between their lines. */
const ROW = 14;
const GAP: undefined[] = Array.from({ length: ROW / 2 - 1 }, () => undefined);

const TERMINALS = terminals("Buses", ["1:7:p", ...GAP, "2:8:p", ...GAP, "3:9:p"], SMALL_TERMINALS);

const only = "Modbus" as const;

function processorSide(sheet: Sheet, chip: Placed): void {
	const [receive, enable, direction, send] = ["3", "4", "5", "6"].map((pin) => chip.pin(pin));
	sheet.port(receive, "RS485_RECEIVE", "left", "output", -44);
	sheet.wire(enable, point(enable.x - 6, enable.y), point(direction.x - 6, direction.y));
	sheet.port(direction, "RS485_DIRECTION", "left", "input", -44);
	sheet.port(send, "RS485_TRANSMIT", "left", "input", -44);
	const up = sheet.place(resistor("10k"), receive.x - 26, receive.y - 6, { only });
	sheet.wire(up.pin("2"), point(up.at.x, receive.y));
	sheet.net(up.pin("1"), "+3V3");
	const down = sheet.place(resistor("10k"), direction.x - 16, direction.y + 9, { only });
	sheet.rise(down.pin("1"), point(down.at.x, direction.y));
	sheet.net(down.pin("2"), "GND");
}

function supplies(sheet: Sheet, chip: Placed): void {
	const [logic, bus] = [chip.pin("1"), chip.pin("16")];
	for (const [pin, net, ground, side] of [
		[logic, "+3V3", "GND", -1],
		[bus, "+3V3_ISO", "GND_ISO", 1],
	] as const) {
		const line = pin.y - 6;
		sheet.wire(pin, point(pin.x, line));
		sheet.wire(point(pin.x, line), point(pin.x + 22 * side, line));
		sheet.net(point(pin.x + 4 * side, line), net);
		for (const [distance, part] of [
			[12, C_100N],
			[22, C_10U],
		] as const) {
			const capacitor = sheet.place(part, pin.x + distance * side, line + 3, { only });
			sheet.net(capacitor.pin("2"), ground);
		}
	}
	for (const [first, second, ground] of [
		["2", "8", "GND"],
		["9", "15", "GND_ISO"],
	] as const) {
		const [a, b] = [chip.pin(first), chip.pin(second)];
		sheet.wire(a, point(a.x, a.y + 2), point(b.x, b.y + 2), b);
		sheet.net(point(ground === "GND" ? a.x : b.x, a.y + 2), ground, ground === "GND" ? -3 : 3);
	}
	sheet.free(...["7", "10", "11", "14"].map((pin) => chip.pin(pin)));
}

/** Between transceiver and terminals: series resistors, suppressor, termination. */
function lines(sheet: Sheet, chip: Placed, block: Placed): void {
	for (const [pin, terminal, turn] of [
		["12", "1", 6],
		["13", "2", 10],
	] as const) {
		const from = chip.pin(pin);
		const to = block.pin(terminal);
		const series = sheet.place(pulseResistor("10", "CRCW120610R0JNEAHP"), 124, to.y, {
			angle: 90,
			only,
		});
		sheet.wire(from, point(from.x + turn, from.y), point(from.x + turn, to.y), series.pin("1"));
		sheet.wire(series.pin("2"), to);
	}
	const [a, b] = [block.pin("1").y, block.pin("2").y];
	const load = sheet.place(resistor1206("120"), 138, a + 3, { only });
	const link = sheet.place(LINK, 138, b - 3, { only });
	sheet.wire(load.pin("2"), link.pin("1"));
	const suppressor = sheet.place(BUS_SUPPRESSOR, 168, b + 14, { only });
	sheet.wire(suppressor.pin("1"), point(152, suppressor.pin("1").y), point(152, a));
	sheet.wire(suppressor.pin("2"), point(158, suppressor.pin("2").y), point(158, b));
	sheet.net(suppressor.pin("3"), "GND_ISO");
}

export function rs485(page: number): Sheet {
	const sheet = new Sheet("rs485", "RS-485", page);
	const chip = sheet.place(RS485_TRANSCEIVER, 90, 66, { only, texts: point(-6, -12.4) });
	processorSide(sheet, chip);
	supplies(sheet, chip);
	const block = sheet.place(TERMINALS, 200, 75, { mirrored: true });
	lines(sheet, chip, block);
	const [eight, nine] = [block.pin("2"), block.pin("3")];
	sheet.port(point(180, eight.y), "TERMINAL_8", "down", "passive", 0, 20);
	sheet.port(point(186, nine.y), "TERMINAL_9", "down", "passive", 0, 6);
	sheet.wire(point(186, nine.y), nine);
	sheet.barrier(90, [38, 52], [77, 92]);
	sheet.note(60, 112, NOTES);
	return sheet;
}

const NOTES = `Left of the line: mains potential. Right of it: touchable, 5 kV RMS between.
The UART drives DE and ~{RE} itself. Idle bus: the receiver's own fail-safe, R = 1.
All parts of this sheet but the terminals belong to the Modbus version; terminals 8 and 9 go to
  the M-Bus sheet as well.
Termination: plug the jumper at the last device of the line.`;
