/** ECMA-419 `Digital` on the simulator's panel: outputs drive lamps, inputs read switches. */
import type { DigitalIO, DigitalOptions } from "board";
import { PIN_NAMES } from "simulator/pins";
import { onPanel, tellPanel } from "simulator/screen";

export default class Digital implements DigitalIO {
	static readonly Input = 0;
	static readonly Output = 8;
	static readonly Rising = 1;
	static readonly Falling = 2;

	readonly target: unknown;
	readonly #name: string;
	/** Level of the pin; the panel sends an input's level when it starts. */
	#level: 0 | 1 = 0;

	constructor(options: DigitalOptions) {
		const { mode, edge = 0, onReadable } = options;
		const name = PIN_NAMES[options.pin];
		this.target = options.target;
		this.#name = name;
		if (mode !== Digital.Input) return;
		onPanel(({ input }) => {
			if (input?.name !== name || input.level === this.#level) return;
			this.#level = input.level;
			if (edge & (input.level ? Digital.Rising : Digital.Falling)) onReadable?.();
		});
	}

	read(): 0 | 1 {
		return this.#level;
	}

	write(value: 0 | 1): void {
		this.#level = value;
		tellPanel({ output: { name: this.#name, level: value } });
	}

	close(): void {}
}
