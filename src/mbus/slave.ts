/**
 * M-Bus slave on a serial line. It decides whether a frame is for this meter, does what it asks
 * (EN 13757-2, 5; EN 13757-3), and decides when to answer: an answer begins between 11 bit times
 * and 330 bit times + 50 ms after the request, or is left out. The frame count bit is ignored:
 * every request is answered with present data, and a write is done however often it comes.
 */

import type { Clock, SerialPort } from "board";
import BaudRate from "mbus/baud-rate";
import FrameReceiver, { Character, Control, FrameKind } from "mbus/frame";
import UserData, { type TelegramLayout, type WritableRecord } from "mbus/records";
import { matches, SELECTION_LENGTH } from "mbus/selection";
import type MBusSettings from "mbus/settings";
import Telegram from "mbus/telegram";
import type RegisterModel from "registers/model";
import { BAUD_RATES, MBUS_RATES } from "serial/line-settings";
import SerialServer, { CHARACTER_BITS, type SerialProtocol } from "serial/serial-server";

/**
 * Bit times from the request to the answer: the 11 that the standard asks for, and 11 in which a
 * character that follows the request immediately would have come in.
 */
const ANSWER_BITS = 2 * CHARACTER_BITS;

/** Latest start of an answer after the request: bit times, and a time to add to them. */
const LATEST_BITS = 330;
const LATEST_US = 50_000;

/** How a frame is answered. */
const Answer = Object.freeze({ NONE: 0, ACKNOWLEDGE: 1, TELEGRAM: 2 } as const);

type Answer = (typeof Answer)[keyof typeof Answer];

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

/** Maps of M-Bus, joined with the meter's catalogue. */
export interface MBusMaps {
	readonly telegram: TelegramLayout;
	readonly writable: readonly WritableRecord[];
}

export default class MBusSlave implements SerialProtocol {
	/** Baud rate and parity wanted now. */
	readonly line: BaudRate;
	/** Frames for this meter since the start. */
	requests = 0;
	private readonly clock: Clock;
	private readonly settings: MBusSettings;
	private readonly server: SerialServer;
	private readonly frames = new FrameReceiver();
	private readonly userData: UserData;
	private readonly telegram: Telegram;
	private readonly acknowledgement = Uint8Array.of(Character.ACKNOWLEDGE);
	private selection: Selection = Selection.DESELECTED;
	/** One bit at the baud rate in force. */
	private bitUs = 0;
	/** Answer in hand, and when it may begin at the latest. */
	private answer: Answer = Answer.NONE;
	private latestUs = 0;

	constructor(
		port: SerialPort,
		clock: Clock,
		settings: MBusSettings,
		model: RegisterModel<"errorCode">,
		maps: MBusMaps,
	) {
		this.clock = clock;
		this.settings = settings;
		this.server = new SerialServer(port, clock, this);
		this.line = new BaudRate(settings, this.server);
		this.telegram = new Telegram(model, maps.telegram);
		this.userData = new UserData(model, maps.writable);
	}

	get endsWithSilence(): boolean {
		return false;
	}

	/** Opens the port and follows the settings. */
	start(): void {
		this.server.start();
		this.settings.bindBaud(() => this.line.keep());
	}

	onOpen(baud: number): number {
		this.bitUs = 1_000_000 / baud;
		return ANSWER_BITS * this.bitUs;
	}

	onAdopted(): void {
		this.line.begin();
	}

	onCharacters(characters: Uint8Array, count: number, silenceUs: number): boolean {
		this.frames.silence(silenceUs, this.bitUs);
		for (let i = 0; i < count; i++) this.take(this.frames.push(characters[i]));
		return this.answer !== Answer.NONE;
	}

	/**
	 * Answers unless it is too late, after noise on the line, or the answer before is still going
	 * out.
	 */
	onSilence(): Uint8Array | undefined {
		const answer = this.answer;
		this.answer = Answer.NONE;
		if (answer === Answer.NONE) return undefined;
		if (this.clock.microseconds > this.latestUs || this.server.sending) return undefined;
		return answer === Answer.TELEGRAM ? this.fillTelegram() : this.acknowledgement;
	}

	/**
	 * Serves a frame, if one is complete. Frames of slaves, our own echo included, are ignored. An
	 * answer that has not begun is dropped: the master that sends again is not waiting for it.
	 */
	private take(kind: FrameKind): void {
		if (kind === FrameKind.NONE || (this.frames.control & Control.PRIMARY) === 0) return;
		const { address, control } = this.frames;
		this.line.confirm();
		const answer =
			kind === FrameKind.SHORT ? this.short(control, address) : this.long(control, address);
		this.answer = address === Address.BROADCAST ? Answer.NONE : answer;
		this.latestUs = this.server.heardUs + LATEST_BITS * this.bitUs + LATEST_US;
	}

	private short(control: number, address: number): Answer {
		if (!this.isForMe(address)) return Answer.NONE;
		if (control === Control.SND_NKE) {
			if (address === Address.SELECTED) this.selection = Selection.DESELECTED;
			return Answer.ACKNOWLEDGE;
		}
		return (control & ~Control.FRAME_COUNT_BIT) === Control.REQ_UD2 ? Answer.TELEGRAM : Answer.NONE;
	}

	private long(control: number, address: number): Answer {
		if ((control & ~Control.FRAME_COUNT_BIT) !== Control.SND_UD) return Answer.NONE;
		if (address === Address.SELECTED && this.frames.information === Information.SELECTION)
			return this.select();
		return this.isForMe(address) && this.execute() ? Answer.ACKNOWLEDGE : Answer.NONE;
	}

	/** Selects or deselects; a selection of another length (fabrication number) does neither. */
	private select(): Answer {
		const { bytes, start, end } = this.frames;
		if (end - start !== SELECTION_LENGTH) return Answer.NONE;
		if (!matches(bytes, start, this.settings.identification)) {
			this.selection = Selection.DESELECTED;
			return Answer.NONE;
		}
		this.selection = Selection.SELECTED;
		this.requests++;
		return Answer.ACKNOWLEDGE;
	}

	/** Does what a SND_UD to this meter asks; false if that is not possible. */
	private execute(): boolean {
		const { address, bytes, information, start, end } = this.frames;
		switch (information) {
			case Information.APPLICATION_RESET:
				// Whatever sub-code follows: there is one telegram, and it is always the next.
				return true;
			case Information.USER_DATA:
				return this.userData.write(bytes, start, end, address >= Address.ANY);
			default:
				return end === start && this.askBaud(information);
		}
	}

	private askBaud(information: number): boolean {
		const rate = information - Information.FIRST_BAUD;
		if (rate < 0 || rate >= MBUS_RATES) return false;
		this.line.ask(BAUD_RATES[rate]);
		return true;
	}

	private isForMe(address: number): boolean {
		const forMe =
			address === Address.SELECTED
				? this.selection === Selection.SELECTED
				: address >= Address.ANY || address === this.settings.address;
		if (forMe) this.requests++;
		return forMe;
	}

	private fillTelegram(): Uint8Array {
		this.telegram.fill(this.settings.address, this.settings.identification);
		return this.telegram.bytes;
	}
}
