/**
 * A Modbus RTU server on a serial line (Modbus over Serial Line V1.02, 2.5): frames end with 3.5 characters of
 * silence and are dropped when 1.5 characters of silence lie inside them; a frame that is too short or long,
 * that has a wrong CRC or another unit's ID is met with silence.
 */
import type { Clock, SerialIO, SerialPort } from "board";
import { CRC16 } from "crc";
import type PduServer from "modbus/pdu";
import { Permission } from "modbus/pdu";
import PduBuffer, { MAXIMUM_PDU } from "modbus/pdu-buffer";
import BusActivity from "registers/bus-activity";
import restingTimer from "resting-timer";
import Timer from "timer";

/** Longest ADU: unit ID, PDU, CRC. */
const MAXIMUM_ADU = 1 + MAXIMUM_PDU + 2;

/** Shortest ADU: unit ID, function code, CRC. */
const MINIMUM_ADU = 4;

/** Unit ID of a broadcast: acted upon, never answered. */
const BROADCAST = 0;

/** Bits of a character on the line, start, parity and stop bit included. */
const CHARACTER_BITS = 11;

/** Above this baud rate the silences are fixed. */
const FASTEST_PROPORTIONAL = 19200;

/** Fixed silences in microseconds. */
const FIXED_T15 = 750;
const FIXED_T35 = 1750;

/** Unit ID, baud rate and parity that a server is to have; they may change. */
export interface RtuSettings {
	/** 1..247. */
	readonly unitId: number;
	readonly baud: number;
	readonly parity: "even" | "none" | "odd";
	/** Calls back when one of them has been written, by whomever. */
	watch(callback: () => void): void;
}

export default class RtuServer {
	readonly #settings: RtuSettings;
	readonly #pdu: PduServer;
	readonly #activity: BusActivity;
	readonly #clock: Clock;
	readonly #port: SerialPort;
	#serial: SerialIO | undefined;
	readonly #crc = new CRC16(0x8005, 0xffff, true, true, 0);

	readonly #request = new Uint8Array(MAXIMUM_ADU);
	readonly #requestView = new DataView(this.#request.buffer);
	readonly #response = new Uint8Array(MAXIMUM_ADU);
	readonly #responseView = new DataView(this.#response.buffer);
	readonly #requestPdu = new PduBuffer(this.#request.buffer, 1);
	readonly #responsePdu = new PduBuffer(this.#response.buffer, 1);
	/** Where characters go that no frame can hold. */
	readonly #excess = new Uint8Array(MAXIMUM_ADU);

	/** Characters of the frame so far. */
	#length = 0;
	/** Whether the frame has a gap inside or is too long, and is to be dropped at its end. */
	#broken = false;
	/** Whether a request is being dealt with: what it changes waits for its answer. */
	#serving = false;
	/** Whether the port is to be opened anew when the answer has gone out. */
	#reopening = false;
	/** When the last character of the last answer has gone out, in microseconds. */
	#busyUntil = 0;
	/** Runs out when that is so; rests otherwise. */
	readonly #reopen: Timer;
	/** When the last characters were read, in microseconds. */
	#lastRead = 0;
	/** Runs out 3.5 characters after the last character; rests between frames. */
	readonly #silence: Timer;
	/** Unit ID, baud rate and parity in force; those of the settings unless an answer has still to go out. */
	#unitId = 0;
	#baud = 0;
	#parity = "";
	/** Milliseconds of {@link #silence}. */
	#t35 = 0;
	/** Microseconds inside a frame that break it. */
	#t15 = 0;
	/** Microseconds of one character. */
	#character = 0;

