/** From the mains to 5 V: rectifier, hold-up, flyback converter. */
import { type Point, point } from "../drawing/geometry.ts";
import { Sheet } from "../drawing/sheet.ts";
import {
	COUPLER,
	FLYBACK_TRANSFORMER,
	OUTPUT_RECTIFIER,
	RECTIFIER,
	REFERENCE_2V5,
} from "../parts/discrete.ts";
import {
	C_10U,
	C_100N,
	C_FILM,
	C_HOLD_UP,
	C_OUTPUT,
	C_SNUBBER,
	CHOKE,
	FUSIBLE,
	resistor,
	resistor1206,
} from "../parts/passives.ts";
import { SWITCHER } from "../parts/supply-chips.ts";

/** The bus's two lines. */
const PLUS = 16;
const MINUS = 82;

/** Every conductor, N too, has a diode to each side: any two of them feed the meter. */
function rectifier(sheet: Sheet): void {
	["L1", "L2", "L3", "N"].forEach((name, i) => {
		const y = 32 + 10 * i;
		const x = 44 + 10 * i;
		const fuse = sheet.place(FUSIBLE, 28, y, { angle: 90 });
		if (name === "N") sheet.net(fuse.pin("1"), "GND", -7, 2);
		else sheet.port(fuse.pin("1"), name, "left", "passive", -7);
		const upper = sheet.place(RECTIFIER, x, PLUS + 5);
		const lower = sheet.place(RECTIFIER, x, MINUS - 5);
		sheet.wire(fuse.pin("2"), point(x, y));
		sheet.wire(upper.pin("2"), lower.pin("1"));
		sheet.wire(upper.pin("1"), point(x, PLUS));
		sheet.wire(lower.pin("2"), point(x, MINUS));
	});
}

/** Film capacitor, choke, and two electrolytics in series that share by resistors. */
function holdUp(sheet: Sheet): void {
	const film = sheet.place(C_FILM, 88, 49);
	sheet.wire(point(88, PLUS), film.pin("1"));
	sheet.wire(film.pin("2"), point(88, MINUS));
	const choke = sheet.place(CHOKE, 98, PLUS, { angle: 90 });
	sheet.wire(point(44, PLUS), choke.pin("1"));
	const [upper, lower] = [32, 66].map((y) => sheet.place(C_HOLD_UP, 108, y));
	sheet.wire(point(108, PLUS), upper.pin("1"));
	sheet.wire(upper.pin("2"), lower.pin("1"));
	sheet.wire(lower.pin("2"), point(108, MINUS));
	const chain = [24, 40, 58, 74].map((y) => sheet.place(resistor1206("470k"), 124, y));
	sheet.wire(point(124, PLUS), chain[0].pin("1"));
	for (let i = 1; i < 4; i++) sheet.wire(chain[i - 1].pin("2"), chain[i].pin("1"));
	sheet.wire(chain[3].pin("2"), point(124, MINUS));
	sheet.wire(point(108, 49), point(124, 49));
	sheet.net(point(116, PLUS), "BUS+");
	sheet.driven(point(112, PLUS));
	sheet.net(point(116, MINUS), "BUS-");
	sheet.driven(point(96, MINUS));
	sheet.wire(choke.pin("2"), point(162, PLUS));
	sheet.wire(point(44, MINUS), point(168, MINUS));
}

/** The transformer's primary, what limits the drain, and the switch; returns its feedback pin. */
function primary(sheet: Sheet): { feedback: Point; bypass: Point } {
	const transformer = sheet.place(FLYBACK_TRANSFORMER, 166, 30);
	sheet.rise(transformer.pin("1"), point(162, PLUS));
	sheet.wire(transformer.pin("5"), point(transformer.pin("5").x, MINUS));
	const resistors = sheet.place(resistor1206("100k"), 138, PLUS + 6);
	const capacitor = sheet.place(C_SNUBBER, 148, PLUS + 6);
	sheet.wire(point(138, PLUS), resistors.pin("1"));
	sheet.wire(point(148, PLUS), capacitor.pin("1"));
	const diode = sheet.place(RECTIFIER, 143, 34);
	const clamp = point(143, 28);
	sheet.rise(resistors.pin("2"), clamp);
	sheet.rise(capacitor.pin("2"), clamp);
	sheet.wire(clamp, diode.pin("1"));
	const chip = sheet.place(SWITCHER, 154, 54, { texts: point(-14, -1) });
	const drain = chip.pin("4");
	sheet.wire(diode.pin("2"), point(drain.x, diode.pin("2").y), drain);
	sheet.wire(transformer.pin("2"), point(drain.x, transformer.pin("2").y));
	sheet.wire(point(drain.x, transformer.pin("2").y), drain);
	for (const pin of ["5", "6", "7", "8"]) {
		const source = chip.pin(pin);
		sheet.wire(source, point(source.x, source.y + 3));
	}
	const below = chip.pin("5").y + 3;
	sheet.wire(point(chip.pin("5").x, below), point(chip.pin("8").x, below));
	sheet.wire(point(chip.at.x - 1, below), point(chip.at.x - 1, MINUS));
	const reserve = sheet.place(C_100N, 168, 66);
	sheet.wire(chip.pin("1"), point(168, chip.pin("1").y), reserve.pin("1"));
	sheet.wire(reserve.pin("2"), point(168, MINUS));
	return { feedback: chip.pin("2"), bypass: point(168, chip.pin("1").y) };
}

