/** Terminals of the mains, varistors, and the voltage dividers. */
import { point } from "../drawing/geometry.ts";
import { Sheet } from "../drawing/sheet.ts";
import { terminals, wagoClamps } from "../parts/discrete.ts";
import { C_FILTER, DIVIDER_LOWER, DIVIDER_UPPER, MAINS_VARISTOR } from "../parts/passives.ts";

/** Phases are this far apart. */
const ROW = 32;
const GAP: undefined[] = Array.from({ length: ROW / 2 - 1 }, () => undefined);

const TERMINALS = terminals(
	"Mains",
	["1:L1:p", ...GAP, "2:L2:p", ...GAP, "3:L3:p", ...GAP, "4:N:p"],
	wagoClamps(4),
);

export function mains(page: number): Sheet {
	const sheet = new Sheet("mains", "Mains terminals and voltage dividers", page);
	const block = sheet.place(TERMINALS, 20, 78);
	for (const phase of [1, 2, 3]) {
		const terminal = block.pin(String(phase));
		const { y } = terminal;
		const varistor = sheet.place(MAINS_VARISTOR, 40, y + 3);
		sheet.wire(terminal, varistor.pin("1"));
		sheet.net(varistor.pin("2"), "GND");
		sheet.port(varistor.pin("1"), `L${phase}`, "right", "passive", 14, -6);
		const upper = [70, 84, 98].map((x) => sheet.place(DIVIDER_UPPER, x, y, { angle: 90 }));
		sheet.wire(varistor.pin("1"), upper[0].pin("1"));
		sheet.wire(upper[0].pin("2"), upper[1].pin("1"));
		sheet.wire(upper[1].pin("2"), upper[2].pin("1"));
		const lower = sheet.place(DIVIDER_LOWER, 114, y + 3);
		const filter = sheet.place(C_FILTER, 128, y + 3);
		sheet.wire(upper[2].pin("2"), lower.pin("1"), filter.pin("1"));
		sheet.net(lower.pin("2"), "GND");
		sheet.net(filter.pin("2"), "GND");
		sheet.port(filter.pin("1"), `V${phase}`, "right", "output", 12);
	}
	const neutral = block.pin("4");
	sheet.net(neutral, "GND", 20, 2);
	sheet.driven(point(neutral.x + 10, neutral.y));
	sheet.wire(neutral, point(neutral.x + 10, neutral.y));
	sheet.note(52, 118, NOTES);
	return sheet;
}

const NOTES = `N is the 0 V of the electronics (net GND), at mains potential up to the isolators.
3P3W without N: the dividers are the star point; two phases against the third give the power.
Divider: 3 x 255k over 1.15k and the converter's 330k: 802 V peak drive a channel to its full
  scale (1.2 V).
480 V RMS (3P3W, L2 linked to N, +20 %): 160 V on each 255k of 200 V allowed.
Surge: the varistor holds about 1.5 kV; 2.3 V at the converter then, through 1.15k: 0.6 mA of 10
  mA allowed.
Filter: 1.15k and 8.2n, as in the current channels, so that both have the same phase.
The varistor's thermal fuse opens L, never N. External fuse: see docs/hardware.md.`;
