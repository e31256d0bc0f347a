/** ECMA-419 `Digital` where there are no pins: an output keeps what was written, an input reads 0. */
import type { DigitalIO, DigitalOptions } from "board";

export default class Digital implements DigitalIO {
	static readonly Input = 0;
	static readonly Output = 8;
	static readonly Rising = 1;
	static readonly Falling = 2;

	readonly target: unknown;
	#level: 0 | 1 = 0;

	constructor(options: DigitalOptions) {
		this.target = options.target;
	}

	read(): 0 | 1 {
		return this.#level;
	}

	write(value: 0 | 1): void {
		this.#level = value;
	}

	close(): void {}
}