	constructor(
		port: SerialPort,
		clock: Clock,
		settings: RtuSettings,
		pdu: PduServer,
		activity = new BusActivity(),
	) {
		this.#settings = settings;
		this.#pdu = pdu;
		this.#activity = activity;
		this.#clock = clock;
		this.#port = port;
		this.#silence = restingTimer(() => this.#end());
		this.#reopen = restingTimer(() => this.#open());
		this.#unitId = settings.unitId;
		this.#open();
		settings.watch(() => this.#adopt());
	}

	/** Opens the port with the settings' baud rate and parity. */
	#open(): void {
		const { baud, parity } = this.#settings;
		const { port, receive, transmit, io } = this.#port;
		const proportional = baud <= FASTEST_PROPORTIONAL;
		const step = this.#clock.timerResolutionMs;
		this.#baud = baud;
		this.#parity = parity;
		this.#character = (CHARACTER_BITS * 1_000_000) / baud;
		const t35 = (proportional ? 3.5 * this.#character : FIXED_T35) / 1000;
		this.#t35 = Math.ceil(t35 / step) * step;
		this.#t15 = (proportional ? 1.5 * this.#character : FIXED_T15) + step * 1000;
		this.#reopening = false;
		Timer.schedule(this.#reopen);
		this.#serial?.close();
		this.#serial = new io({
			port,
			receive,
			transmit,
			baud,
			parity,
			format: "buffer",
			onReadable: (count) => this.#receive(count),
		});
	}

	/** `count` characters have come, the last of them now. */
	#receive(count: number): void {
		const now = this.#clock.microseconds;
		if (this.#length > 0 && now - this.#lastRead - count * this.#character > this.#t15)
			this.#broken = true;
		this.#lastRead = now;
		const serial = this.#serial;
		let left = count;
		while (serial && left > 0) {
			const room = MAXIMUM_ADU - this.#length;
			const target = room > 0 ? this.#request.subarray(this.#length) : this.#excess;
			const taken = serial.read(target);
			if (typeof taken !== "number" || taken === 0) break;
			if (room > 0) this.#length += taken;
			else this.#broken = true;
			left -= taken;
		}
		// Characters after an answer: it has gone out, and what it was the last of is over.
		if (this.#reopening) this.#open();
		Timer.schedule(this.#silence, this.#t35, this.#t35);
	}

	/** The line has been silent for 3.5 characters: the frame is whole. */
	#end(): void {
		Timer.schedule(this.#silence);
		const length = this.#length;
		const broken = this.#broken;
		this.#length = 0;
		this.#broken = false;
		if (broken || length < MINIMUM_ADU || !this.#checked(length)) return;
		const unitId = this.#request[0];
		if (unitId !== this.#unitId && unitId !== BROADCAST) return;
		this.#activity.note();
		this.#serving = true;
		this.#requestPdu.length = length - 3;
		this.#pdu.serve(this.#requestPdu, this.#responsePdu, Permission.READ_AND_WRITE);
		this.#serving = false;
		if (unitId !== BROADCAST) this.#answer(this.#responsePdu.length);
		this.#adopt();
	}

	/** Takes settings that have changed: the unit ID now, baud rate and parity once no answer is going out. */
	#adopt(): void {
		if (this.#serving) return;
		const { unitId, baud, parity } = this.#settings;
		this.#unitId = unitId;
		this.#reopening = baud !== this.#baud || parity !== this.#parity;
		Timer.schedule(this.#reopen);
		if (!this.#reopening) return;
		const left = Math.ceil((this.#busyUntil - this.#clock.microseconds) / 1000);
		if (left > 0) Timer.schedule(this.#reopen, left, left);
		else this.#open();
	}

	/** Whether the request's CRC, low byte first, is right. */
	#checked(length: number): boolean {
		const crc = this.#checksum(this.#request, length - 2);
		return this.#requestView.getUint16(length - 2, true) === crc;
	}

	/** Sends the response. */
	#answer(pdu: number): void {
		this.#response[0] = this.#unitId;
		this.#responseView.setUint16(1 + pdu, this.#checksum(this.#response, 1 + pdu), true);
		this.#serial?.write(this.#response.subarray(0, pdu + 3));
		this.#busyUntil = this.#clock.microseconds + (pdu + 3) * this.#character;
	}

	#checksum(bytes: Uint8Array, length: number): number {
		this.#crc.reset();
		return this.#crc.checksum(bytes.subarray(0, length));
	}
}
