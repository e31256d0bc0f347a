/**
 * The meter under torture: the whole firmware on a board in this process, its flash the bench's
 * chip. Loads enter where metrology hands them on; everything after that is the shipped
 * composition.
 */

import type { Flash, FrontEnd } from "board";
import { catalogue } from "catalogue";
import { ROLL_OVER } from "energy/counters";
import { PAGE_COUNTERS } from "energy/ct-history";
import createMeter, { type Meter } from "meter";
import type { Outcome } from "registers/binding";
import { Chip } from "../../bench/flash/chip.ts";
import { clock } from "../../boards/virtual/clock.ts";
import Timer from "../../boards/virtual/timer.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { POWER_FAIL, SEAL, TARIFF_INPUT, TestBoard } from "../../testkit/board.ts";
import { ChipFlash } from "../../testkit/flash.ts";
import { resultsOf } from "../life/injection.ts";
import type { Powers } from "./ledger.ts";
import { userData } from "./records.ts";
import { ToldHalves } from "./told-halves.ts";
import { DECLARED_VOLTS, type VoltageStep } from "./voltage-event.ts";

/** Frames of a second, which is counted as one window. */
const SECOND = FRAME_RATE_HZ;

/** Times that the firmware polls an erase until it is over. */
const ERASE_LOOKS = 2;

/** M-Bus acknowledgement (EN 13757-2). */
const ACKNOWLEDGED = "[[229]]";

/** Meter time in frames of samples until an M-Bus frame has been dealt with: 75 ms. */
const FRAME_SILENCE = 0.075 * FRAME_RATE_HZ;

/** Window of a fifth of a second, in frames; half cycles that it has, at most. */
const WINDOW = 0.2 * FRAME_RATE_HZ;
const HALVES_A_WINDOW = 20;

/** Voltages and no current in a window. */
function emptyWindow(parts: readonly number[]): number[] {
	const nominal = { voltageGain: 1, currentGain: 1, powerGain: 1 };
	return resultsOf({
		phases: parts.map((part) => ({
			voltage: part * DECLARED_VOLTS,
			current: 0,
			active: 0,
			reactive: 0,
		})),
		cycles: 10,
		frames: WINDOW,
		reversed: false,
		gains: [nominal, nominal, nominal],
	});
}

/** A front end that says that it is running, and has no window but those that it is given. */
class IdleFrontEnd implements FrontEnd {
	readonly fullScaleVolts = 800;
	readonly fullScaleAmps = 30;
	readonly lostFrames = 0;
	readonly quality = new ToldHalves();
	/** Says so. */
	run = (): void => {};
	#window: readonly number[] | undefined;

	start(onReadable: () => void): void {
		this.run = onReadable;
	}

	take(results: number[]): boolean {
		const window = this.#window;
		this.#window = undefined;
		for (const [place, result] of (window ?? []).entries()) results[place] = result;
		return window !== undefined;
	}

	/** Has a window. */
	give(window: readonly number[]): void {
		this.#window = window;
		this.run();
	}

	restart(): void {}

	setReference(): void {}
}

function withLooks(chip: Chip): Flash {
	const flash = new ChipFlash(chip);
	flash.eraseLooks = ERASE_LOOKS;
	return flash;
}

/**
 * A meter that is powered up.
 * @throws SupplyGone in the constructor and in every method
 */
export class Subject {
	readonly board: TestBoard;
	readonly meter: Meter;
	readonly #frontEnd = new IdleFrontEnd();

