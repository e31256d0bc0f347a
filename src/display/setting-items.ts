/** The items of the settings menu (manual 7.6.1–7.6.10): registers and words. */
import { PASSWORD_DIGITS } from "access/settings";
import { BacklightMode } from "display/settings";
import { type Label, label } from "indication/label";
import { PulseType, S0_RATES } from "pulse/settings";
import { BAUD_RATES, MBUS_RATES, PARITIES } from "serial/line-settings";

/** How an item is set. */
export const ItemKind = Object.freeze({
	/** One of a few values, each with a word. */
	CHOICE: 0,
	/** A whole number, digit by digit. */
	DIGITS: 1,
	/** A ratio of current transformers, digit by digit. */
	RATIO: 2,
	/** Digits that are hidden but for the present one. */
	PASSWORD: 3,
	/** A counter that is set to zero, once the user has said yes. */
	RESET: 4,
	/** A word that cannot be changed. */
	FIXED: 5,
	BACK: 6,
} as const);

export type ItemKind = (typeof ItemKind)[keyof typeof ItemKind];

/** A register and its label. */
interface RegisterItem {
	readonly label: Label;
	/** Of the setting. */
	readonly name: string;
}

export interface ChoiceItem extends RegisterItem {
	readonly kind: typeof ItemKind.CHOICE;
	readonly values: readonly number[];
	/** Word for each value. */
	readonly words: readonly Label[];
}

export interface DigitsItem extends RegisterItem {
	readonly kind: typeof ItemKind.DIGITS;
	readonly digits: number;
	readonly unit: Label;
}

export interface RatioItem extends RegisterItem {
	readonly kind: typeof ItemKind.RATIO;
}

export interface PasswordItem extends RegisterItem {
	readonly kind: typeof ItemKind.PASSWORD;
	readonly digits: number;
}

export interface ResetItem extends RegisterItem {
	readonly kind: typeof ItemKind.RESET;
	/** Characters of the value, and its digits after the point. */
	readonly width: number;
	readonly decimals: number;
	readonly unit: Label;
}

export interface FixedItem {
	readonly kind: typeof ItemKind.FIXED;
	readonly label: Label;
	readonly word: Label;
}

export interface BackItem {
	readonly kind: typeof ItemKind.BACK;
	readonly label: Label;
}

/** An item whose value is edited, or its reset agreed to, before it is written. */
export type EditedItem = ChoiceItem | DigitsItem | RatioItem | PasswordItem | ResetItem;

/** One line of a page. */
export type Item = EditedItem | FixedItem | BackItem;

function register(text: string, name: string): RegisterItem {
	return { label: label(text), name };
}

function choice(
	text: string,
	name: string,
	values: readonly number[],
	words: readonly string[],
): ChoiceItem {
	return Object.freeze({
		...register(text, name),
		kind: ItemKind.CHOICE,
		values: Object.freeze(values),
		words: Object.freeze(words.map((word) => label(word))),
	});
}

function digits(text: string, name: string, count: number, unit = ""): DigitsItem {
	const kind = ItemKind.DIGITS;
	return Object.freeze({ ...register(text, name), kind, digits: count, unit: label(unit) });
}

function reset(text: string, name: string, width: number, decimals = 0, unit = ""): ResetItem {
	const kind = ItemKind.RESET;
	return Object.freeze({ ...register(text, name), kind, width, decimals, unit: label(unit) });
}

const PASSWORD: PasswordItem = Object.freeze({
	...register("PASSWORD", "password"),
	kind: ItemKind.PASSWORD,
	digits: PASSWORD_DIGITS,
});

const RATIO: RatioItem = Object.freeze({ ...register("CT", "ctRatio"), kind: ItemKind.RATIO });

const MBUS_PARITY: FixedItem = Object.freeze({
	kind: ItemKind.FIXED,
	label: label("PARITY"),
	word: label("EVEN"),
});

const BACK: BackItem = Object.freeze({ kind: ItemKind.BACK, label: label("BACK") });

function page(...items: readonly Item[]): readonly Item[] {
	return Object.freeze([...items, BACK]);
}

/** The codes 1 to `count`. */
function codes(count: number): number[] {
	return Array.from({ length: count }, (_, i) => i + 1);
}

const RATES = BAUD_RATES.map((rate) => `${rate}`);

const ON_OFF = Object.freeze(["OFF", "ON"]);

/** An entry of the settings menu, and the items of the page that it opens. */
export interface SettingPage {
	readonly word: Label;
	readonly items: readonly Item[];
}

function entry(word: string, items: readonly Item[]): SettingPage {
	return Object.freeze({ word: label(word), items });
}

const S0_ITEMS = page(
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
);

const MODBUS_ITEMS = page(
	digits("ID", "modbusId", 3),
	choice("BAUDRATE", "baudRate", codes(RATES.length), RATES),
	choice(
		"PARITY",
		"parity",
		codes(PARITIES.length),
		PARITIES.map((parity) => parity.toUpperCase()),
	),
);

const MBUS_ITEMS = page(
	digits("ID", "mbusAddress", 3),
	choice("BAUDRATE", "mbusBaudRate", codes(MBUS_RATES), RATES.slice(0, MBUS_RATES)),
	MBUS_PARITY,
	digits("SECONDARY ID", "mbusIdentification", 8),
);

const BACKLIGHT_ITEMS = page(
	choice(
		"BACKLIGHT",
		"backlight",
		[BacklightMode.BUTTON, BacklightMode.ON, BacklightMode.OFF],
		["BUTTON", "ON", "OFF"],
	),
);

const BROADCAST_ITEMS = page(
	choice("BROADCAST", "broadcast", [0, 1], ON_OFF),
	choice("BONDS", "bonds", [0, 1], ON_OFF),
);

const BROADCAST = entry("BROADCAST", BROADCAST_ITEMS);

/** In the order of the manual's three menu pages; the last entry leads back. */
export const SETTING_PAGES: readonly SettingPage[] = Object.freeze([
	entry("PASSWORD", page(PASSWORD)),
	entry("TARIFF", page(choice("TARIFF", "tariff", [1, 2, 3, 4], ["T1", "T2", "T3", "T4"]))),
	entry("S0", S0_ITEMS),
	entry("MODBUS", MODBUS_ITEMS),
	entry("M-BUS", MBUS_ITEMS),
	entry("CT", page(RATIO)),
	entry("BACKLIGHT", BACKLIGHT_ITEMS),
	entry("POWERDOWN", page(reset("POWERDOWN", "powerDownCounter", 5))),
	BROADCAST,
	entry("TRIP", page(reset("TRIP", "resettableEnergy", 10, 3, "kWh"))),
	entry("SCROLL", page(digits("SCROLL", "lcdCycleTime", 2, "S"))),
	entry("OBIS", page(choice("OBIS", "obisCodes", [0, 1], ON_OFF))),
	entry("BACK", Object.freeze([])),
]);

/** The same on a board without a radio. */
export const SETTING_PAGES_WITHOUT_RADIO: readonly SettingPage[] = Object.freeze(
	SETTING_PAGES.filter((each) => each !== BROADCAST),
);
