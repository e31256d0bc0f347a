/**
 * Every order of requests and events at a meter's supply: whatever happens when, the last request
 * is obeyed, nobody waits for ever, and the board never has two engines.
 */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Chip, LENGTH } from "../../../bench/flash/chip.ts";
import { Fingers } from "../../../bench/live/fingers.ts";
import type { PowerUp } from "../../../bench/meter/engine.ts";
import { FakeEngine, virtualMeter } from "../../../testkit/virtual-time.ts";

const BLANK = new Uint8Array(LENGTH).fill(0xff);

/** An engine whose process ends when the test says so. */
class Process extends FakeEngine {
	ready = false;
	gone = false;
	#settle: (() => void)[] = [];

	override kill(): Promise<void> {
		this.killed = true;
		return new Promise((resolve) => {
			if (this.gone) resolve();
			else this.#settle.push(resolve);
		});
	}

	end(): void {
		this.gone = true;
		for (const resolve of this.#settle.splice(0)) resolve();
	}
}

/** A board whose engine becomes ready, answers and ends when the test says so. */
class Board {
	readonly processes: Process[] = [];
	readonly chip = new Chip();
	readonly set = virtualMeter({ powerUp: (...start) => this.#powerUp(...start), chip: this.chip });
	readonly fingers = new Fingers(this.set.meter);
	readonly #asked: Promise<unknown>[] = [];
	/** The supply should be on in the end. */
	wanted = false;
	/** A request has begun to take the supply away, and its engine is not gone. */
	#leaving = false;

	#powerUp(...[, events, highInputs]: Parameters<PowerUp>): Process {
		expect(this.processes.every(({ gone }) => gone)).toBe(true);
		const engine = new Process(events, this.set.clock, true, highInputs);
		this.processes.push(engine);
		this.#leaving = false;
		return engine;
	}

	get live(): Process | undefined {
		return this.processes.find(({ killed }) => !killed);
	}

	#ask(request: Promise<unknown>): void {
		this.#asked.push(request.catch((error: unknown) => expect(error).toBeInstanceOf(Error)));
	}

	on(): void {
		this.wanted = true;
		this.#ask(this.set.meter.powerOn());
	}

	off(warning: boolean): void {
		this.wanted = false;
		this.#leaving = this.live !== undefined;
		this.#ask(this.set.meter.powerOff(warning));
	}

	touch(pad: number): void {
		this.fingers.move(pad, true);
		this.fingers.move(pad, false);
		this.#ask(this.set.meter.touch(pad, true));
	}

	advance(seconds: number): void {
		this.#ask(this.set.meter.advance(seconds));
	}

	/** Replaces the image as the API does: only while the supply is off. */
	upload(): void {
		if (!this.set.meter.powered) this.chip.replace(BLANK);
	}

	talk(): void {
		const { meter } = this.set;
		meter.rs485.receive(Uint8Array.of(1));
		this.#ask(meter.tellRadio(0x19, Uint8Array.of(1)));
		this.#ask(meter.setSeal(!meter.sealOpen));
		this.#ask(new Promise((resolve) => meter.after(40, resolve)));
	}

	ready(): void {
		const { live } = this;
		if (live && !live.ready) live.events.onReady(40);
		if (live) live.ready = true;
	}

	deal(): void {
		const { live } = this;
		if (live && live.outstanding > 0) live.deal();
	}

	end(): void {
		for (const each of this.processes) if (each.killed && !each.gone) each.end();
	}

	/** The supply fails in an operation of the flash chip. */
	lose(): void {
		if (!this.live) return;
		if (!this.#leaving) this.wanted = false;
		this.live.events.onSupplyLost();
	}

	restart(): void {
		if (this.live?.ready) this.live.events.onRestart(80, "heap full");
	}

	/** A killed engine still has words under way. */
	late(): void {
		const { killed, events } = this.processes.at(-1) ?? {};
		if (!killed || !events) return;
		events.onReady(0);
		events.onDone(0, 1);
		events.onSupplyLost();
		events.onRestart(80, "late");
		events.onEnd("ended late");
	}

	pass(): void {
		this.set.clock.moveTo(this.set.clock.time + 37);
	}

	/** Lets everything happen that is under way. */
	async finish(): Promise<void> {
		let waiting = true;
		void Promise.all(this.#asked).then(() => {
			waiting = false;
		});
		const { meter } = this.set;
		for (let turn = 0; waiting || meter.running !== this.wanted; turn++) {
			if (turn > 2000)
				throw new Error(waiting ? "somebody waits for ever" : `running: ${meter.running}`);
			this.ready();
			for (let message = 0; message < 5; message++) this.deal();
			this.end();
			this.pass();
			await new Promise(setImmediate);
		}
	}
}

const STEPS: Readonly<Record<string, (board: Board) => void>> = {
	on: (board) => board.on(),
	warn: (board) => board.off(true),
	cut: (board) => board.off(false),
	touch: (board) => board.touch(1),
	advance: (board) => board.advance(0.3),
	stopAdvances: (board) => board.set.meter.stopAdvances(),
	upload: (board) => board.upload(),
	talk: (board) => board.talk(),
	ready: (board) => board.ready(),
	deal: (board) => board.deal(),
	end: (board) => board.end(),
	lose: (board) => board.lose(),
	restart: (board) => board.restart(),
	late: (board) => board.late(),
	pass: (board) => board.pass(),
};

/** @param steps names of steps; `turn` lets promises settle between them */
async function live(steps: readonly string[]): Promise<void> {
	const board = new Board();
	const { meter, ends } = board.set;
	for (const step of steps) {
		if (step === "turn") await new Promise(setImmediate);
		else STEPS[step]?.(board);
		expect(board.processes.filter(({ gone }) => !gone).length).toBeLessThanOrEqual(1);
		expect(meter.powered).toBe(board.live !== undefined);
	}
	await board.finish();
	expect(meter.powered).toBe(board.wanted);
	expect(meter.running).toBe(board.wanted);
	expect(ends).toEqual([]);
	if (!board.wanted) return;
	const advanced = meter.advance(1);
	board.advance(0.01);
	await board.finish();
	await advanced;
}

it.each([
	"warn on warn",
	"on ready turn warn on warn",
	"on ready turn warn on cut on",
	"on cut on cut on",
	"on ready turn restart cut",
	"on ready turn restart warn on",
	"on ready turn warn lose on",
	"on ready turn touch cut touch on touch",
	"on ready turn advance warn advance on ready advance",
])("is obeyed after: %s", async (steps) => {
	await live(steps.split(" "));
});

it("is obeyed in any order, at any moment", { timeout: 300_000 }, async () => {
	const step = fc.constantFrom(...Object.keys(STEPS), "turn", "turn", "turn", "ready", "on");
	await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), live), {
		numRuns: 2000,
	});
});
