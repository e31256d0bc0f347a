/** ECMA-419 `Digital` over the byte link. */
import type { DigitalOptions } from "board";
import { ToBench } from "./link";
import { sendBytes } from "./messages";

/** Latest levels of the inputs, by pin; 0 until the bench sends one. */
const levels: (0 | 1)[] = [];

/** Open inputs by pin. */
const inputs: (Digital | undefined)[] = [];

const level = new Uint8Array(1);

export default class Digital {
	static readonly Input = 0;
	static readonly Output = 8;
	static readonly Rising = 1;
	static readonly Falling = 2;

	readonly target: unknown;
	readonly #pin: number;
	readonly #edge: number;
	readonly #onReadable: (() => void) | undefined;

	constructor(options: DigitalOptions) {
		this.#pin = options.pin;
		this.#edge = options.edge ?? 0;
		this.#onReadable = options.onReadable;
		this.target = options.target;
		if (options.mode === Digital.Input) inputs[options.pin] = this;
	}

	read(): 0 | 1 {
		return levels[this.#pin] ?? 0;
	}

	write(value: 0 | 1): void {
		level[0] = value;
		sendBytes(ToBench.OUTPUT, this.#pin, level);
	}

	close(): void {
		if (inputs[this.#pin] === this) inputs[this.#pin] = undefined;
	}

	/** Handles INPUT: the level of a pin from outside. */
	static change(pin: number, value: 0 | 1): void {
		const previous = levels[pin] ?? 0;
		levels[pin] = value;
		if (previous !== value) inputs[pin]?.changed(value);
	}

	/** Calls back if the input listens for this edge. */
	private changed(value: 0 | 1): void {
		if (this.#edge & (value ? Digital.Rising : Digital.Falling)) this.#onReadable?.();
	}
}
