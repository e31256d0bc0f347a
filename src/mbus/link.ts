/**
 * The meter's side of M-Bus frames: which address is meant, what is done, what is answered (EN 13757-2, 5 and
 * EN 13757-3). The frame count bit means nothing: a request is answered with present data, a write is done,
 * however often it comes.
 */
import type FrameReceiver from "mbus/frame";
import { Control, Kind } from "mbus/frame";
import { matches, SELECTION_LENGTH } from "mbus/selection";
import type MBusSettings from "mbus/settings";
import type UserData from "mbus/user-data";
import type BusActivity from "registers/bus-activity";
import { BAUD_RATES } from "registers/settings";

/** What a frame is answered with. */
export const Answer = Object.freeze({ NONE: 0, ACKNOWLEDGE: 1, TELEGRAM: 2 } as const);

export type Answer = (typeof Answer)[keyof typeof Answer];

/** A-fields that are no meter's own. */
const Address = Object.freeze({
	/** The meter that is selected by its secondary address. */
	SELECTED: 0xfd,
	/** Every meter, and every one answers: for a line of one. */
	ANY: 0xfe,
	/** Every meter, and none answers. */
	BROADCAST: 0xff,
} as const);

/** CI-fields of a master. */
const Information = Object.freeze({
	APPLICATION_RESET: 0x50,
	USER_DATA: 0x51,
	SELECTION: 0x52,
	/** 300 baud; the following ones up to 9600. */
	FIRST_BAUD: 0xb8,
	LAST_BAUD: 0xbd,
} as const);

export default class MBusLink {
	/** Baud rate that is to be used after the answer, a frame having asked for it or a register; 0: none. */
	wantedBaud = 0;
	readonly #frames: FrameReceiver;
	readonly #settings: MBusSettings;
	readonly #userData: UserData;
	readonly #activity: BusActivity;
	#selected = false;

	/** @param activity told of every frame that is for this meter */
	constructor(
		frames: FrameReceiver,
		settings: MBusSettings,
		userData: UserData,
		activity: BusActivity,
	) {
		this.#frames = frames;
		this.#settings = settings;
		this.#userData = userData;
		this.#activity = activity;
	}

	/** Does what the master's frame that has just been completed asks for; says how to answer. */
	serve(kind: Kind): Answer {
		const { address, control } = this.#frames;
		const answer =
			kind === Kind.SHORT ? this.#short(control, address) : this.#long(control, address);
		return address === Address.BROADCAST ? Answer.NONE : answer;
	}

	#short(control: number, address: number): Answer {
		if (!this.#meant(address)) return Answer.NONE;
		if (control === Control.SND_NKE) {
			if (address === Address.SELECTED) this.#selected = false;
			return Answer.ACKNOWLEDGE;
		}
		return (control & ~Control.FRAME_COUNT_BIT) === Control.REQ_UD2 ? Answer.TELEGRAM : Answer.NONE;
	}

	#long(control: number, address: number): Answer {
		if ((control & ~Control.FRAME_COUNT_BIT) !== Control.SND_UD) return Answer.NONE;
		if (address === Address.SELECTED && this.#frames.information === Information.SELECTION)
			return this.#select();
		return this.#meant(address) && this.#do() ? Answer.ACKNOWLEDGE : Answer.NONE;
	}

	/** A selection of another length (with a fabrication number) is none: it neither selects nor deselects. */
	#select(): Answer {
		const { bytes, start, end } = this.#frames;
		if (end - start !== SELECTION_LENGTH) return Answer.NONE;
		this.#selected = matches(bytes, start, this.#settings.identification);
		if (this.#selected) this.#activity.note();
		return this.#selected ? Answer.ACKNOWLEDGE : Answer.NONE;
	}

	/** Does what a SND_UD to this meter says; whether it could be done. */
	#do(): boolean {
		const { bytes, information, start, end } = this.#frames;
		switch (information) {
			case Information.APPLICATION_RESET:
				// With a sub-code or without; there is one telegram, and it is always the next.
				return end - start <= 1;
			case Information.USER_DATA:
				return this.#userData.write(bytes, start, end);
			default:
				if (
					information < Information.FIRST_BAUD ||
					information > Information.LAST_BAUD ||
					end > start
				)
					return false;
				this.wantedBaud = BAUD_RATES[information - Information.FIRST_BAUD];
				return true;
		}
	}

	#meant(address: number): boolean {
		const meant =
			address === Address.SELECTED
				? this.#selected
				: address >= Address.ANY || address === this.#settings.address;
		if (meant) this.#activity.note();
		return meant;
	}
}
