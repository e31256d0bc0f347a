/** A display for unit tests: the test sets registers, touches pads and reads the picture. */

import Password from "access/password";
import { Button } from "board";
import { catalogue } from "catalogue";
import Display from "display/display";
import { ErrorCode } from "storage/error-code";
import { pngOf } from "../bench/display/png.ts";
import { type Reading, read } from "../bench/display/reading.ts";
import { clock } from "../boards/virtual/clock.ts";
import Timer from "../boards/virtual/timer.ts";
import type { RegisterName } from "../client/register-table.ts";
import { FRAME_RATE_HZ } from "../src/sampling.ts";
import { TestPanel } from "./board.ts";
import { TestModel } from "./model.ts";

export type ButtonName = "left" | "middle" | "right";

const PADS = { left: Button.LEFT, middle: Button.MIDDLE, right: Button.RIGHT } as const;

/** Frames in a millisecond. */
const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

/** Durations of a short press, and of one that counts as held. */
const SHORT_MS = 80;
const HELD_MS = 3100;

/** Time in which a screen is drawn completely. */
const DRAWN_S = 0.14;

export class TestDisplay {
	readonly model = new TestModel();
	readonly panel = new TestPanel();
	/** Requests on the buses so far. */
	requests = 0;
	readonly password = new Password(this.model, () => {});
	/** The six digits of a client that pairs. */
	readonly pairing = { passkey: -1 };
	/** Ratios of the CT history's pages. */
	readonly ratios = [{ primary: 5, secondary: 5 }];

	/** The last reading, and the version of its picture. */
	#read: { version: number; reading: Reading } | undefined;

	/**
	 * @param values registers that are set before it starts, in the model's units
	 * @param radio false for a board without Bluetooth
	 * @param hasQuality false for a board that does not analyse power quality
	 */
	constructor(values: Partial<Record<RegisterName, number>> = {}, radio = true, hasQuality = true) {
		this.set({ serialNumber: 12345678, ...values });
		const { ratios } = this;
		const history = {
			get pages(): number {
				return ratios.length;
			},
			ratioOf: (page: number) => ratios[page],
		};
		const { model, password } = this;
		const requests = (): number => this.requests;
		const broadcast = model.indexOf("broadcast");
		const display = new Display(this.panel, this.model, {
			history,
			hasQuality,
			signs: {
				get requests(): number {
					return requests();
				},
				get bluetooth(): boolean {
					return model.get(broadcast) === 1;
				},
			},
			password,
			qrText: radio ? () => "AMBIT:12345678" : undefined,
			pairing: radio ? this.pairing : undefined,
		});
		display.start();
		// After each further second, the picture is complete.
		this.wait(DRAWN_S);
	}

	/** Sets registers, as metrology, a bus or storage would. */
	set(values: Partial<Record<RegisterName, number>>): void {
		for (const [name, value] of Object.entries(values))
			this.model.setByName(name as RegisterName, value ?? 0);
		if ((values.errorCode ?? 0) & ErrorCode.LOST) this.model.stop();
	}

	get(name: RegisterName): number {
		return this.model.get(catalogue.indexOf(name));
	}

	/** Lets meter time pass. */
	wait(seconds: number): void {
		Timer.advance(clock.frames + Math.round(seconds * 1000 * FRAMES_PER_MS));
	}

	touch(button: ButtonName, down: boolean): void {
		this.panel.pad(PADS[button], down);
	}

	/** Presses buttons shortly, one after another. */
	press(...buttons: ButtonName[]): void {
		for (const button of buttons) this.hold(button, SHORT_MS);
	}

	/** Holds a button, by default long enough for the menu. */
	hold(button: ButtonName, durationMs = HELD_MS): void {
		this.touch(button, true);
		this.wait(durationMs / 1000);
		this.touch(button, false);
		this.wait(DRAWN_S);
	}

	/** Enters the password and opens the settings menu. */
	openSettings(password = "0000"): void {
		this.hold("middle");
		this.press("right", "middle");
		this.enter(password);
	}

	/** Sets digits that start at 0, and confirms each. */
	enter(digits: string): void {
		for (const digit of digits) {
			for (let i = 0; i < Number(digit); i++) this.press("right");
			this.press("middle");
		}
	}

	/** Opens the page at a place of the settings menu; the first is 0. */
	openPage(place: number): void {
		for (let i = 0; i < place; i++) this.press("right");
		this.press("middle");
	}

	get reading(): Reading {
		const { screen } = this.panel;
		if (this.#read?.version !== screen.version)
			this.#read = { version: screen.version, reading: read(screen.pixels()) };
		return this.#read.reading;
	}

	/** Rows of text without trailing spaces. */
	get rows(): string[] {
		return this.reading.rows.map((row) => row.trimEnd());
	}

	/** Rows of part 3 but for the last. */
	get screen(): string[] {
		return this.rows.slice(5, -1);
	}

	png(scale: number): Buffer {
		return pngOf(this.panel.screen.pixels(), this.panel.screen.lit, scale);
	}
}

/** Places in the settings menu. */
export const Place = {
	PASSWORD: 0,
	TARIFF: 1,
	S0: 2,
	MODBUS: 3,
	MBUS: 4,
	CT: 5,
	BACKLIGHT: 6,
	POWERDOWN: 7,
	BROADCAST: 8,
	TRIP: 9,
	SCROLL: 10,
	OBIS: 11,
	BACK: 12,
} as const;
