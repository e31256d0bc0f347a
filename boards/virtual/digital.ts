/** Pins over the byte link: ECMA-419 `Digital`, and the bench's end of the wires. */
import type { DigitalIO, DigitalOptions, DigitalPins } from "board";
import { ToBench } from "./link";
import { sendBytes } from "./messages";

/** State of the inputs, by pin. */
interface Inputs {
	/** Latest levels; 0 until the bench sends one. */
	readonly levels: (0 | 1)[];
	readonly open: (Digital | undefined)[];
}

class Digital implements DigitalIO {
	static readonly Input = 0;
	static readonly Output = 8;
	static readonly Rising = 1;
	static readonly Falling = 2;

	readonly target: unknown;
	readonly #inputs: Inputs;
	readonly #pin: number;
	readonly #edge: number;
	readonly #onReadable: (() => void) | undefined;
	readonly #level = new Uint8Array(1);

	constructor(options: DigitalOptions, inputs: Inputs) {
		this.#inputs = inputs;
		this.#pin = options.pin;
		this.#edge = options.edge ?? 0;
		this.#onReadable = options.onReadable;
		this.target = options.target;
		if (options.mode === Digital.Input) inputs.open[options.pin] = this;
	}

	read(): 0 | 1 {
		return this.#inputs.levels[this.#pin] ?? 0;
	}

	write(value: 0 | 1): void {
		this.#level[0] = value;
		sendBytes(ToBench.OUTPUT, this.#pin, this.#level);
	}

	close(): void {
		const { open } = this.#inputs;
		if (open[this.#pin] === this) open[this.#pin] = undefined;
	}

	/** Calls back if the input listens for this edge. */
	changed(value: 0 | 1): void {
		if (this.#edge & (value ? Digital.Rising : Digital.Falling)) this.#onReadable?.();
	}
}

/** The pins of a board. */
export default class Pins {
	/** The class that the firmware opens pins with. */
	readonly io: DigitalPins["io"];
	readonly #inputs: Inputs = { levels: [], open: [] };

	constructor() {
		const inputs = this.#inputs;
		this.io = class extends Digital {
			constructor(options: DigitalOptions) {
				super(options, inputs);
			}
		};
	}

	/** Handles INPUT: the level of a pin from outside. */
	change(pin: number, value: 0 | 1): void {
		const { levels, open } = this.#inputs;
		const previous = levels[pin] ?? 0;
		levels[pin] = value;
		if (previous !== value) open[pin]?.changed(value);
	}
}