	/**
	 * @param flash the bench's chip, or a driver with a chip of its own
	 * @param inputs pins that are high at power-up
	 */
	constructor(flash: Chip | Flash, inputs: readonly number[] = []) {
		Timer.reset();
		const chip = flash instanceof Chip ? withLooks(flash) : flash;
		this.board = new TestBoard(this.#frontEnd, chip);
		for (const pin of inputs) this.board.set(pin, 1);
		this.meter = createMeter(this.board);
		this.meter.start();
	}

	/** Meters a load for a second, or for a part of one. */
	second({ active, reactive }: Powers, part = 1): void {
		const { metrology } = this.meter;
		const { load } = metrology;
		const frames = SECOND * part;
		load.frames = frames;
		for (let k = 0; k < 3; k++) {
			load.activePower[k] = active[k] ?? 0;
			load.reactivePower[k] = reactive[k] ?? 0;
		}
		this.#frontEnd.run();
		metrology.countLoad(load);
		Timer.advance(clock.frames + frames);
	}

	/**
	 * Lets voltages leave their limits for some half cycles, and come back.
	 * @param onWindow called after each window
	 */
	leaveLimits({ parts, halves }: VoltageStep, onWindow: () => void): void {
		const { quality } = this.#frontEnd;
		const window = (of: readonly number[], count: number, isOutside: boolean): void => {
			const volts = of.map((part) => part * DECLARED_VOLTS);
			for (let i = 0; i < count; i++) quality.tell(volts, isOutside);
			this.#frontEnd.give(emptyWindow(of));
			Timer.advance(clock.frames + WINDOW);
			onWindow();
		};
		const before = [1, 1, 1];
		window(before, HALVES_A_WINDOW, false);
		for (let left = halves; left > 0; left -= HALVES_A_WINDOW)
			window(parts, Math.min(left, HALVES_A_WINDOW), true);
		for (let i = 0; i < 2; i++) window(before, HALVES_A_WINDOW, false);
	}

	write(name: RegisterName, value: number): Outcome {
		return this.meter.model.write(catalogue.indexOf(name), value);
	}

	/**
	 * Sends a frame SND_UD with these records on M-Bus and waits until the meter has dealt with it.
	 */
	sendUserData(records: readonly number[]): void {
		this.board.mbusLine.receive([...userData(records)]);
		Timer.advance(clock.frames + FRAME_SILENCE);
		const answers = this.board.mbusLine.take();
		if (JSON.stringify(answers) !== ACKNOWLEDGED)
			throw new Error(`the meter does not acknowledge SND_UD: ${JSON.stringify(answers)}`);
	}

	read(name: RegisterName): number {
		return this.meter.model.get(catalogue.indexOf(name));
	}

	tariffInput(level: 0 | 1): void {
		this.board.set(TARIFF_INPUT, level);
	}

	get sealOpen(): boolean {
		return this.meter.seal.open;
	}

	seal(open: boolean): void {
		this.board.set(SEAL, open ? 1 : 0);
	}

	/** Makes the supply fail with a warning; an earlier failure ends. */
	warn(): void {
		this.board.set(POWER_FAIL, 0);
		this.board.set(POWER_FAIL, 1);
	}

	/** Ends the failure of the supply. */
	recover(): void {
		this.board.set(POWER_FAIL, 0);
	}

	/** Wh and varh with their fractions. */
	get energy(): number[] {
		const { whole, fraction } = this.meter.energy.counters;
		return whole.map((value, i) => value + (fraction[i] ?? 0));
	}

	get whole(): readonly number[] {
		return this.meter.energy.counters.whole;
	}

	get stopped(): boolean {
		return this.meter.energy.stopped;
	}

	/** Number of counters that are not the sum of their pages in the CT history. */
	get wrongPages(): number {
		const { ctHistory, counters } = this.meter.energy;
		const beginnings = [...ctHistory.beginnings, counters.whole];
		let wrong = 0;
		for (let counter = 0; counter < PAGE_COUNTERS; counter++) {
			let sum = 0;
			for (let page = 0; page < ctHistory.pages; page++)
				sum += (beginnings[page + 1][counter] - beginnings[page][counter] + ROLL_OVER) % ROLL_OVER;
			if (sum !== counters.whole[counter]) wrong++;
		}
		return wrong;
	}
}
