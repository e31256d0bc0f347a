/** Current transformers, burdens, clamps and filters. */
import { point } from "../drawing/geometry.ts";
import type { Placed } from "../drawing/part.ts";
import { Sheet } from "../drawing/sheet.ts";
import { CLAMP, CURRENT_SENSOR, terminals, wagoClamps } from "../parts/discrete.ts";
import { BURDEN_HALF, C_FILTER, resistor } from "../parts/passives.ts";

/** Phases are this far apart. */
const ROW = 36;
/** Distance of a channel's two lines from its middle. */
const HALF = 10;
const GAP: undefined[] = Array.from({ length: ROW / 2 - 2 }, () => undefined);

const TERMINALS = terminals(
	"Current",
	[
		"1:IA_in:p",
		undefined,
		"2:IA_out:p",
		...GAP.slice(1),
		"3:IB_in:p",
		undefined,
		"4:IB_out:p",
		...GAP.slice(1),
		"5:IC_in:p",
		undefined,
		"6:IC_out:p",
	],
	wagoClamps(6),
);

/** Two diodes in series each way between a line and 0 V: they conduct from about 1.3 V. */
function clamp(sheet: Sheet, x: number, line: number, middle: number): void {
	const y = (line + middle) / 2;
	const toLine = Math.sign(line - middle);
	for (const [dx, angle] of [
		[0, 0],
		[10, 180],
	] as const) {
		const pair = sheet.place(CLAMP, x + dx, y, { angle });
		sheet.free(pair.pin("3"));
		sheet.wire(point(x + dx, y + 4 * toLine), point(x + dx, line));
		sheet.wire(point(x + dx, y - 4 * toLine), point(x + dx, middle));
	}
}

function channel(sheet: Sheet, phase: number, sensor: Placed, y: number): void {
	const [top, bottom] = [y - HALF, y + HALF];
	sheet.rise(sensor.pin("3"), point(50, sensor.pin("3").y));
	sheet.wire(point(50, sensor.pin("3").y), point(50, top));
	sheet.wire(sensor.pin("4"), point(50, bottom));
	const halves = [sheet.place(BURDEN_HALF, 60, y - 5), sheet.place(BURDEN_HALF, 60, y + 5)];
	sheet.wire(point(60, top), halves[0].pin("1"));
	sheet.wire(halves[0].pin("2"), halves[1].pin("1"));
	sheet.wire(halves[1].pin("2"), point(60, bottom));
	sheet.net(point(60, y), "GND", -5, 1);
	for (const [line, name] of [
		[top, "P"],
		[bottom, "N"],
	] as const) {
		const series = sheet.place(resistor("536"), 78, line, { angle: 90 });
		sheet.wire(point(50, line), series.pin("1"));
		sheet.wire(series.pin("2"), point(130, line));
		clamp(sheet, 92, line, y);
		sheet.port(point(130, line), `I${phase}${name}`, "right", "output", 6);
	}
	sheet.net(point(92, y), "GND", -5, 1);
	sheet.wire(point(92, y), point(102, y));
	const filter = sheet.place(C_FILTER, 122, y);
	sheet.wire(point(122, top), filter.pin("1"));
	sheet.wire(filter.pin("2"), point(122, bottom));
}

export function current(page: number): Sheet {
	const sheet = new Sheet("current", "Current inputs", page);
	const block = sheet.place(TERMINALS, 20, 66);
	for (const phase of [1, 2, 3]) {
		const [into, out] = [2 * phase - 1, 2 * phase].map((n) => block.pin(String(n)));
		const y = (into.y + out.y) / 2;
		const sensor = sheet.place(CURRENT_SENSOR, 40, y);
		sheet.wire(into, sensor.pin("1"));
		sheet.wire(out, sensor.pin("2"));
		channel(sheet, phase, sensor, y);
	}
	sheet.note(30, 126, NOTES);
	return sheet;
}

const NOTES = `Burden 2 x 40.2 with its middle on 0 V: 30 A of peak (5 A RMS with a crest factor
  of 4.2) drive a channel to full scale.
The primary is one turn: the wire from terminal "in" through the window to terminal "out".
Overload, 30 x Imax = 212 A of peak for 10 ms: 106 mA, 4.3 V on each line; the clamps hold
  1.4 V, 5 mA through 536.
A clamp is two diodes in series each way: at full scale 0.3 V on each, less than 1 nA.
Filter: 80.4 + 2 x 536 = 1152 and 8.2n, as 1150 and 8.2n in the voltage channels.`;
