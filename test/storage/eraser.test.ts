/** A chip that takes too long to erase: the firmware never begins an erase during another one. */
import { Outcome } from "registers/binding";
import { ErrorCode } from "storage/error-code";
import { expect, it } from "vitest";
import { Subject } from "../../lab/torture/subject.ts";
import { ChipFlash } from "../../testkit/flash.ts";
import { NOTHING } from "./stored-meter.ts";

/** Changes that fill a sector of settings. */
const CHANGES = 15;

class SlowFlash extends ChipFlash {
	/** Waits for the erase in progress that still end without it. */
	timeouts = 0;
	#erasing = false;

	override startErase(sector: number): void {
		if (this.erased === undefined) throw new Error("flash: still erasing");
		super.startErase(sector);
		this.#erasing = true;
	}

	override get erased(): boolean | undefined {
		return this.#erasing && this.timeouts > 0 ? undefined : super.erased;
	}

	override waitForErase(): boolean {
		if (this.#erasing && this.timeouts-- > 0) return false;
		this.#erasing = false;
		return super.waitForErase();
	}
}

/** Changes the Modbus ID {@link CHANGES} times; returns the outcomes. */
function change(subject: Subject, first: number): Set<Outcome> {
	const outcomes = Array.from({ length: CHANGES }, (_, i) => subject.write("modbusId", first + i));
	return new Set(outcomes);
}

it("an erase that lasts longer than the firmware waits costs no change", () => {
	const flash = new SlowFlash();
	const subject = new Subject(flash);
	flash.timeouts = 3;
	subject.second(NOTHING);
	for (const first of [10, 50, 90]) expect(change(subject, first)).toEqual(new Set([Outcome.DONE]));
	expect(subject.read("errorCode") & ErrorCode.LOST).toBe(0);
	expect(flash.timeouts).toBeLessThanOrEqual(0);
});

it("a chip that erases without end stops the meter, which works at a power-up after it", () => {
	const flash = new SlowFlash();
	const subject = new Subject(flash);
	flash.timeouts = Number.POSITIVE_INFINITY;
	subject.second(NOTHING);
	change(subject, 10);
	expect(change(subject, 50)).toEqual(new Set([Outcome.REFUSED]));
	expect(subject.read("errorCode") & ErrorCode.LOST).not.toBe(0);
	flash.timeouts = 0;
	const again = new Subject(flash);
	expect(again.read("errorCode")).toBe(0);
	expect(again.write("modbusId", 99)).toBe(Outcome.DONE);
});