/** The output, and the coupler that tells the switch when 5 V are reached. */
function secondary(sheet: Sheet, { feedback, bypass }: { feedback: Point; bypass: Point }): void {
	const line = 28;
	const diode = sheet.place(OUTPUT_RECTIFIER, 182, line, { angle: 270 });
	sheet.wire(point(170, line), diode.pin("2"));
	sheet.port(point(175, line), "LINE_SENSE", "right", "output", 2, -8);
	sheet.net(point(170, 32), "GND", 5, 2);
	const bulk = sheet.place(C_OUTPUT, 192, line + 3);
	const fine = sheet.place(C_10U, 202, line + 3);
	for (const capacitor of [bulk, fine]) sheet.net(capacitor.pin("2"), "GND");
	sheet.wire(diode.pin("1"), point(216, line));
	sheet.net(point(209, line), "+5V");
	sheet.driven(point(197, line));
	const coupler = sheet.place(COUPLER, 186, 55, { mirrored: true, texts: point(-5, 5) });
	sheet.wire(bypass, coupler.pin("4"));
	const limit = sheet.place(resistor("1k"), 174, coupler.pin("3").y, { angle: 90 });
	sheet.wire(coupler.pin("3"), limit.pin("2"));
	sheet.rise(feedback, point(feedback.x + 2, feedback.y));
	sheet.wire(point(feedback.x + 2, feedback.y), limit.pin("1"));
	const led = sheet.place(resistor("470"), 206, 44);
	sheet.wire(led.pin("1"), point(206, line));
	const bias = sheet.place(resistor("1k"), 198, 56);
	sheet.rise(led.pin("2"), point(206, 50), point(198, 50));
	sheet.rise(point(198, 50), bias.pin("1"));
	sheet.wire(coupler.pin("1"), point(198, coupler.pin("1").y));
	const reference = sheet.place(REFERENCE_2V5, 206, 68, { mirrored: true, texts: point(-9, -1) });
	sheet.wire(coupler.pin("2"), point(194, coupler.pin("2").y), point(194, 61), point(206, 61));
	sheet.wire(bias.pin("2"), point(198, 61));
	sheet.wire(point(206, 61), reference.pin("1"));
	sheet.net(reference.pin("3"), "GND", 0, 2);
	const [upper, lower] = [54, 76].map((y) => sheet.place(resistor("10k"), 216, y));
	sheet.wire(point(216, line), upper.pin("1"));
	sheet.wire(upper.pin("2"), lower.pin("1"));
	sheet.wire(reference.pin("2"), point(216, reference.pin("2").y));
	sheet.net(lower.pin("2"), "GND");
}

export function supply(page: number): Sheet {
	const sheet = new Sheet("supply", "Supply from the mains", page);
	rectifier(sheet);
	holdUp(sheet);
	secondary(sheet, primary(sheet));
	sheet.note(20, 92, NOTES);
	return sheet;
}

const NOTES = `Works from any two of L1, L2, L3, N, so in 3P3W without N as well. BUS- is not N:
  the transformer separates the two.
Bus: 242 V (one phase and N at -20 %) to 679 V (480 V between two conductors). Load 1.2 W, at
  most 3 W (0.6 A at 5 V).
Hold-up: 11 u from 177 V, where power fail is reported, to 60 V, the least for the switch: see
  docs/hardware.md.
Surge of 4 kV between two lines: two varistors, 2 x 220 in series: the bus rises to 730 V.
  Drain: 130 V more (R509, C504), of 900 V.
T501: EE16, N87, gapped to 2.2 mH. 130 turns of 0.12 mm, foil shield to BUS-, tape, 9 turns of
  0.35 mm triple insulated. 80 V reflected. Leakage below 80 uH.
T501 separates BUS from GND (both at mains potential): 700 V working, functional insulation; no
  capacitor across it, or 150 Hz would enter the star point.
LINE_SENSE: while the switch conducts, the secondary is at -BUS x 9/130 (-12.3 V at 177 V).`;
