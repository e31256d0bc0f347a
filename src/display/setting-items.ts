/** The items of the settings menu (manual 7.6.1–7.6.10): the registers that they set and their words. */
import { type Label, label } from "indication/label";
import { BAUD_RATES, BacklightMode, PARITIES, PulseType, S0_RATES } from "registers/settings";
import { indexOf, type RegisterName } from "registers/table";

/** How an item is set. */
export const ItemKind = Object.freeze({
	/** One of a few values, each with a word. */
	CHOICE: 0,
	/** A whole number, digit by digit. */
	DIGITS: 1,
	/** A ratio of current transformers, digit by digit. */
	RATIO: 2,
	/** Four digits, hidden but for the one that is being set. */
	PASSWORD: 3,
	/** A counter that is set to zero. */
	RESET: 4,
	/** A word that cannot be changed. */
	FIXED: 5,
	BACK: 6,
} as const);

export type ItemKind = (typeof ItemKind)[keyof typeof ItemKind];

/** One line of a page. */
export interface Item {
	readonly label: Label;
	readonly kind: ItemKind;
	/** The register; −1: none. */
	readonly index: number;
	/** Values to choose from, and their words. */
	readonly values: readonly number[];
	readonly words: readonly Label[];
	/** Digits of a whole number or a counter, and how many of them are after the point. */
	readonly digits: number;
	readonly decimals: number;
	/** Written after the value. */
	readonly unit: Label;
}

const NONE = label("");

function item(text: string, kind: ItemKind, index: number, rest: Partial<Item> = {}): Item {
	const none = Object.freeze([]);
	const basis = { values: none, words: none, digits: 0, decimals: 0, unit: NONE };
	return Object.freeze({ ...basis, ...rest, label: label(text), kind, index });
}

function choice(
	text: string,
	name: RegisterName,
	values: readonly number[],
	words: readonly string[],
): Item {
	return item(text, ItemKind.CHOICE, indexOf(name), {
		values: Object.freeze(values),
		words: Object.freeze(words.map((word) => label(word))),
	});
}

function digits(text: string, name: RegisterName, count: number, unit = ""): Item {
	return item(text, ItemKind.DIGITS, indexOf(name), { digits: count, unit: label(unit) });
}

const BACK = item("BACK", ItemKind.BACK, -1);

function page(...items: readonly Item[]): readonly Item[] {
	return Object.freeze([...items, BACK]);
}

/** The codes 1 to `count`. */
function codes(count: number): number[] {
	return Array.from({ length: count }, (_, i) => i + 1);
}

const RATES = BAUD_RATES.map((rate) => `${rate}`);

/** M-Bus has the lowest of the baud rates. */
const MBUS_RATES = 6;

const ON_OFF = Object.freeze(["OFF", "ON"]);

/** An entry of the settings menu, and the page that it opens. */
export interface SettingPage {
	readonly word: Label;
	readonly items: readonly Item[];
}

function entry(word: string, items: readonly Item[]): SettingPage {
	return Object.freeze({ word: label(word), items });
}

/** In the order of the manual's three menu pages; the last entry leads back. */
export const SETTING_PAGES: readonly SettingPage[] = Object.freeze([
	entry("PASSWORD", page(item("PASSWORD", ItemKind.PASSWORD, indexOf("password"), { digits: 4 }))),
	entry("TARIFF", page(choice("TARIFF", "tariff", [1, 2, 3, 4], ["T1", "T2", "T3", "T4"]))),
	entry(
		"S0",
		page(
			choice(
				"S0 OUTPUT",
				"s0Rate",
				S0_RATES,
				S0_RATES.map((rate) => `${rate}`),
			),
			choice(
				"TYPE",
				"pulseType",
				[PulseType.ACTIVE_REACTIVE, PulseType.FORWARD_REVERSE],
				["AC/RE", "FW/RV"],
			),
			digits("WIDTH", "pulseWidth", 2, "MS"),
		),
	),
	entry(
		"MODBUS",
		page(
			digits("ID", "modbusId", 3),
			choice("BAUDRATE", "baudRate", codes(RATES.length), RATES),
			choice(
				"PARITY",
				"parity",
				codes(PARITIES.length),
				PARITIES.map((parity) => parity.toUpperCase()),
			),
		),
	),
	entry(
		"M-BUS",
		page(
			digits("ID", "mbusAddress", 3),
			choice("BAUDRATE", "mbusBaudRate", codes(MBUS_RATES), RATES.slice(0, MBUS_RATES)),
			item("PARITY", ItemKind.FIXED, -1, { words: Object.freeze([label("EVEN")]) }),
		),
	),
	entry("CT", page(item("CT", ItemKind.RATIO, indexOf("ctRatio")))),
	entry(
		"BACKLIGHT",
		page(
			choice(
				"BACKLIGHT",
				"backlight",
				[BacklightMode.BUTTON, BacklightMode.ON, BacklightMode.OFF],
				["BUTTON", "ON", "OFF"],
			),
		),
	),
	entry(
		"POWERDOWN",
		page(item("POWERDOWN", ItemKind.RESET, indexOf("powerDownCounter"), { digits: 5 })),
	),
	entry("BROADCAST", page(choice("BROADCAST", "broadcast", [0, 1], ON_OFF))),
	entry(
		"TRIP",
		page(
			item("TRIP", ItemKind.RESET, indexOf("resettableEnergy"), {
				digits: 10,
				decimals: 3,
				unit: label("kWh"),
			}),
		),
	),
	entry("SCROLL", page(digits("SCROLL", "lcdCycleTime", 2, "S"))),
	entry("OBIS", page(choice("OBIS", "obisCodes", [0, 1], ON_OFF))),
	entry("BACK", Object.freeze([])),
]);
