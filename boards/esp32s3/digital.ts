/**
 * Pins: the SDK's ECMA-419 `Digital`, which the npm typings declare with modes of type `unknown`.
 *
 * The SDK tells of an edge by a message to XS. If XS's queue is full the message is dropped, and
 * the SDK then posts no other one: the input would be deaf. So an input with a callback is also
 * looked at by a timer, which a full queue does not keep from running.
 */
import Hardware from "embedded:io/digital";
import type { DigitalIO, DigitalOptions, DigitalPins } from "board";
import Timer from "timer";

const Chip = Hardware as unknown as DigitalPins["io"];

/**
 * Between two looks. Two that agree are needed, since a message may be on its way: a supply that
 * fails is noticed after 20 ms of its hold-up time at the latest.
 */
const LOOK_MS = 10;

export default class Digital implements DigitalIO {
	static readonly Input = Chip.Input;
	static readonly Output = Chip.Output;
	static readonly Rising = Chip.Rising;
	static readonly Falling = Chip.Falling;
	readonly #pin: DigitalIO;
	readonly #timer: Timer | undefined;
	/** Level that the owner was last told, or could have seen when told. */
	#told: 0 | 1 = 0;
	/** True if the last look saw another level than the one told. */
	#differs = false;

	constructor(options: DigitalOptions) {
		const { edge = 0, onReadable } = options;
		if (!onReadable) {
			this.#pin = new Chip(options);
			return;
		}
		const pin = new Chip({
			...options,
			onReadable: () => {
				this.#told = pin.read();
				onReadable();
			},
		});
		this.#pin = pin;
		this.#told = pin.read();
		this.#timer = Timer.repeat(() => {
			if (this.#hasChanged() && edge & (this.#told ? Chip.Rising : Chip.Falling)) onReadable();
		}, LOOK_MS);
	}

	read(): 0 | 1 {
		return this.#pin.read();
	}

	write(value: 0 | 1): void {
		this.#pin.write(value);
	}

	close(): void {
		if (this.#timer !== undefined) Timer.clear(this.#timer);
		this.#pin.close();
	}

	/** True if the level has been another than the one told for two looks; it is told now. */
	#hasChanged(): boolean {
		const level = this.#pin.read();
		const differed = this.#differs;
		this.#differs = level !== this.#told;
		if (!this.#differs || !differed) return false;
		this.#told = level;
		this.#differs = false;
		return true;
	}
}
