/** The life of the flash: a month of meter time at full load, the erases of each sector counted, the years that makes. */
import { Chip, SECTOR } from "../../bench/flash/chip.ts";
import { readImage } from "../flash-dump/image.ts";
import { fullImage } from "./full-image.ts";
import type { Powers } from "./ledger.ts";
import { startUpFrom } from "./start-up.ts";
import { Subject } from "./subject.ts";

/** Erases that a sector takes (data sheets). */
const ENDURANCE = 100_000;

const DAY = 86_400;
const DAYS = 30;
const DAYS_A_YEAR = 365.25;

/** 5 A in each phase at 230 V. */
const FULL_LOAD: Powers = { active: [1150, 1150, 1150], reactive: [0, 0, 0] };

/** What was counted, and what it means. */
export interface Life {
	/** By area: erases of its most used sector. */
	readonly erases: ReadonlyMap<string, number>;
	/** Programs and erases. */
	readonly operations: number;
	/** Until the most used sector has had its erases. */
	readonly years: number;
}

/**
 * Lets the meter run at full load, the tariff changing twice a day by its input, the supply going once a day with a
 * warning.
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
	const erases = new Map<string, number>();
	for (const { name, first, sectors } of readImage(chip.image)) {
		const most = Math.max(...chip.erases.slice(first, first + sectors));
		erases.set(name, Math.max(most, erases.get(name) ?? 0));
	}
	const perYear = (Math.max(...erases.values()) / days) * DAYS_A_YEAR;
	return { erases, operations: chip.operations, years: ENDURANCE / perYear };
}

/** Prints it, and how long a meter takes to start from a full image. */
export async function main(engine: string, firmware: string): Promise<void> {
	const { erases, operations, years } = liveFor(DAYS);
	console.log(
		`${DAYS} days at full load, a power cut and two changes of tariff a day: ${operations} operations`,
	);
	for (const [name, most] of erases) console.log(`  ${name.padEnd(12)} at most ${most} erases of a sector`);
	console.log(`sectors of ${SECTOR} bytes that take ${ENDURANCE} erases last for ${years.toFixed(0)} years`);
	const blank = await startUpFrom(new Chip().image, engine, firmware);
	const full = await startUpFrom(fullImage(), engine, firmware);
	console.log(`start-up on XS from a full image: ${full.milliseconds.toFixed(1)} ms of meter time,`);
	console.log(
		`  ${full.byteCodes - blank.byteCodes} byte codes more than from a blank one (${blank.milliseconds.toFixed(1)} ms)`,
	);
}
