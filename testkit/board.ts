/**
 * A board for unit tests: the test feeds the front end, sets the pins and holds the other end of
 * the lines.
 */
import type { Board, DigitalIO, DigitalOptions, Flash, FrontEnd } from "board";
import { CHANNELS } from "sampling";
import { Lcd } from "../bench/display/lcd.ts";
import ByteCodeKernel from "../boards/virtual/byte-code-kernel.ts";
import { clock } from "../boards/virtual/clock.ts";
import { Line } from "./line.ts";
import { FULL_SCALE } from "./samples.ts";

/** Numbers of the pins. */
export const TARIFF_INPUT = 0;
export const SEAL = 1;
export const POWER_FAIL = 2;

/** The way of blocks of frames through byte code. */
type BlockPath = Pick<
	ByteCodeKernel,
	"samples" | "end" | "accept" | "take" | "restart" | "setReference"
>;

export class TestFrontEnd implements FrontEnd {
	readonly fullScaleVolts = FULL_SCALE.voltage;
	readonly fullScaleAmps = FULL_SCALE.current;
	lostFrames = 0;
	/** Undefined: no sensor. */
	temperatureCelsius: number | undefined;
	readonly #path: BlockPath;
	#onReadable = (): void => {};

	/** @param path that the frames take; the kernel's alone by default */
	constructor(path: BlockPath = new ByteCodeKernel()) {
		this.#path = path;
	}

	start(onReadable: () => void): void {
		this.#onReadable = onReadable;
	}

	take(results: number[]): boolean {
		return this.#path.take(results);
	}

	restart(): void {
		this.#path.restart();
	}

	setReference(phase: number): void {
		this.#path.setReference(phase);
	}

	/** Delivers frames, at most 80. */
	deliver(block: readonly number[]): void {
		const { samples, end } = this.#path;
		for (let i = 0; i < block.length; i++) samples[CHANNELS * end + i] = block[i];
		this.#path.accept(block.length / CHANNELS);
		this.#onReadable();
	}

	/** Loses frames, as a board counts them. */
	lose(frames: number): void {
		this.lostFrames += frames;
		this.#path.restart();
	}
}

/** An LCD that stores the picture, and pads that the test touches. */
export class TestPanel {
	/** The picture, decoded as the bench does it. */
	readonly screen = new Lcd();
	/** Bytes of the picture that were sent. */
	sent = 0;
	readonly lcd = {
		send: (page: number, column: number, bytes: Uint8Array, first: number, count: number): void => {
			this.sent += count;
			this.screen.write(page, column, bytes.subarray(first, first + count));
		},
		backlight: (on: boolean): void => this.screen.light(on),
	};
	readonly touch = {
		start: (onTouch: (pad: number, down: boolean) => void): void => {
			this.#onTouch = onTouch;
		},
	};
	#onTouch = (_pad: number, _down: boolean): void => {};

	/** Touches or releases a pad. */
	pad(pad: number, down: boolean): void {
		this.#onTouch(pad, down);
	}
}

export class TestBoard implements Board {
	readonly identity = { serialNumber: 12345678, modbusId: 1, mbusAddress: 0 };
	readonly clock = clock;
	readonly frontEnd: FrontEnd;
	readonly line = new Line();
	readonly rs485 = this.line.port;
	readonly mbusLine = new Line();
	readonly mbus = this.mbusLine.port;
	readonly panel = new TestPanel();
	readonly lcd = this.panel.lcd;
	readonly touch = this.panel.touch;
	readonly pins;
	readonly flash: Flash | undefined;
	readonly #levels: (0 | 1)[] = [0, 0, 0];
	readonly #inputs: DigitalOptions[] = [];
	/** Watchers by output pin. */
	readonly #watchers = new Map<number, (level: 0 | 1) => void>();

	/** @param flash undefined: the meter forgets everything */
	constructor(frontEnd: FrontEnd = new TestFrontEnd(), flash?: Flash) {
		this.flash = flash;
		const levels = this.#levels;
		const inputs = this.#inputs;
		const watchers = this.#watchers;
		class Digital implements DigitalIO {
			static readonly Input = 0;
			static readonly Output = 8;
			static readonly Rising = 1;
			static readonly Falling = 2;
			readonly #pin: number;
			constructor(options: DigitalOptions) {
				this.#pin = options.pin;
				inputs.push(options);
			}
			read(): 0 | 1 {
				return levels[this.#pin];
			}
			write(value: 0 | 1): void {
				levels[this.#pin] = value;
				watchers.get(this.#pin)?.(value);
			}
			close(): void {}
		}
		this.frontEnd = frontEnd;
		this.pins = {
			io: Digital,
			tariffInput: TARIFF_INPUT,
			seal: SEAL,
			led: 8,
			s0: [9, 10] as const,
			powerFail: POWER_FAIL,
		};
	}

	/** Calls `watcher` with every level that is written to an output. */
	onWrite(pin: number, watcher: (level: 0 | 1) => void): void {
		this.#watchers.set(pin, watcher);
	}

	/** Level of a pin. */
	level(pin: number): 0 | 1 {
		return this.#levels[pin] ?? 0;
	}

	/** Sets an input's level from outside. */
	set(pin: number, level: 0 | 1): void {
		if (this.#levels[pin] === level) return;
		this.#levels[pin] = level;
		const edge = level === 1 ? this.pins.io.Rising : this.pins.io.Falling;
		for (const input of this.#inputs)
			if (input.pin === pin && (input.edge ?? 0) & edge) input.onReadable?.();
	}
}
