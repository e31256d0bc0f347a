/** Presses the meter's buttons over the API. */
import { Button } from "../../src/board.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { PowerIsOff } from "../meter/refusals.ts";

/** Pads, by the names of the buttons. */
export const PADS = { left: Button.LEFT, middle: Button.MIDDLE, right: Button.RIGHT } as const;

export type ButtonName = keyof typeof PADS;

export const BUTTON_NAMES = Object.keys(PADS) as ButtonName[];

/** The button is already held. */
export class ButtonIsHeld extends Error {
	constructor(button: ButtonName) {
		super(`button: ${button} is already held`);
	}
}

export class Buttons {
	readonly #meter: VirtualMeter;
	readonly #held = new Set<ButtonName>();

	constructor(meter: VirtualMeter) {
		this.#meter = meter;
	}

	/**
	 * Holds a button for `milliseconds` of meter time; done when it has been let go.
	 * @param gone aborts when whoever holds it has gone: it is let go
	 * @throws ButtonIsHeld, PowerIsOff
	 */
	async hold(button: ButtonName, milliseconds: number, gone?: AbortSignal): Promise<void> {
		if (this.#held.has(button)) throw new ButtonIsHeld(button);
		this.#held.add(button);
		try {
			await this.#touch(button, true);
			await this.settle(milliseconds, gone);
			await this.#touch(button, false);
		} finally {
			this.#held.delete(button);
		}
	}

	async #touch(button: ButtonName, down: boolean): Promise<void> {
		if (!(await this.#meter.touch(PADS[button], down))) throw new PowerIsOff();
	}

	/**
	 * Lets `milliseconds` of meter time pass.
	 * @param gone aborts when nobody waits for it any more
	 * @throws PowerIsOff
	 */
	async settle(milliseconds: number, gone?: AbortSignal): Promise<void> {
		const frames = Math.max(1, Math.round((milliseconds * FRAME_RATE_HZ) / 1000));
		const reached = await new Promise((resolve) => {
			const cancel = this.#meter.after(frames, resolve, false);
			gone?.addEventListener("abort", () => {
				cancel();
				resolve(true);
			});
		});
		if (!reached) throw new PowerIsOff();
	}
}
