/** An image in which every ring has wrapped at least once, and whose CT history is full. */
import { Commit } from "metrology/calibration-quantities";
import { Chip } from "../../bench/flash/chip.ts";
import type { Powers } from "./ledger.ts";
import { Subject } from "./subject.ts";

const LOAD: Powers = { active: [1150, -700, 300], reactive: [100, -50, 600] };

/** Saves that make the energy's ring wrap, and numbers of the other events. */
const SAVINGS = 200;
const RESETS = 40;
const POWER_CUTS = 66;
const SEAL_CHANGES = 1200;

/**
 * Makes the image.
 * @returns the image of a meter that was switched off with a warning
 */
export function fullImage(): Uint8Array {
	const chip = new Chip();
	let subject = new Subject(chip);
	const run = (seconds: number): void => {
		for (let i = 0; i < seconds; i++) subject.second(LOAD);
	};
	subject.write("demandPeriod", 1);
	for (let i = 0; i < 7; i++) subject.write("ctRatio", (i + 1) * 50_0000 + 5);
	for (let i = 0; i < SAVINGS; i++) {
		subject.write("lcdCycleTime", 1 + (i % 30));
		run(61);
	}
	for (let i = 0; i < SEAL_CHANGES; i++) {
		subject.seal(i % 2 === 0);
		if (i % 20 === 0) run(1);
	}
	subject.seal(true);
	for (let i = 0; i < RESETS; i++) {
		subject.write("resettableEnergy", 0);
		subject.write("calibrated", i % 2 === 0 ? Commit.TAKE_OVER : Commit.NOMINAL);
		run(2);
	}
	subject.seal(false);
	for (let i = 0; i < POWER_CUTS; i++) {
		run(2);
		subject.warn();
		chip.powerDown();
		subject = new Subject(chip);
	}
	subject.warn();
	chip.powerDown();
	return chip.image;
}
