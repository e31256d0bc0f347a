/**
 * An M-Bus slave on a serial line (EN 13757-2, 5): when it answers, and at which baud rate. An answer begins 11 bit
 * times after the request at the earliest and 330 bit times + 50 ms after it at the latest, or not at all.
 */
import type { Clock, SerialIO, SerialPort } from "board";
import FrameReceiver, { Character, Control, Kind } from "mbus/frame";
import MBusLink, { Answer } from "mbus/link";
import type MBusSettings from "mbus/settings";
import Telegram from "mbus/telegram";
import UserData from "mbus/user-data";
import BusActivity from "registers/bus-activity";
import type RegisterModel from "registers/model";
import restingTimer from "resting-timer";
import Timer from "timer";

/** Bits of a character on the line: start, 8 data, even parity, stop. */
const CHARACTER_BITS = 11;

/**
 * Bit times from the request to the answer: the 11 that the standard asks for, and as many in which a character
 * that follows the request at once would have come in.
 */
const ANSWER_BITS = 2 * CHARACTER_BITS;

/** Latest start of an answer after the request: bit times, and µs beside them. */
const LATEST_BITS = 330;
const LATEST = 50_000;

/** Milliseconds without a frame at a new baud rate after which the old one is taken again. */
const FALL_BACK = 600_000;

/** Characters that are taken from the port at a time. */
const CHUNK = 64;

export default class MBusSlave {
	readonly #clock: Clock;
	readonly #port: SerialPort;
	readonly #settings: MBusSettings;
	readonly #frames = new FrameReceiver();
	readonly #link: MBusLink;
	readonly #telegram: Telegram;
	readonly #chunk = new Uint8Array(CHUNK);
	readonly #acknowledgement = Uint8Array.of(Character.ACKNOWLEDGE);
	#serial: SerialIO | undefined;

	/** Baud rate in force, µs of one bit at it, and ms from the end of a request to the answer. */
	#baud = 0;
	#bit = 0;
	#answerDelay = 0;
	/** When the last characters were read, in µs. */
	#lastRead = 0;
	/** What is to be answered, and when at the latest, in µs. */
	#answer: Answer = Answer.NONE;
	#latest = 0;
	/** When the last character of the last answer has gone out, in µs. */
	#busyUntil = 0;
	/** Whether the baud rate in force has still to be confirmed by a frame. */
	#onTrial = false;
	/** Runs out when it is time to answer; rests otherwise. */
	readonly #answerTimer: Timer;
	/** Runs out when an answer has gone out after which another baud rate is in force; rests otherwise. */
	readonly #changeTimer: Timer;
	/** Runs out when a baud rate was not confirmed; rests otherwise. */
	readonly #fallBackTimer: Timer;

	constructor(
		port: SerialPort,
		clock: Clock,
		settings: MBusSettings,
		model: RegisterModel,
		activity = new BusActivity(),
	) {
		this.#port = port;
		this.#clock = clock;
		this.#settings = settings;
		this.#telegram = new Telegram(model);
		this.#link = new MBusLink(this.#frames, settings, new UserData(model), activity);
		this.#answerTimer = restingTimer(() => this.#respond());
		this.#changeTimer = restingTimer(() => this.#change());
		this.#fallBackTimer = restingTimer(() => this.#fallBack());
		settings.watchBaud(() => this.#adopt());
		this.#open(settings.baud);
	}

	#open(baud: number): void {
		const { port, receive, transmit, io } = this.#port;
		const step = this.#clock.timerResolutionMs;
		this.#baud = baud;
		this.#bit = 1_000_000 / baud;
		this.#answerDelay = Math.ceil((ANSWER_BITS * this.#bit) / 1000 / step) * step;
		this.#serial?.close();
		this.#serial = new io({
			port,
			receive,
			transmit,
			baud,
			parity: "even",
			format: "buffer",
			onReadable: (count) => this.#receive(count),
		});
	}

	/** `count` characters have come, the last of them now. */
	#receive(count: number): void {
		const now = this.#clock.microseconds;
		const serial = this.#serial;
		const chunk = this.#chunk;
		this.#frames.silence(now - this.#lastRead - count * CHARACTER_BITS * this.#bit, this.#bit);
		this.#lastRead = now;
		for (let left = count; serial && left > 0; ) {
			const taken = serial.read(chunk);
			if (typeof taken !== "number" || taken === 0) break;
			left -= taken;
			for (let i = 0; i < taken; i++) this.#take(this.#frames.push(chunk[i]), now);
		}
		if (this.#answer !== Answer.NONE)
			Timer.schedule(this.#answerTimer, this.#answerDelay, this.#answerDelay);
	}

	/** A frame is complete, if it is one. What slaves send, this one's own echo among it, is nothing to answer. */
	#take(kind: Kind, now: number): void {
		if (kind === Kind.NONE || (this.#frames.control & Control.PRIMARY) === 0) return;
		this.#confirm();
		// A master that sends on does not wait for the answer to what it sent before.
		this.#answer = this.#link.serve(kind);
		this.#latest = now + LATEST_BITS * this.#bit + LATEST;
		if (this.#answer === Answer.NONE) {
			Timer.schedule(this.#answerTimer);
			if (this.#link.wantedBaud !== 0) this.#change();
		}
	}

	/** The line has been silent since the request for as long as it has to. */
	#respond(): void {
		Timer.schedule(this.#answerTimer);
		const now = this.#clock.microseconds;
		const answer = this.#answer;
		this.#answer = Answer.NONE;
		// Too late, because something else was on the line, or still answering what came before.
		const silent = now > this.#latest || now < this.#busyUntil;
		if (!silent) this.#send(answer, now);
		if (this.#link.wantedBaud !== 0) this.#changeWhenSent(now);
	}

	#changeWhenSent(now: number): void {
		const left = Math.ceil((this.#busyUntil - now) / 1000);
		if (left > 0) Timer.schedule(this.#changeTimer, left, left);
		else this.#change();
	}

	#send(answer: Answer, now: number): void {
		let bytes: Uint8Array = this.#acknowledgement;
		if (answer === Answer.TELEGRAM) {
			this.#telegram.fill(this.#settings.address, this.#settings.identification);
			bytes = this.#telegram.bytes;
		}
		this.#serial?.write(bytes);
		this.#busyUntil = now + bytes.length * CHARACTER_BITS * this.#bit;
	}

	/** Takes the baud rate that is wanted; one that a frame has asked for is on trial until a frame comes in at it. */
	#change(): void {
		Timer.schedule(this.#changeTimer);
		const baud = this.#link.wantedBaud;
		this.#link.wantedBaud = 0;
		if (baud === 0 || baud === this.#baud) return;
		this.#onTrial = baud !== this.#settings.baud;
		if (this.#onTrial) Timer.schedule(this.#fallBackTimer, FALL_BACK, FALL_BACK);
		this.#open(baud);
	}

	/** A frame has come in at the baud rate in force: it is kept. */
	#confirm(): void {
		if (!this.#onTrial) return;
		this.#endTrial();
		this.#settings.baud = this.#baud;
	}

	/** No frame has come in at the new baud rate. */
	#fallBack(): void {
		this.#endTrial();
		this.#open(this.#settings.baud);
	}

	/** A baud rate was written, here or elsewhere in the meter: it holds once the answer in hand has gone out. */
	#adopt(): void {
		this.#endTrial();
		this.#link.wantedBaud = this.#settings.baud;
		if (this.#answer === Answer.NONE) this.#changeWhenSent(this.#clock.microseconds);
	}

	#endTrial(): void {
		Timer.schedule(this.#fallBackTimer);
		this.#onTrial = false;
	}
}
