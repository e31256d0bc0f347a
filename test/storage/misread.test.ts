/** A chip that answers wrongly once at the start: nothing wrong is restored, and no meter stops. */
import { expect, it } from "vitest";
import { Chip } from "../../bench/flash/chip.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { ChipFlash } from "../../testkit/flash.ts";
import { FULL, StoredMeter } from "./stored-meter.ts";

/** Length of a slot that has a record of counters, settings or constants. */
const SLOT = 256;

type Noise = (answer: Uint8Array) => void;

function damage(answer: Uint8Array): void {
	for (const at of [40, 70, 71]) answer[at] = ~answer[at];
}

/** A bus that nobody drives. */
function silence(answer: Uint8Array): void {
	answer.fill(0xff);
}

class NoisyFlash extends ChipFlash {
	/** Read that is disturbed, of those of written slots, from 0. */
	disturbed = -1;
	/** Reads of written slots. */
	reads = 0;
	readonly #noise: Noise;

	constructor(chip: Chip, noise: Noise) {
		super(chip);
		this.#noise = noise;
	}

	override read(offset: number, buffer: Uint8Array): void {
		super.read(offset, buffer);
		if (buffer.length !== SLOT || buffer[0] === 0xff) return;
		if (this.reads++ === this.disturbed) this.#noise(buffer);
	}
}

function stateOf(subject: Subject): readonly number[] {
	const names = ["ctRatio", "modbusId", "voltageGainL1", "resettableEnergy", "errorCode"] as const;
	return [...names.map((name) => subject.read(name)), ...subject.whole];
}

it.each([damage, silence])("a record that is read wrongly once is read again: %o", (noise) => {
	const meter = new StoredMeter();
	meter.subject.write("ctRatio", 100_0005);
	meter.subject.write("modbusId", 7);
	meter.subject.seal(true);
	meter.subject.write("voltageGainL1", Math.fround(1.05));
	meter.subject.write("calibrated", 0xca1b);
	meter.subject.seal(false);
	meter.run(FULL, 70);
	meter.subject.write("resettableEnergy", 0);
	meter.run(FULL, 70);
	meter.chip.powerDown();
	const started = (disturbed: number): { flash: NoisyFlash; state: readonly number[] } => {
		const flash = new NoisyFlash(new Chip(meter.chip.image.slice()), noise);
		flash.disturbed = disturbed;
		return { flash, state: stateOf(new Subject(flash)) };
	};
	const { flash, state } = started(-1);
	expect(flash.reads).toBeGreaterThan(20);
	for (let read = 0; read < flash.reads; read++)
		expect(started(read).state, `read ${read}`).toEqual(state);
});
