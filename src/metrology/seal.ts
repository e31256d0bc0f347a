/**
 * The calibration seal (docs/calibration.md): while it is closed, calibration and wiring cannot be
 * written.
 */
import type { DigitalIO, DigitalPins } from "board";

/** Is told when the seal is opened or closed. */
export interface SealListener {
	sealChanged(open: boolean): void;
}

export default class Seal {
	readonly #pins: DigitalPins;
	readonly #listener: SealListener;
	#input: DigitalIO | undefined;

	constructor(pins: DigitalPins, listener: SealListener) {
		this.#pins = pins;
		this.#listener = listener;
	}

	/** Begins to watch the seal. */
	start(): void {
		const { io, seal } = this.#pins;
		this.#input = new io({
			pin: seal,
			mode: io.Input,
			edge: io.Rising | io.Falling,
			onReadable: () => this.#listener.sealChanged(this.open),
		});
	}

	get open(): boolean {
		return this.#input?.read() === 1;
	}
}
