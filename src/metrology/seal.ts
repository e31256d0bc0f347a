/**
 * The calibration seal (docs/calibration.md): while it is closed, calibration and wiring cannot be
 * written, nor the lock of CT ratio and combination code.
 */
import type { DigitalIO, DigitalPins } from "board";

/** Highest value of a counter of one register. */
const COUNTER_MAXIMUM = 0xffff;

export default class Seal {
	/** Writes that were refused since the start, 0..65535. */
	refused = 0;
	private readonly pins: DigitalPins;
	private readonly listeners: (() => void)[] = [];
	private input: DigitalIO | undefined;

	constructor(pins: DigitalPins) {
		this.pins = pins;
	}

	/** Calls `listener` each time that the seal has been opened or closed. */
	onChange(listener: () => void): void {
		this.listeners.push(listener);
	}

	/** Begins to watch the seal. */
	start(): void {
		const { io, seal } = this.pins;
		this.input = new io({
			pin: seal,
			mode: io.Input,
			edge: io.Rising | io.Falling,
			onReadable: () => {
				for (const listener of this.listeners) listener();
			},
		});
	}

	get open(): boolean {
		return this.input?.read() === 1;
	}

	/** True if a write may pass, which needs the open seal; counts it otherwise. */
	pass(): boolean {
		if (this.open) return true;
		if (this.refused < COUNTER_MAXIMUM) this.refused++;
		return false;
	}
}
