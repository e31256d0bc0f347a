/**
 * Life of the flash: counts the erases of each sector in a month of meter time at full load, and
 * extrapolates.
 */
import { Chip, SECTOR } from "../../bench/flash/chip.ts";
import { readImage } from "../../bench/flash/image.ts";
import { fullImage } from "./full-image.ts";
import type { Powers } from "./ledger.ts";
import { type StartUp, startUpFrom } from "./start-up.ts";
import { Subject } from "./subject.ts";

/** Erases that a sector endures (data sheets). */
const ENDURANCE = 100_000;

const DAY = 86_400;
const DAYS = 30;
const CHATTER_DAYS = 10;
const DAYS_A_YEAR = 365.25;

/** 5 A in each phase at 230 V. */
const FULL_LOAD: Powers = { active: [1150, 1150, 1150], reactive: [0, 0, 0] };

/**
 * Warnings a second of a supply that never stops chattering, and number after which only the
 * passing of time permits more saves.
 */
const WARNINGS_A_SECOND = 2;
const BURST = 10_060;

/** Erases and operations counted, and the resulting life. */
export interface Life {
	/** By area: erases of its most erased sector. */
	readonly erases: ReadonlyMap<string, number>;
	/** Programs and erases. */
	readonly operations: number;
	/** Years until the most erased sector reaches its endurance. */
	readonly years: number;
}

/**
 * Runs the meter at full load. The tariff input changes twice a day, the supply fails once a day
 * with a warning.
 */
export function liveFor(days: number): Life {
	const chip = new Chip();
	let subject = new Subject(chip);
	for (let day = 0; day < days; day++) {
		for (let second = 0; second < DAY; second++) {
			if (second % (DAY / 2) === 0) subject.tariffInput(second === 0 ? 0 : 1);
			subject.second(FULL_LOAD);
		}
		subject.warn();
		chip.powerDown();
		subject = new Subject(chip, [0]);
	}
	return lifeOf(chip, chip.erases, days);
}

/**
 * Runs the meter on a supply that warns again and again, each time longer than chatter, but never
 * fails.
 */
export function chatterFor(days: number): Life {
	const chip = new Chip();
	const subject = new Subject(chip);
	const warnings = (count: number): void => {
		for (let i = 0; i < count; i++) {
			subject.warn();
			subject.second(FULL_LOAD, 1 / WARNINGS_A_SECOND);
			subject.recover();
		}
	};
	warnings(BURST);
	const before = [...chip.erases];
	const operations = chip.operations;
	warnings(days * DAY * WARNINGS_A_SECOND);
	const life = lifeOf(
		chip,
		chip.erases.map((count, sector) => count - (before[sector] ?? 0)),
		days,
	);
	return { ...life, operations: life.operations - operations };
}

/** Life from the erases of each sector in `days` days. */
function lifeOf(chip: Chip, erasesOf: readonly number[], days: number): Life {
	const erases = new Map<string, number>();
	for (const { name, first, sectors } of readImage(chip.image)) {
		const most = Math.max(...erasesOf.slice(first, first + sectors));
		erases.set(name, Math.max(most, erases.get(name) ?? 0));
	}
	const perYear = (Math.max(...erases.values()) / days) * DAYS_A_YEAR;
	return { erases, operations: chip.operations, years: ENDURANCE / perYear };
}

function print(what: string, { erases, operations, years }: Life): void {
	console.log(`${what}: ${operations} operations`);
	for (const [name, most] of erases)
		if (most > 0) console.log(`  ${name.padEnd(12)} at most ${most} erases of a sector`);
	console.log(
		`sectors of ${SECTOR} bytes that endure ${ENDURANCE} erases last ${years.toFixed(0)} years`,
	);
}

/**
 * `npm run flash-life`: prints the life, and the start-up time; byte codes in excess of a meter
 * without flash.
 */
export async function main(engine: string, firmware: string): Promise<void> {
	print(`${DAYS} days at full load, a power cut and two changes of tariff a day`, liveFor(DAYS));
	print(`${CHATTER_DAYS} days of a supply that warns twice a second`, chatterFor(CHATTER_DAYS));
	const blank = await startUpFrom(new Chip().image, engine, firmware);
	const full = await startUpFrom(fullImage(), engine, firmware);
	const without = await startUpFrom(undefined, engine, firmware);
	const say = (what: string, { milliseconds, byteCodes }: StartUp): void =>
		console.log(
			`start-up on XS from a ${what} image: ${milliseconds.toFixed(1)} ms of meter time, ` +
				`${byteCodes - without.byteCodes} byte codes`,
		);
	say("blank", blank);
	say("full", full);
}
