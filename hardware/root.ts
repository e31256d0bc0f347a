/** The first page: the sheets as blocks, and what goes between them. */
import { type Point, point, UNIT_MM } from "./drawing/geometry.ts";
import { fileHead, idOf } from "./drawing/kicad-sheet.ts";
import { effects, PROJECT } from "./drawing/kicad-symbol.ts";
import { type Expression, list, textOf, word } from "./drawing/s-expression.ts";
import type { PortShape, Sheet } from "./drawing/sheet.ts";

/** A block's place and size, and its pins by side: name and height on the page. */
interface Block {
	readonly file: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly left?: Readonly<Record<string, number>>;
	readonly right?: Readonly<Record<string, number>>;
}

/** Names to heights, from `top`, 3 units apart. */
function column(top: number, ...names: readonly string[]): Record<string, number> {
	return Object.fromEntries(names.map((name, i) => [name, top + 3 * i]));
}

const CONVERTER_SIGNALS = [
	"CONVERTER_SELECT",
	"CONVERTER_OUT",
	"CONVERTER_CLOCK",
	"CONVERTER_IN",
	"CONVERTER_READY",
];

const BLOCKS: readonly Block[] = [
	{
		file: "mains",
		x: 16,
		y: 22,
		width: 28,
		height: 34,
		left: column(46, "L1", "L2", "L3"),
		right: column(26, "V1", "V2", "V3"),
	},
	{
		file: "current",
		x: 16,
		y: 64,
		width: 28,
		height: 24,
		right: column(68, "I1P", "I1N", "I2P", "I2N", "I3P", "I3N"),
	},
	{
		file: "converter",
		x: 62,
		y: 22,
		width: 34,
		height: 34,
		left: {
			...column(26, "V1", "V2", "V3"),
			...column(37, "I1P", "I1N", "I2P", "I2N", "I3P", "I3N"),
		},
		right: column(26, ...CONVERTER_SIGNALS),
	},
	{
		file: "supply",
		x: 62,
		y: 100,
		width: 34,
		height: 20,
		left: column(104, "L3", "L2", "L1"),
		right: { LINE_SENSE: 104 },
	},
	{
		file: "low-voltage",
		x: 62,
		y: 74,
		width: 34,
		height: 16,
		right: { POWER_FAIL: 78, LINE_SENSE: 84 },
	},
	{
		file: "processor",
		x: 122,
		y: 22,
		width: 42,
		height: 86,
		left: { ...column(26, ...CONVERTER_SIGNALS), POWER_FAIL: 78 },
		right: {
			...column(26, "BUS_OUT", "BUS_CLOCK", "BUS_IN", "FLASH_SELECT"),
			...column(38, "LCD_SELECT", "LCD_DATA", "LCD_RESET", "BACKLIGHT"),
			...column(59, "RS485_TRANSMIT", "RS485_RECEIVE", "RS485_DIRECTION"),
			...column(80, "MBUS_RECEIVE", "MBUS_TRANSMIT"),
			...column(98, "S0_1", "S0_2", "TARIFF_INPUT"),
		},
	},
	{
		file: "display",
		x: 184,
		y: 22,
		width: 36,
		height: 30,
		left: {
			...column(26, "BUS_OUT", "BUS_CLOCK", "BUS_IN", "FLASH_SELECT"),
			...column(38, "LCD_SELECT", "LCD_DATA", "LCD_RESET", "BACKLIGHT"),
		},
	},
	{
		file: "rs485",
		x: 184,
		y: 55,
		width: 36,
		height: 18,
		left: column(59, "RS485_TRANSMIT", "RS485_RECEIVE", "RS485_DIRECTION"),
		right: column(61, "TERMINAL_8", "TERMINAL_9"),
	},
	{
		file: "mbus",
		x: 184,
		y: 76,
		width: 36,
		height: 15,
		left: column(80, "MBUS_RECEIVE", "MBUS_TRANSMIT"),
		right: column(80, "TERMINAL_9", "TERMINAL_8"),
	},
	{
		file: "pulses",
		x: 184,
		y: 94,
		width: 36,
		height: 16,
		left: column(98, "S0_1", "S0_2", "TARIFF_INPUT"),
	},
];

/** Where a signal between two blocks changes its height: x of the upright piece, by its name. */
const UPRIGHTS: Readonly<Record<string, number>> = {
	I1P: 49,
	I1N: 51,
	I2P: 53,
	I2N: 55,
	I3P: 57,
	I3N: 59,
	L1: 10,
	L2: 12,
	L3: 14,
	LINE_SENSE: 100,
	TERMINAL_8: 224,
	TERMINAL_9: 222,
};

