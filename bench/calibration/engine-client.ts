/**
 * A Modbus client on the RS-485 port of an engine that nothing else drives, for the factory's work
 * on a meter. Meter time passes as fast as possible.
 */

import { Pin, Port } from "../../boards/virtual/link.ts";
import { ModbusClient, NoResponse } from "../../client/modbus-client.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { isWhole, rtuFrame } from "../bus/rtu.ts";
import type { Engine, EngineEvents } from "../meter/engine.ts";

/**
 * Frames of meter time per step while an answer is awaited, and the limit: 60 ms and the end of
 * the request.
 */
const STEP_FRAMES = 0.005 * FRAME_RATE_HZ;
const ANSWER_FRAMES = 0.065 * FRAME_RATE_HZ;

/**
 * Frames of silence after an answer, which separate it from the next request: t3.5 at 9600 baud.
 */
const SILENCE_FRAMES = 0.0045 * FRAME_RATE_HZ;

interface Waiting {
	resolve(): void;
	reject(error: Error): void;
}

export class EngineClient {
	readonly #unit: number;
	readonly #registers = new ModbusClient((request) => this.#exchange(request));
	#engine: Engine | undefined;
	/** Waits for the engine to be ready, or to have dealt with everything. */
	#waiting: Waiting | undefined;
	#running = false;
	#end: Error | undefined;
	#answer: Uint8Array = new Uint8Array();
	#clock = 0;
	/** Events to power the engine up with. */
	readonly events: EngineEvents;

	/** @param unit Modbus ID of the meter */
	constructor(unit: number, onTrace: (line: string) => void) {
		this.#unit = unit;
		this.events = {
			onReady: () => {
				this.#running = true;
				this.#settle();
			},
			onDone: (clock) => {
				this.#clock = clock;
				// Before the firmware runs, the engine deals with its inputs' initial levels.
				if (this.#running && this.#engine?.outstanding === 0) this.#settle();
			},
			onTransmit: (_clock, port, bytes) => {
				if (port === Port.RS485) this.#answer = Buffer.concat([this.#answer, bytes]);
			},
			onOutput: () => {},
			onLcd: () => {},
			onBacklight: () => {},
			onSerial: () => {},
			onRadio: () => {},
			onTrace,
			onSupplyLost: () => this.abandon("the supply has gone"),
			onRestart: (_reason, words) => this.abandon(`the engine restarted by itself: ${words}`),
			onEnd: (reason) => this.abandon(`the engine ${reason}`),
		};
	}

	/** Frames of meter time that the engine has lived through. */
	get clock(): number {
		return this.#clock;
	}

	/** Drives an engine that was powered up with {@link events}. */
	drive(engine: Engine): void {
		this.#engine = engine;
	}

	/** Done when the firmware runs. */
	ready(): Promise<void> {
		return this.#wait();
	}

	/**
	 * Ends the present wait, and refuses later ones.
	 * @param reason one line
	 */
	abandon(reason: string): void {
		this.#end = new Error(reason);
		this.#settle();
	}

	/** Acts on the engine; done when the engine has dealt with it. */
	async do(action: (engine: Engine) => void): Promise<void> {
		if (this.#end) throw this.#end;
		if (!this.#engine) throw new Error("no engine to drive");
		const done = this.#wait();
		action(this.#engine);
		await done;
	}

	/** Reads registers, as a Station does. */
	read(address: number, count: number): Promise<Uint8Array> {
		return this.#registers.read(address, count);
	}

	/** Writes registers, as a Station does. */
	write(address: number, words: readonly number[]): Promise<void> {
		return this.#registers.write(address, words);
	}

	/** Opens or closes the calibration seal. */
	seal(open: boolean): Promise<void> {
		return this.do((engine) => engine.input(Pin.SEAL, open ? 1 : 0));
	}

	async #exchange(request: Uint8Array): Promise<Uint8Array> {
		this.#answer = new Uint8Array();
		await this.do((engine) => engine.received(Port.RS485, rtuFrame(this.#unit, request)));
		for (let waited = 0; !isWhole(this.#answer); waited += STEP_FRAMES) {
			if (waited >= ANSWER_FRAMES) throw new NoResponse("the meter does not answer");
			await this.do((engine) => engine.pass(STEP_FRAMES));
		}
		await this.do((engine) => engine.pass(SILENCE_FRAMES));
		return this.#answer.subarray(1, -2);
	}

	#wait(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#waiting = { resolve, reject };
		});
	}

	#settle(): void {
		const waiting = this.#waiting;
		this.#waiting = undefined;
		if (this.#end) waiting?.reject(this.#end);
		else waiting?.resolve();
	}
}
