/**
 * Runs a part of a scenario: once to count the chip's operations, and once for each place where the
 * supply fails.
 */
import { Chip } from "../../bench/flash/chip.ts";
import { energyOf, newestOf, stepsOf } from "../../bench/flash/image.ts";
import { SupplyGone } from "../../testkit/flash.ts";
import { History } from "./history.ts";
import type { Step } from "./scenario.ts";
import { Subject } from "./subject.ts";

/**
 * A cut of the supply: the operation, and how many of its bytes are written (undefined: it has not
 * begun).
 */
export interface Cut {
	readonly operation: number;
	readonly torn: number | undefined;
}

/** A part of the scenario, with the image and the inputs at its beginning. */
export interface Part {
	readonly steps: readonly Step[];
	readonly image: Uint8Array;
	readonly inputs: readonly number[];
	/** Bytes of each of the chip's operations since the power-up; for an erase, those of a sector. */
	readonly operations: readonly number[];
}

const FULL_SECTOR = 4096;

/** Seconds of metering after a cut, to show that the meter continues. */
const AFTERMATH = 3;

/**
 * Runs the parts one after the other without a fault.
 * @returns the parts with their beginnings, and the image at the end
 * @throws Error if the meter is wrong even so
 */
export function rehearse(scenario: readonly (readonly Step[])[]): {
	parts: Part[];
	image: Uint8Array;
} {
	const chip = new Chip();
	const parts: Part[] = [];
	let inputs: readonly number[] = [];
	for (const steps of scenario) {
		const operations: number[] = [];
		const image = chip.image.slice();
		parts.push({ steps, image, inputs, operations });
		const history = begin(image, inputs);
		const recorded = recorder(chip, operations);
		const subject = new Subject(chip, inputs);
		perform(steps, subject, history);
		recorded();
		inputs = history.inputs;
		chip.powerDown();
		const warned = steps.at(-1)?.kind === "warn";
		const next = new Chip(chip.image.slice());
		const after = new Subject(next, inputs);
		const complaint =
			history.complaint(after, warned) ?? history.recordsComplaint(next.image, after, warned);
		if (complaint) throw new Error(`part ${parts.length}, without a fault: ${complaint}`);
	}
	return { parts, image: chip.image };
}

/**
 * Runs a part up to one cut or several; the operations of each further cut count from the power-up
 * after the previous one.
 * @returns the fault; undefined: none
 */
export function torture(
	{ steps, image, inputs }: Part,
	[first, ...further]: readonly [Cut, ...Cut[]],
): string | undefined {
	const chip = new Chip(image.slice());
	const history = begin(image, inputs);
	cutIn(chip, first, () => perform(steps, new Subject(chip, inputs), history));
	for (const cut of further) cutIn(chip, cut, () => new Subject(chip, history.inputs));
	return judge(chip, history);
}

/** History of the meter that starts from an image. */
function begin(image: Uint8Array, inputs: readonly number[]): History {
	return new History(new Subject(new Chip(image.slice()), inputs), inputs);
}

/**
 * Performs the steps one after the other and keeps the history up to date.
 * @throws SupplyGone
 */
export function perform(steps: readonly Step[], subject: Subject, history: History): void {
	for (const step of steps) {
		history.begin(step, subject);
		performStep(step, subject, history);
		history.end(step, subject);
	}
}

/** Runs `work` until the supply fails; a cut that is never reached has no effect. */
function cutIn(chip: Chip, { operation, torn }: Cut, work: () => unknown): void {
	chip.setFaults({ cutAfterOperations: operation, tornBytes: torn });
	try {
		work();
	} catch (error) {
		if (!(error instanceof SupplyGone)) throw error;
	}
	chip.powerDown();
	chip.setFaults({});
}

/**
 * Powers the meter up and compares it with the history and with the records that an independent
 * reader finds.
 */
function judge(chip: Chip, history: History): string | undefined {
	const stored = newestOf(chip.image, "energy");
	const powerDowns = stored ? powerDownsAfter(energyOf(stored), chip.image) : 0;
	const subject = new Subject(chip, history.inputs);
	const code = subject.read("errorCode");
	if (code !== 0) return `error code ${code.toString(16)}`;
	const expected = stored && energyOf(stored);
	if (expected && subject.whole.some((value, i) => value !== expected.whole[i]))
		return `the meter differs from record ${expected.sequence}`;
	const complaint =
		history.complaint(subject, false) ?? history.recordsComplaint(chip.image, subject, false);
	if (complaint) return complaint;
	if (subject.read("powerDownCounter") !== powerDowns)
		return "the power-down counter has not counted the cut";
	return goOn(subject, history, chip);
}

/** Power-downs that a meter must have counted after its next start, by its image before that. */
function powerDownsAfter(energy: ReturnType<typeof energyOf>, image: Uint8Array): number {
	const settings = newestOf(image, "settings");
	const isInterrupted = settings !== undefined && settings.sequence > energy.settingsSequence;
	const isReset = isInterrupted && stepsOf(settings)?.resetPowerDowns === true;
	return (isReset ? 0 : energy.powerDowns) + (energy.operatingSeconds > 0 ? 1 : 0);
}

/**
 * Checks that the meter continues after a cut, and that a cut with a warning then loses nothing.
 */
function goOn(back: Subject, history: History, chip: Chip): string | undefined {
	history.resume(back);
	for (let i = 0; i < AFTERMATH; i++) {
		history.second(back);
		back.second(history.powers);
	}
	back.warn();
	chip.powerDown();
	const again = new Subject(chip, history.inputs);
	if (again.read("errorCode") !== 0) return "an error code at the second power-up";
	const complaint =
		history.complaint(again, true) ?? history.recordsComplaint(chip.image, again, true);
	return complaint && `afterwards: ${complaint}`;
}

function performStep(step: Step, subject: Subject, history: History): void {
	if (step.kind === "write") subject.write(step.name, step.value);
	else if (step.kind === "frame") subject.sendUserData(step.records);
	else if (step.kind === "input") subject.tariffInput(step.level);
	else if (step.kind === "seal") subject.seal(step.open);
	else if (step.kind === "voltage") subject.leaveLimits(step, () => history.window(subject));
	else if (step.kind === "warn") subject.warn();
	else if (step.kind === "run")
		for (let i = 0; i < step.seconds; i++) {
			history.second(subject);
			subject.second(history.powers);
		}
}

/** Records the operations of a chip until the returned function is called. */
function recorder(chip: Chip, operations: number[]): () => void {
	const { program, startErase } = chip;
	chip.program = (offset, bytes, end) => {
		operations.push(bytes.length);
		return program.call(chip, offset, bytes, end);
	};
	chip.startErase = (sector, now) => {
		operations.push(FULL_SECTOR);
		return startErase.call(chip, sector, now);
	};
	return () => {
		chip.program = program;
		chip.startErase = startErase;
	};
}
