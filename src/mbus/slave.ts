/**
 * M-Bus slave on a serial line (EN 13757-2, 5): decides when to answer. An answer begins between 11
 * bit times and 330 bit times + 50 ms after the request, or is left out.
 */

import type BusActivity from "access/bus-activity";
import type { Clock, SerialPort } from "board";
import BaudRate from "mbus/baud-rate";
import FrameReceiver, { Character, Control, FrameKind } from "mbus/frame";
import MBusLink, { Answer } from "mbus/link";
import type { TelegramLayout, WritableRecord } from "mbus/records";
import type MBusSettings from "mbus/settings";
import Telegram from "mbus/telegram";
import UserData from "mbus/user-data";
import type RegisterModel from "registers/model";
import SerialServer, { CHARACTER_BITS, type SerialProtocol } from "serial/serial-server";

/**
 * Bit times from the request to the answer: the 11 that the standard asks for, and 11 in which a
 * character that follows the request immediately would have come in.
 */
const ANSWER_BITS = 2 * CHARACTER_BITS;

/** Latest start of an answer after the request: bit times, and a time to add to them. */
const LATEST_BITS = 330;
const LATEST_US = 50_000;

/** Maps of M-Bus, joined with the meter's catalogue. */
export interface MBusMaps {
	readonly telegram: TelegramLayout;
	readonly writable: readonly WritableRecord[];
}

export default class MBusSlave implements SerialProtocol {
	/** Baud rate and parity wanted now. */
	readonly line: BaudRate;
	readonly #clock: Clock;
	readonly #settings: MBusSettings;
	readonly #server: SerialServer;
	readonly #frames = new FrameReceiver();
	readonly #link: MBusLink;
	readonly #telegram: Telegram;
	readonly #acknowledgement = Uint8Array.of(Character.ACKNOWLEDGE);
	/** One bit at the baud rate in force. */
	#bitUs = 0;
	/** Answer in hand, and when it may begin at the latest. */
	#answer: Answer = Answer.NONE;
	#latestUs = 0;

	constructor(
		port: SerialPort,
		clock: Clock,
		settings: MBusSettings,
		model: RegisterModel<"errorCode">,
		maps: MBusMaps,
		activity: BusActivity,
	) {
		this.#clock = clock;
		this.#settings = settings;
		this.#server = new SerialServer(port, clock, this);
		this.line = new BaudRate(settings, this.#server);
		this.#telegram = new Telegram(model, maps.telegram);
		this.#link = new MBusLink(
			this.#frames,
			settings,
			this.line,
			new UserData(model, maps.writable),
			activity,
		);
	}

	/** Opens the port and follows the settings. */
	start(): void {
		this.#server.start();
		this.#settings.bindBaud(() => this.line.keep());
	}

	onOpen(baud: number): number {
		this.#bitUs = 1_000_000 / baud;
		return ANSWER_BITS * this.#bitUs;
	}

	onAdopted(): void {
		this.line.begin();
	}

	onCharacters(characters: Uint8Array, count: number, silenceUs: number): boolean {
		this.#frames.silence(silenceUs, this.#bitUs);
		for (let i = 0; i < count; i++) this.#take(this.#frames.push(characters[i]));
		return this.#answer !== Answer.NONE;
	}

	/**
	 * Serves a frame, if one is complete. Frames of slaves, our own echo included, are ignored. An
	 * answer that has not begun is dropped: the master that sends again is not waiting for it.
	 */
	#take(kind: FrameKind): void {
		if (kind === FrameKind.NONE || (this.#frames.control & Control.PRIMARY) === 0) return;
		this.line.confirm();
		this.#answer = this.#link.serve(kind);
		this.#latestUs = this.#clock.microseconds + LATEST_BITS * this.#bitUs + LATEST_US;
	}

	/**
	 * Answers unless it is too late, after noise on the line, or the answer before is still going
	 * out.
	 */
	onSilence(): void {
		const answer = this.#answer;
		this.#answer = Answer.NONE;
		if (answer === Answer.NONE) return;
		if (this.#clock.microseconds > this.#latestUs || this.#server.sending) return;
		this.#server.send(answer === Answer.TELEGRAM ? this.#fillTelegram() : this.#acknowledgement);
	}

	#fillTelegram(): Uint8Array {
		this.#telegram.fill(this.#settings.address, this.#settings.identification);
		return this.#telegram.bytes;
	}
}
