/**
 * The serial port of a server that answers requests: Modbus RTU and M-Bus build their framing on
 * it. It measures the silence before received characters, tells the protocol when the line has been
 * silent long enough to answer, and adopts changed line settings only after the answer in hand has
 * gone out at the old ones.
 */
import type { Clock, Parity, SerialIO, SerialPort } from "board";
import invariant from "invariant";
import restingTimer from "resting-timer";
import Timer from "timer";

/**
 * Bits of a character: start, 8 data, parity and stop. Without parity the line has one less, but
 * the silences of a protocol count 11 all the same.
 */
export const CHARACTER_BITS = 11;

/** Characters read from the port at a time. */
const CHUNK_LENGTH = 64;

const State = Object.freeze({
	/** Not started. */
	CLOSED: 0,
	/** Between two deliveries of characters, with nothing to answer. */
	LISTENING: 1,
	/** The protocol is taking characters. */
	RECEIVING: 2,
	/** A request is in hand: its answer waits for silence, or is being made. */
	ANSWERING: 3,
} as const);

type State = (typeof State)[keyof typeof State];

export interface LineSettings {
	/** Bits a second. */
	readonly baud: number;
	readonly parity: Parity;
}

/** Framing and protocol, called by the server. */
export interface SerialProtocol {
	/** The settings wanted now; `SerialServer.adopt` has to be called when they change. */
	readonly line: LineSettings;
	/**
	 * True if silence ends a request, whatever follows; false if its characters do, so that noise
	 * after them delays its answer.
	 */
	readonly endsWithSilence: boolean;
	/**
	 * The port has been opened.
	 * @returns µs of silence after a character before the protocol may answer
	 */
	onOpen(baud: number): number;
	/**
	 * Takes received characters.
	 * @param characters valid during the call
	 * @param count how many, from index 0
	 * @param silenceUs silence on the line before the first of them
	 * @returns true if a request is complete and waits for silence to be answered
	 */
	onCharacters(characters: Uint8Array, count: number, silenceUs: number): boolean;
	/**
	 * The line has been silent long enough.
	 * @returns the answer, which goes out now and is valid until the next call; undefined: there is
	 *   none
	 */
	onSilence(): Uint8Array | undefined;
	/** The line has the settings that were wanted; the port was reopened if they differed. */
	onAdopted?(): void;
}

export default class SerialServer {
	private readonly port: SerialPort;
	private readonly clock: Clock;
	private readonly protocol: SerialProtocol;
	private readonly chunk = new Uint8Array(CHUNK_LENGTH);
	private serial: SerialIO | undefined;
	private state: State = State.CLOSED;
	/** True if the settings may differ from those in force. */
	private changed = false;
	/** In force. */
	private baud = 0;
	private parity = "";
	private characterUs = 0;
	/** Silence after a character before the protocol may answer. */
	private answerDelayUs = 0;
	private lastUs = 0;
	/** True while the line may become silent long enough to answer. */
	private waiting = false;
	/** When the last character of the last answer has gone out. */
	private sentUs = 0;
	/** Runs while the line may be silent long enough to answer. */
	private readonly silenceTimer: Timer;
	/** Runs until an answer has gone out after which other settings hold. */
	private readonly sentTimer: Timer;

	constructor(port: SerialPort, clock: Clock, protocol: SerialProtocol) {
		this.port = port;
		this.clock = clock;
		this.protocol = protocol;
		this.silenceTimer = restingTimer(() => this.answerIfSilent());
		this.sentTimer = restingTimer(() => this.settle());
	}

	/** Opens the port. */
	start(): void {
		invariant(this.state === State.CLOSED, "a serial server is started once");
		this.open();
		this.state = State.LISTENING;
	}

	/** When the last characters came, or were read if nobody knows. */
	get heardUs(): number {
		return this.lastUs;
	}

	/** True until the last character of the last answer has gone out. */
	get sending(): boolean {
		return this.clock.microseconds < this.sentUs;
	}

	/**
	 * Adopts settings that have changed: now, or after the answer in hand has gone out at the old
	 * ones.
	 */
	adopt(): void {
		this.changed = true;
		this.settle();
	}

	private settle(): void {
		if (!this.changed || this.state !== State.LISTENING) return;
		const leftMs = Math.ceil((this.sentUs - this.clock.microseconds) / 1000);
		if (leftMs > 0) {
			Timer.schedule(this.sentTimer, leftMs, leftMs);
			return;
		}
		Timer.schedule(this.sentTimer);
		this.changed = false;
		const { baud, parity } = this.protocol.line;
		if (baud !== this.baud || parity !== this.parity) this.open();
		this.protocol.onAdopted?.();
	}

	private open(): void {
		const { port, receive, transmit, io } = this.port;
		const { baud, parity } = this.protocol.line;
		this.baud = baud;
		this.parity = parity;
		this.characterUs = characterUs(baud, parity === "none" ? CHARACTER_BITS - 1 : CHARACTER_BITS);
		this.answerDelayUs = this.protocol.onOpen(baud);
		this.serial?.close();
		this.serial = new io({
			port,
			receive,
			transmit,
			baud,
			parity,
			format: "buffer",
			onReadable: (count, ageUs) => this.receive(count, ageUs),
		});
	}

	/** Reads `count` characters; the last of them came `ageUs` ago, or now if nobody knows. */
	private receive(count: number, ageUs?: number): void {
		const lastUs = this.clock.microseconds - (ageUs ?? 0);
		const chunk = this.chunk;
		let silenceUs = lastUs - this.lastUs - count * this.characterUs;
		const late = ageUs !== undefined && this.waiting && silenceUs >= this.answerDelayUs;
		if (late && this.protocol.endsWithSilence) this.end();
		let complete = this.state === State.ANSWERING;
		this.lastUs = lastUs;
		this.state = State.RECEIVING;
		for (let left = count; this.serial && left > 0; ) {
			const taken = this.serial.read(chunk);
			if (typeof taken !== "number" || taken === 0) break;
			complete = this.protocol.onCharacters(chunk, taken, silenceUs);
			silenceUs = 0;
			left -= taken;
		}
		this.state = complete ? State.ANSWERING : State.LISTENING;
		this.settle();
		this.waiting = true;
		this.awaitSilence(this.answerDelayUs - (ageUs ?? 0));
	}

	/** Waits for the rest of the silence, at least a step of the board's timer. */
	private awaitSilence(leftUs: number): void {
		const stepMs = this.clock.timerResolutionMs;
		const leftMs = Math.max(1, Math.ceil(leftUs / 1000 / stepMs)) * stepMs;
		Timer.schedule(this.silenceTimer, leftMs, leftMs);
	}

	/** Ends the request in hand; returns its answer. */
	private end(): Uint8Array | undefined {
		Timer.schedule(this.silenceTimer);
		this.waiting = false;
		this.state = State.ANSWERING;
		const answer = this.protocol.onSilence();
		this.state = State.LISTENING;
		return answer;
	}

	private answerIfSilent(): void {
		// A timeout may be short by the timer's step.
		const leftUs = this.lastUs + this.answerDelayUs - this.clock.microseconds;
		if (this.serial?.receiving || leftUs > 0) {
			this.awaitSilence(leftUs);
			return;
		}
		const answer = this.end();
		if (answer) {
			this.serial?.write(answer);
			this.sentUs = this.clock.microseconds + answer.length * this.characterUs;
		}
		this.settle();
	}
}

/** Time of a character on the line. */
export function characterUs(baud: number, bits = CHARACTER_BITS): number {
	return (bits * 1_000_000) / baud;
}
