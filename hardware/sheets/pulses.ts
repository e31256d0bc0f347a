/** S0 outputs and the tariff input. */
import { point } from "../drawing/geometry.ts";
import { Sheet } from "../drawing/sheet.ts";
import {
	COUPLER,
	S0_COUPLER,
	S0_SUPPRESSOR,
	SMALL_TERMINALS,
	TARIFF_BRIDGE,
	terminals,
	wagoClamps,
} from "../parts/discrete.ts";
import { C_1U, resistor, TARIFF_SERIES } from "../parts/passives.ts";

/** Distance between the two outputs. */
const ROW = 24;
const GAP: undefined[] = Array.from({ length: ROW / 4 - 1 }, () => undefined);

const S0_TERMINALS = terminals(
	"S0",
	["1:4+:p", ...GAP, "2:5-:p", ...GAP, "3:6+:p"],
	SMALL_TERMINALS,
);

const TARIFF_TERMINALS = terminals(
	"Tariff",
	["1:10:p", undefined, undefined, undefined, "2:11:p"],
	wagoClamps(2),
);

function outputs(sheet: Sheet): void {
	const block = sheet.place(S0_TERMINALS, 190, 44, { mirrored: true });
	const common = block.pin("2");
	for (const [name, terminal, y] of [
		["S0_1", "1", 34],
		["S0_2", "3", 58],
	] as const) {
		const coupler = sheet.place(S0_COUPLER, 90, y, { texts: point(1, -7) });
		const limit = sheet.place(resistor("180"), 64, coupler.pin("1").y, { angle: 90 });
		sheet.port(limit.pin("1"), name, "left", "input", -25);
		sheet.wire(limit.pin("2"), coupler.pin("1"));
		sheet.net(coupler.pin("2"), "GND", -4, 1);
		const collector = block.pin(terminal);
		const upper = terminal === "1";
		const turn = upper ? 110 : 116;
		sheet.wire(
			coupler.pin("4"),
			point(turn, coupler.pin("4").y),
			point(turn, collector.y),
			collector,
		);
		sheet.wire(coupler.pin("3"), point(122, coupler.pin("3").y), point(122, common.y));
		const middle = (collector.y + common.y) / 2;
		const suppressor = sheet.place(S0_SUPPRESSOR, 150, middle);
		const [near, far] = upper ? [collector.y, common.y] : [common.y, collector.y];
		sheet.wire(point(150, near), suppressor.pin("1"));
		sheet.wire(suppressor.pin("2"), point(150, far));
	}
	sheet.wire(point(122, common.y), common);
	sheet.barrier(90, [22, 29], [39, 47], [63, 70]);
}

function tariff(sheet: Sheet): void {
	const block = sheet.place(TARIFF_TERMINALS, 190, 100, { mirrored: true });
	const coupler = sheet.place(COUPLER, 90, 100, { mirrored: true, texts: point(1, -7) });
	const bridge = sheet.place(TARIFF_BRIDGE, 124, 100);
	const [first, second] = ["1", "2"].map((number) => {
		const terminal = block.pin(number);
		const series = sheet.place(TARIFF_SERIES, 152, terminal.y, { angle: 90 });
		sheet.wire(series.pin("2"), terminal);
		return series.pin("1");
	});
	sheet.wire(first, point(134, first.y), point(134, 100), bridge.pin("2"));
	sheet.wire(second, point(140, second.y), point(140, 116), point(112, 116), point(112, 100));
	sheet.wire(point(112, 100), bridge.pin("1"));
	for (const [pole, y, end] of [
		["3", 90, "1"],
		["4", 110, "2"],
	] as const) {
		const led = coupler.pin(end);
		sheet.rise(bridge.pin(pole), point(104, y), led);
	}
	sheet.net(coupler.pin("4"), "+3V3", -4, -2);
	const low = coupler.pin("3");
	const load = sheet.place(resistor("100k"), 70, low.y + 3);
	const hold = sheet.place(C_1U, 58, low.y + 3);
	sheet.net(load.pin("2"), "GND");
	sheet.net(hold.pin("2"), "GND");
	sheet.wire(low, load.pin("1"));
	sheet.port(load.pin("1"), "TARIFF_INPUT", "left", "output", -34);
	sheet.barrier(90, [86, 95], [105, 118]);
}

export function pulses(page: number): Sheet {
	const sheet = new Sheet("pulses", "S0 outputs and tariff input", page);
	outputs(sheet);
	tariff(sheet);
	sheet.note(24, 72, S0_NOTES);
	sheet.note(24, 122, TARIFF_NOTES);
	return sheet;
}

const S0_NOTES = `27 V and 100 mA: 10.6 mA in the LED at 3.2 V and 1.3 V; at a CTR of 1000 % the
  transistor carries 106 mA.
Saturation 1.2 V at most at 100 mA. Left of the line: mains potential; 5 kV RMS between.`;

const TARIFF_NOTES = `230 V at terminals 10 and 11: 2.4 mA RMS, 0.27 W in each 47k. 100k and 1u
  hold the level
through the mains' zeros (0.1 s). The terminals may be on another phase: 5 kV RMS between.`;
