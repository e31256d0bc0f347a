/** Pins over the byte link: ECMA-419 `Digital`, and the bench's end of the wires. */
import type { DigitalIO, DigitalOptions, DigitalPins } from "board";
import { ToBench } from "./link";
import { sendBytes } from "./messages";

/** State that the pins share. */
interface Shared {
	/** Latest levels of the inputs by pin; 0 until the bench sends one. */
	readonly levels: (0 | 1)[];
	/** Open inputs by pin. */
	readonly open: (Digital | undefined)[];
	/** Payload of OUTPUT. */
	readonly output: Uint8Array;
}

class Digital implements DigitalIO {
	static readonly Input = 0;
	static readonly Output = 8;
	static readonly Rising = 1;
	static readonly Falling = 2;

	readonly target: unknown;
	private readonly shared: Shared;
	private readonly pin: number;
	private readonly edge: number;
	private readonly onReadable: (() => void) | undefined;

	constructor(options: DigitalOptions, shared: Shared) {
		this.shared = shared;
		this.pin = options.pin;
		this.edge = options.edge ?? 0;
		this.onReadable = options.onReadable;
		this.target = options.target;
		if (options.mode === Digital.Input) shared.open[options.pin] = this;
	}

	read(): 0 | 1 {
		return this.shared.levels[this.pin] ?? 0;
	}

	write(value: 0 | 1): void {
		const { output } = this.shared;
		output[0] = value;
		sendBytes(ToBench.OUTPUT, this.pin, output);
	}

	close(): void {
		const { open } = this.shared;
		if (open[this.pin] === this) open[this.pin] = undefined;
	}

	/** Calls back if the input listens for this edge. */
	changed(value: 0 | 1): void {
		if (this.edge & (value ? Digital.Rising : Digital.Falling)) this.onReadable?.();
	}
}

/** The pins of a board. */
export default class Pins {
	/** The class that the firmware opens pins with. */
	readonly io: DigitalPins["io"];
	private readonly shared: Shared = { levels: [], open: [], output: new Uint8Array(1) };

	constructor() {
		const shared = this.shared;
		this.io = class extends Digital {
			constructor(options: DigitalOptions) {
				super(options, shared);
			}
		};
	}

	/** Handles INPUT: the level of a pin from outside. */
	change(pin: number, value: 0 | 1): void {
		const { levels, open } = this.shared;
		const previous = levels[pin] ?? 0;
		levels[pin] = value;
		if (previous !== value) open[pin]?.changed(value);
	}
}
