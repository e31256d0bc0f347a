/**
 * Modbus RTU (Modbus over Serial Line V1.02): frames of unit ID, PDU and CRC (2.5.1), however they
 * travel, and the server of a serial line (2.5).
 *
 * A frame that is too short, too long or for another unit, or that has a wrong CRC, is not
 * answered. On a line it ends with 3.5 characters of silence, and is dropped if it has 1.5
 * characters of silence inside.
 */

import type { Clock, SerialPort } from "board";
import { CRC16 } from "crc";
import type PduServer from "modbus/pdu";
import { MAXIMUM_PDU, PduBuffer, Permission } from "modbus/pdu";
import type RtuSettings from "modbus/settings";
import SerialServer, { characterUs, type SerialProtocol } from "serial/serial-server";

/** Bytes around the PDU: unit ID in front, CRC after it. */
const UNIT_ID_LENGTH = 1;
const CRC_LENGTH = 2;
const MAXIMUM_ADU = UNIT_ID_LENGTH + MAXIMUM_PDU + CRC_LENGTH;

/** A PDU is at least a function code. */
const MINIMUM_ADU = UNIT_ID_LENGTH + 1 + CRC_LENGTH;

/** A write of several registers says its length: this number of bytes after its byte count. */
const WRITE_MULTIPLE_REGISTERS = 0x10;
const BYTE_COUNT = 6;

/** Unit ID of a broadcast, which is executed and never answered. */
const BROADCAST = 0;

/** The server's own unit ID, which may change. */
interface Unit {
	/** 1..247. */
	readonly unitId: number;
}

/**
 * Fastest baud rate at which the silences are measured in characters; above it they are fixed
 * (2.5.1.1).
 */
const FASTEST_PROPORTIONAL_BAUD = 19_200;
const FIXED_T15_US = 750;
const FIXED_T35_US = 1750;

/** Serves the frames of a serial line. */
export default class RtuServer implements SerialProtocol {
	readonly line: RtuSettings;
	private readonly server: SerialServer;
	private readonly frame: AduServer;
	private readonly stepUs: number;
	/** Longest silence inside a frame. */
	private t15Us = 0;

	constructor(port: SerialPort, clock: Clock, settings: RtuSettings, pdu: PduServer) {
		this.line = settings;
		this.frame = new AduServer(settings, pdu);
		this.stepUs = 1000 * clock.timerResolutionMs;
		this.server = new SerialServer(port, clock, this);
	}

	get endsWithSilence(): boolean {
		return true;
	}

	/** Requests to this unit since the start. */
	get requests(): number {
		return this.frame.requests;
	}

	/** Opens the port and follows the settings. */
	start(): void {
		this.server.start();
		this.line.watch(() => this.server.adopt());
	}

	onOpen(baud: number): number {
		const character = characterUs(baud);
		const proportional = baud <= FASTEST_PROPORTIONAL_BAUD;
		this.t15Us = (proportional ? 1.5 * character : FIXED_T15_US) + this.stepUs;
		return proportional ? 3.5 * character : FIXED_T35_US;
	}

	onCharacters(characters: Uint8Array, count: number, silenceUs: number): boolean {
		const frame = this.frame;
		if (frame.length > 0 && silenceUs > this.t15Us) frame.break();
		frame.append(characters, count);
		return false;
	}

	/** The frame is complete. */
	onSilence(): Uint8Array | undefined {
		return this.frame.serve(true);
	}
}

/** Serves frames however they travel. */
export class AduServer {
	/** Requests to this unit since the start, broadcasts among them. */
	requests = 0;
	private readonly unit: Unit;
	private readonly pdu: PduServer;
	private readonly crc = new CRC16(0x8005, 0xffff, true, true, 0);

	private readonly request = new Uint8Array(MAXIMUM_ADU);
	private readonly requestView = new DataView(this.request.buffer);
	private readonly requestPdu = new PduBuffer(this.request.buffer, UNIT_ID_LENGTH);
	private readonly response = new Uint8Array(MAXIMUM_ADU);
	private readonly responseView = new DataView(this.response.buffer);
	private readonly responsePdu = new PduBuffer(this.response.buffer, UNIT_ID_LENGTH);

	/** Bytes of the frame so far. */
	private requestLength = 0;
	/** True if the frame is to be dropped at its end. */
	private broken = false;

	constructor(unit: Unit, pdu: PduServer) {
		this.unit = unit;
		this.pdu = pdu;
	}

	/** Bytes of the frame so far, kept or not. */
	get length(): number {
		return this.requestLength;
	}

	/** Drops the frame at its end. */
	break(): void {
		this.broken = true;
	}

	/** Appends the first `count` bytes; a frame that becomes too long is dropped at its end. */
	append(bytes: Uint8Array, count: number): void {
		if (this.requestLength + count > MAXIMUM_ADU) this.broken = true;
		if (!this.broken)
			for (let i = 0; i < count; i++) this.request[this.requestLength + i] = bytes[i];
		this.requestLength += count;
	}

	/** Begins a new frame. */
	clear(): void {
		this.requestLength = 0;
		this.broken = false;
	}

	/** True if the frame so far is long enough and has the right CRC at its end. */
	get intact(): boolean {
		if (this.broken || this.requestLength < MINIMUM_ADU) return false;
		const end = this.requestLength - CRC_LENGTH;
		return this.requestView.getUint16(end, true) === this.checksum(this.request, end);
	}

	/** True if the frame so far is intact and no byte of it can be missing. */
	get complete(): boolean {
		const request = this.request;
		if (!this.intact) return false;
		if (request[1] !== WRITE_MULTIPLE_REGISTERS) return true;
		return this.requestLength === BYTE_COUNT + 1 + request[BYTE_COUNT] + CRC_LENGTH;
	}

	/**
	 * Ends the frame.
	 * @param mayWrite false if the client may only read
	 * @returns the response's frame, valid until the next one; undefined if there is none
	 */
	serve(mayWrite: boolean): Uint8Array | undefined {
		const { intact } = this;
		const length = this.requestLength;
		const unitId = this.request[0];
		this.clear();
		if (!intact || (unitId !== this.unit.unitId && unitId !== BROADCAST)) return undefined;
		this.requests++;
		this.requestPdu.length = length - UNIT_ID_LENGTH - CRC_LENGTH;
		this.pdu.serve(this.requestPdu, this.responsePdu, permissionOf(unitId, mayWrite));
		return unitId === BROADCAST ? undefined : this.answer(unitId);
	}

	/** The response's frame. */
	private answer(unitId: number): Uint8Array {
		const end = UNIT_ID_LENGTH + this.responsePdu.length;
		this.response[0] = unitId;
		this.responseView.setUint16(end, this.checksum(this.response, end), true);
		return this.response.subarray(0, end + CRC_LENGTH);
	}

	private checksum(bytes: Uint8Array, length: number): number {
		this.crc.reset();
		return this.crc.checksum(bytes.subarray(0, length));
	}
}

function permissionOf(unitId: number, mayWrite: boolean): Permission {
	if (!mayWrite) return Permission.READ;
	return unitId === BROADCAST ? Permission.BROADCAST : Permission.READ_AND_WRITE;
}