const NOTES = `Ambit: open three-phase CT energy meter, board with ESP32-S3. Explained in
  docs/hardware.md.
Nobody has built it. N is the 0 V of everything left of the isolators (ISO1410, ISO7721,
  750313734, TLP785F, TLP627MF): mains potential.
Two versions of one board: Modbus (sheet RS-485 fitted) or M-Bus (sheet M-Bus fitted); they
  share terminal 8.
The signals' names are those of boards/esp32s3/pins.ts; npm test compares the two.`;

function pinOf(file: string, name: string, at: Point, side: "left" | "right", shape: PortShape) {
	return list(
		"pin",
		name,
		word(shape),
		list("at", at.x * UNIT_MM, at.y * UNIT_MM, side === "left" ? 180 : 0),
		list("uuid", idOf("root", file, name)),
		effects(1.27, [side === "left" ? "left" : "right"]),
	);
}

function shapeOf(sheet: Sheet, name: string): PortShape {
	const shape = sheet.labels.find((label) => label.name === name)?.shape;
	if (shape === undefined) throw new Error(`hardware: no port ${name} on sheet ${sheet.file}`);
	return shape;
}

function blockOf(block: Block, sheet: Sheet, rootId: string): Expression {
	const { file, x, y, width, height, left = {}, right = {} } = block;
	const text = (name: string, value: string, dy: number, justify: string): Expression =>
		list(
			"property",
			name,
			value,
			list("at", x * UNIT_MM, (y + dy) * UNIT_MM, 0),
			effects(1.27, ["left", justify], name === "Sheetfile"),
		);
	return list(
		"sheet",
		list("at", x * UNIT_MM, y * UNIT_MM),
		list("size", width * UNIT_MM, height * UNIT_MM),
		list("exclude_from_sim", word("no")),
		list("in_bom", word("yes")),
		list("on_board", word("yes")),
		list("dnp", word("no")),
		list("stroke", list("width", 0.2), list("type", word("solid"))),
		list("fill", list("color", 255, 255, 194, 0.4)),
		list("uuid", idOf("sheet", file)),
		text("Sheetname", sheet.title, -0.6, "bottom"),
		text("Sheetfile", `${file}.kicad_sch`, height + 0.6, "top"),
		...Object.entries(left).map(([name, at]) =>
			pinOf(file, name, point(x, at), "left", shapeOf(sheet, name)),
		),
		...Object.entries(right).map(([name, at]) =>
			pinOf(file, name, point(x + width, at), "right", shapeOf(sheet, name)),
		),
		list(
			"instances",
			list("project", PROJECT, list("path", `/${rootId}`, list("page", String(sheet.page)))),
		),
	);
}

/** The wires of one signal between its two blocks. */
function wireOf(name: string): Point[] {
	const ends = BLOCKS.flatMap(({ x, width, left = {}, right = {} }) => [
		...(name in left ? [point(x, left[name])] : []),
		...(name in right ? [point(x + width, right[name])] : []),
	]);
	const [from, to] = ends;
	if (ends.length !== 2) throw new Error(`hardware: ${name} has ${ends.length} ends`);
	if (from.y === to.y) return [from, to];
	const x = UPRIGHTS[name];
	if (x === undefined) throw new Error(`hardware: no upright for ${name}`);
	return [from, point(x, from.y), point(x, to.y), to];
}

function wires(): Expression[] {
	const names = new Set(
		BLOCKS.flatMap(({ left = {}, right = {} }) => [...Object.keys(left), ...Object.keys(right)]),
	);
	return [...names].flatMap((name) => {
		const path = wireOf(name);
		return path
			.slice(1)
			.map((end, i) =>
				list(
					"wire",
					list("pts", ...[path[i], end].map(({ x, y }) => list("xy", x * UNIT_MM, y * UNIT_MM))),
					list("stroke", list("width", 0), list("type", word("default"))),
					list("uuid", idOf("root", "wire", name, i)),
				),
			);
	});
}

/** ID of the first page. */
export const ROOT_ID = idOf("root");

/** Text of the first page's file. */
export function rootFile(sheets: readonly Sheet[]): string {
	const blocks = BLOCKS.map((block) => {
		const sheet = sheets.find(({ file }) => file === block.file);
		if (sheet === undefined) throw new Error(`hardware: no sheet ${block.file}`);
		return blockOf(block, sheet, ROOT_ID);
	});
	return `${textOf(
		list(
			"kicad_sch",
			...fileHead(ROOT_ID, "A4", "Ambit, ESP32-S3 board", 1),
			list("lib_symbols"),
			...wires(),
			list(
				"text",
				NOTES,
				list("exclude_from_sim", word("no")),
				list("at", 16 * UNIT_MM, 126 * UNIT_MM, 0),
				effects(1.5, ["left", "top"]),
				list("uuid", idOf("root", "note")),
			),
			...blocks,
			list("sheet_instances", list("path", "/", list("page", "1"))),
			list("embedded_fonts", word("no")),
		),
	)}\n`;
}
