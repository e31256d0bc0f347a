/**
 * The meter of a life: powers an engine up and down, passes windows and requests to it, and keeps
 * what comes out of it.
 */

import { HOLD_UP_MS } from "board";
import { FRAME_RATE_HZ } from "sampling";
import type { Chip } from "../../bench/flash/chip.ts";
import type { Engine, EngineEvents, EngineStats, Identity } from "../../bench/meter/engine.ts";
import { framesIn } from "../../bench/meter/pace.ts";
import { Pin, Port } from "../../boards/virtual/link.ts";
import { WINDOW_PORT } from "./windows.ts";

/** Starts an engine on a chip. */
export type StartEngine = (
	identity: Identity,
	events: EngineEvents,
	highInputs: readonly number[],
	chip: Chip,
) => Engine;

const HOLD_UP_FRAMES = framesIn(HOLD_UP_MS / 1000);

const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 0 };

/** Messages of windows sent before an engine must have dealt with them. */
const WINDOWS_IN_FLIGHT = 64;

/** Messages of a window: its time, and its results. */
const MESSAGES_A_WINDOW = 2;

/** Longest wait for an answer, and step of the wait, in frames. */
const ANSWER_FRAMES = framesIn(3);
const WAIT_FRAMES = framesIn(0.025);

/** Frames of a character, by port: 9600 and 2400 baud, 11 bits. */
const CHARACTER_FRAMES: Readonly<Record<number, number>> = {
	[Port.RS485]: (FRAME_RATE_HZ * 11) / 9600,
	[Port.MBUS]: (FRAME_RATE_HZ * 11) / 2400,
};

/** The firmware has failed, or restarted by itself. */
export class EngineFailed extends Error {}

export class LifeMeter {
	readonly chip: Chip;
	/** Rising edges since power-up of LED, S0 1 and S0 2. */
	readonly pulses: [number, number, number] = [0, 0, 0];
	/** Messages of the radio since they were last taken. */
	radioSent: number[] = [];
	readonly #start: StartEngine;
	#engine: Engine | undefined;
	/** Frames since power-up, as of the last answer. */
	#clock = 0;
	/** Messages that engines have dealt with. */
	#dealt = 0;
	#failure: string | undefined;
	#lost = false;
	#answers: Uint8Array[] = [];
	#wake: (() => void) | undefined;

	constructor(start: StartEngine, chip: Chip) {
		this.#start = start;
		this.chip = chip;
	}

	/** True while it runs; false after the supply has gone in an operation of the flash chip. */
	get running(): boolean {
		return this.#engine !== undefined && !this.#lost;
	}

	/**
	 * Powers up. The supply may go in the start.
	 * @param restartReason why the board has restarted by itself; undefined: it has not
	 */
	async on(highInputs: readonly number[], restartReason?: number): Promise<void> {
		this.#lost = false;
		this.#clock = 0;
		this.#answers = [];
		this.pulses.fill(0);
		let ready = false;
		const events = this.#events(() => {
			ready = true;
		});
		const identity = { ...IDENTITY, ...(restartReason && { restartReason }) };
		this.#engine = this.#start(identity, events, highInputs, this.chip);
		while (!ready && !this.#lost) await this.#wait();
	}

	/** Takes the supply away at once. */
	async off(): Promise<void> {
		const engine = this.#engine;
		this.#engine = undefined;
		await engine?.kill();
		this.chip.powerDown();
		this.chip.setFaults({});
	}

	/** The supply fails with a warning: it lasts for the hold-up time. */
	async warn(): Promise<void> {
		this.chip.supplyEnds = this.#clock + HOLD_UP_FRAMES;
		await this.input(Pin.POWER_FAIL, 1);
	}

	/** The supply has come back before the hold-up time was over. */
	async recover(): Promise<void> {
		this.chip.supplyEnds = Number.POSITIVE_INFINITY;
		await this.input(Pin.POWER_FAIL, 0);
	}

	/**
	 * Lets the meter sum `count` equal windows.
	 * @returns how many it has surely dealt with; of the next it has, perhaps, if the supply has gone
	 */
	async windows(window: Uint8Array, frames: number, count: number): Promise<number> {
		const before = this.#dealt;
		for (let i = 1; i <= count && this.running; i++) {
			this.#engine?.pass(frames);
			this.#engine?.received(WINDOW_PORT, window);
			if (i % WINDOWS_IN_FLIGHT === 0) await this.settled();
		}
		await this.settled();
		return Math.floor((this.#dealt - before) / MESSAGES_A_WINDOW);
	}

	/** Lets time pass without a window. */
	async pass(frames: number): Promise<void> {
		this.#engine?.pass(frames);
		await this.settled();
	}

	async input(pin: number, level: 0 | 1): Promise<void> {
		this.#engine?.input(pin, level);
		await this.settled();
	}

	async touch(pad: number, down: boolean): Promise<void> {
		this.#engine?.touch(pad, down);
		await this.settled();
	}

	async radio(type: number, payload: Uint8Array): Promise<void> {
		this.#engine?.radio(type, payload);
		await this.settled();
	}

	async stats(): Promise<EngineStats | undefined> {
		return this.#engine?.stats();
	}

	/**
	 * Sends characters on a port and waits for the answer.
	 * @param patient false: waits just long enough for a frame's end
	 * @returns undefined if there is none
	 */
	async ask(port: number, bytes: Uint8Array, patient = true): Promise<Uint8Array | undefined> {
		this.#answers = [];
		this.#engine?.received(port, bytes);
		await this.settled();
		for (let waited = 0; waited < (patient ? ANSWER_FRAMES : 2 * WAIT_FRAMES); ) {
			await this.pass(WAIT_FRAMES);
			waited += WAIT_FRAMES;
			const [answer] = this.#answers;
			if (!this.running) return undefined;
			if (!answer) continue;
			// Until the last character has left.
			await this.pass(Math.ceil(answer.length * (CHARACTER_FRAMES[port] ?? 0)));
			return answer;
		}
		return undefined;
	}

	/** Waits until the engine has dealt with everything. @throws EngineFailed */
	async settled(): Promise<void> {
		while (this.running && (this.#engine?.outstanding ?? 0) > 0 && !this.#failure)
			await this.#wait();
		if (this.#failure) throw new EngineFailed(this.#failure);
	}

	/** Waits for the next event of the engine. @throws EngineFailed */
	async #wait(): Promise<void> {
		if (!this.#failure)
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		if (this.#failure) throw new EngineFailed(this.#failure);
	}

	#events(onReady: () => void): EngineEvents {
		const nothing = (): void => {};
		const wake = (): void => this.#wake?.();
		const fail = (reason: string): void => {
			this.#failure = reason;
			wake();
		};
		return {
			onReady: () => {
				onReady();
				wake();
			},
			onDone: (clock) => {
				this.#clock = clock;
				this.#dealt++;
				wake();
			},
			onTransmit: (_clock, _port, bytes) => void this.#answers.push(bytes),
			onOutput: (_clock, pin, level) => {
				if (level === 1 && pin >= Pin.LED) this.pulses[pin - Pin.LED]++;
			},
			onRadio: (type) => void this.radioSent.push(type),
			onLcd: nothing,
			onBacklight: nothing,
			onSerial: nothing,
			onTrace: nothing,
			onSupplyLost: () => {
				this.#lost = true;
				wake();
			},
			onRestart: (reason, words) => fail(`restarted by itself, reason ${reason}: ${words}`),
			onEnd: (reason) => fail(`the engine ${reason}`),
		};
	}
}
