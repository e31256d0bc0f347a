/**
 * Brings what is at the board's inputs to the engine: the levels of its pins, and the quantities at
 * the terminals, through the front end in numbered blocks.
 */
import { BYTES_PER_FRAME, MAXIMUM_FRAMES, Pin } from "../../boards/virtual/link.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { CtClass } from "../front-end/current-transformer.ts";
import type { Source } from "../source.ts";
import type { Engine } from "./engine.ts";
import type { Converter } from "./options.ts";

/**
 * How the front end's blocks reach the firmware. In every case meter time passes, and the
 * quantities at the terminals continue.
 *
 * - `once`: as they should.
 * - `twice`: each is repeated.
 * - `lost`: none comes; the numbers show it when the next one arrives.
 * - `stopped`: none comes and none is counted.
 * - `late`: every other one comes after the one that follows it.
 */
export const DELIVERIES = ["once", "twice", "lost", "stopped", "late"] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Sees `frames` frames of CHANNELS numbers each, in volts and amperes. */
export type SampleObserver = (samples: Float64Array, frames: number) => void;

/** The input pins: their levels, and those that the engine was told. */
export class InputPins {
	readonly #high = new Set<number>();
	#told: ReadonlySet<number> = new Set();

	isHigh(pin: number): boolean {
		return this.#high.has(pin);
	}

	/** Puts a level on a pin; {@link tell} tells the engine, or the next one. */
	set(pin: number, high: boolean): void {
		if (high) this.#high.add(pin);
		else this.#high.delete(pin);
	}

	/** Tells the engine whose firmware runs which pins have changed. */
	tell(engine: Engine): void {
		for (const pin of this.#high) if (!this.#told.has(pin)) engine.input(pin, 1);
		for (const pin of this.#told) if (!this.#high.has(pin)) engine.input(pin, 0);
		this.#told = new Set(this.#high);
	}

	/** Returns the pins that are high already when a new engine powers up. */
	restart(): number[] {
		this.#told = new Set(this.#high);
		return [...this.#high];
	}
}

export class Feed {
	/** How the next blocks are delivered. */
	delivery: Delivery = "once";
	/** True: the temperature sensor next to the front end fails. */
	sensorFails = false;
	readonly #observers = new Set<SampleObserver>();
	readonly #source: Source;
	readonly #converter: Converter;
	readonly #pins: InputPins;
	readonly #samples = new Float64Array(MAXIMUM_FRAMES * CHANNELS);
	readonly #bytes = new Uint8Array(MAXIMUM_FRAMES * BYTES_PER_FRAME);
	/** Blocks converted since power-up. */
	#blocks = 0;
	/** Reading of the sensor that the engine knows, °C; NaN: none. */
	#known: number | undefined;
	/** The late block. */
	#held: { sequence: number; bytes: Uint8Array } | undefined;

	/** @param source of the quantities at the terminals */
	constructor(source: Source, converter: Converter, pins: InputPins) {
		this.#source = source;
		this.#converter = converter;
		this.#pins = pins;
		this.#followCrystal();
	}

	/** Of the front end, °C; undefined: it does not depend on it. */
	get temperature(): number | undefined {
		return this.#converter.temperature;
	}

	set temperature(degrees: number | undefined) {
		if (degrees === undefined) return;
		this.#converter.temperature = degrees;
		this.#followCrystal();
	}

	/** Class of the front end's current transformers; undefined: it has none. */
	get ctClass(): CtClass | undefined {
		return this.#converter.ctClass;
	}

	set ctClass(value: CtClass | undefined) {
		if (value !== undefined) this.#converter.ctClass = value;
	}

	/**
	 * Shows an observer the quantities at the terminals, frame by frame; the array is used again.
	 * Returns a function that ends it.
	 */
	observe(observer: SampleObserver): () => void {
		this.#observers.add(observer);
		return () => this.#observers.delete(observer);
	}

	/** True if somebody looks at the frames. */
	get isObserved(): boolean {
		return this.#observers.size > 0;
	}

	/** Starts again for a new engine. */
	restart(): void {
		this.#blocks = 0;
		this.#held = undefined;
		this.#known = undefined;
		this.#followTariff();
	}

	/** Gives the next frames, at most MAXIMUM_FRAMES. */
	give(engine: Engine, frames: number): void {
		this.#followTariff();
		this.#pins.tell(engine);
		this.#tellTemperature(engine);
		this.#source.fill(this.#samples, frames);
		for (const observer of this.#observers) observer(this.#samples, frames);
		this.#converter.convert(this.#samples, frames, this.#bytes);
		this.#deliver(engine, this.#bytes.subarray(0, frames * BYTES_PER_FRAME), frames);
	}

	#followCrystal(): void {
		this.#source.framesPerSecond = this.#converter.framesPerSecond ?? FRAME_RATE_HZ;
	}

	#followTariff(): void {
		this.#pins.set(Pin.TARIFF_INPUT, this.#source.tariffInput);
	}

	/** The board's sensor is next to the front end. */
	#tellTemperature(engine: Engine): void {
		const { temperature } = this.#converter;
		if (temperature === undefined) return;
		const reading = this.sensorFails ? Number.NaN : temperature;
		if (Object.is(reading, this.#known)) return;
		this.#known = reading;
		engine.temperature(reading);
	}

	#deliver(engine: Engine, bytes: Uint8Array, frames: number): void {
		if (this.delivery === "stopped") {
			engine.pass(frames);
			return;
		}
		const sequence = this.#blocks++;
		const late = this.delivery === "late" && !this.#held;
		if (late) this.#held = { sequence, bytes: bytes.slice() };
		if (late || this.delivery === "lost") {
			engine.pass(frames);
			return;
		}
		engine.frames(sequence, bytes);
		if (this.delivery === "twice") engine.frames(sequence, bytes);
		if (this.#held) engine.frames(this.#held.sequence, this.#held.bytes);
		this.#held = undefined;
	}
}
