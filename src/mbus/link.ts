/**
 * The meter's side of M-Bus frames (EN 13757-2, 5; EN 13757-3): decides whether a frame is for this
 * meter, does what it asks, and says what to answer. The frame count bit is ignored: every request
 * is answered with present data, and a write is done however often it comes.
 */

import type BusActivity from "access/bus-activity";
import type BaudRate from "mbus/baud-rate";
import type FrameReceiver from "mbus/frame";
import { Control, FrameKind } from "mbus/frame";
import { matches, SELECTION_LENGTH } from "mbus/selection";
import type MBusSettings from "mbus/settings";
import type UserData from "mbus/user-data";
import { BAUD_RATES, MBUS_RATES } from "serial/line-settings";

/** How a frame is answered. */
export const Answer = Object.freeze({ NONE: 0, ACKNOWLEDGE: 1, TELEGRAM: 2 } as const);

export type Answer = (typeof Answer)[keyof typeof Answer];

/** A-fields that are not the address of one meter. */
const Address = Object.freeze({
	/** The meter selected by its secondary address. */
	SELECTED: 0xfd,
	/** Every meter, and every one answers: for a line with one meter. */
	ANY: 0xfe,
	/** Every meter, and none answers. */
	BROADCAST: 0xff,
} as const);

/** CI-fields of a master. */
const Information = Object.freeze({
	APPLICATION_RESET: 0x50,
	USER_DATA: 0x51,
	SELECTION: 0x52,
	/** 300 baud; the codes after it are the next rates. */
	FIRST_BAUD: 0xb8,
} as const);

const Selection = Object.freeze({
	DESELECTED: 0,
	/** Frames to {@link Address.SELECTED} are for this meter. */
	SELECTED: 1,
} as const);

type Selection = (typeof Selection)[keyof typeof Selection];

export default class MBusLink {
	readonly #frames: FrameReceiver;
	readonly #settings: MBusSettings;
	readonly #baudRate: BaudRate;
	readonly #userData: UserData;
	readonly #activity: BusActivity;
	#selection: Selection = Selection.DESELECTED;

	/** @param activity told of every frame for this meter */
	constructor(
		frames: FrameReceiver,
		settings: MBusSettings,
		baudRate: BaudRate,
		userData: UserData,
		activity: BusActivity,
	) {
		this.#frames = frames;
		this.#settings = settings;
		this.#baudRate = baudRate;
		this.#userData = userData;
		this.#activity = activity;
	}

	/** Serves the frame of a master that has just been completed. */
	serve(kind: FrameKind): Answer {
		const { address, control } = this.#frames;
		const answer =
			kind === FrameKind.SHORT ? this.#short(control, address) : this.#long(control, address);
		return address === Address.BROADCAST ? Answer.NONE : answer;
	}

	#short(control: number, address: number): Answer {
		if (!this.#isForMe(address)) return Answer.NONE;
		if (control === Control.SND_NKE) {
			if (address === Address.SELECTED) this.#selection = Selection.DESELECTED;
			return Answer.ACKNOWLEDGE;
		}
		return (control & ~Control.FRAME_COUNT_BIT) === Control.REQ_UD2 ? Answer.TELEGRAM : Answer.NONE;
	}

	#long(control: number, address: number): Answer {
		if ((control & ~Control.FRAME_COUNT_BIT) !== Control.SND_UD) return Answer.NONE;
		if (address === Address.SELECTED && this.#frames.information === Information.SELECTION)
			return this.#select();
		return this.#isForMe(address) && this.#execute() ? Answer.ACKNOWLEDGE : Answer.NONE;
	}

	/** Selects or deselects; a selection of another length (fabrication number) does neither. */
	#select(): Answer {
		const { bytes, start, end } = this.#frames;
		if (end - start !== SELECTION_LENGTH) return Answer.NONE;
		if (!matches(bytes, start, this.#settings.identification)) {
			this.#selection = Selection.DESELECTED;
			return Answer.NONE;
		}
		this.#selection = Selection.SELECTED;
		this.#activity.countRequest();
		return Answer.ACKNOWLEDGE;
	}

	/** Does what a SND_UD to this meter asks; false if that is not possible. */
	#execute(): boolean {
		const { bytes, information, start, end } = this.#frames;
		switch (information) {
			case Information.APPLICATION_RESET:
				// With a sub-code or without: there is one telegram, and it is always the next.
				return end - start <= 1;
			case Information.USER_DATA:
				return this.#userData.write(bytes, start, end);
			default:
				return end === start && this.#askBaud(information);
		}
	}

	#askBaud(information: number): boolean {
		const rate = information - Information.FIRST_BAUD;
		if (rate < 0 || rate >= MBUS_RATES) return false;
		this.#baudRate.ask(BAUD_RATES[rate]);
		return true;
	}

	#isForMe(address: number): boolean {
		const forMe =
			address === Address.SELECTED
				? this.#selection === Selection.SELECTED
				: address >= Address.ANY || address === this.#settings.address;
		if (forMe) this.#activity.countRequest();
		return forMe;
	}
}
