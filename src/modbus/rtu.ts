/**
 * Modbus RTU server (Modbus over Serial Line V1.02, 2.5): a frame ends with 3.5 characters of
 * silence and is dropped if it has 1.5 characters of silence inside. A frame that is too short, too
 * long or for another unit, or that has a wrong CRC, is not answered.
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

/** Unit ID of a broadcast, which is executed and never answered. */
const BROADCAST = 0;

/**
 * Fastest baud rate at which the silences are measured in characters; above it they are fixed
 * (2.5.1.1).
 */
const FASTEST_PROPORTIONAL_BAUD = 19_200;
const FIXED_T15_US = 750;
const FIXED_T35_US = 1750;

export default class RtuServer implements SerialProtocol {
	readonly line: RtuSettings;
	/** Requests to this unit since the start. */
	requests = 0;
	readonly #server: SerialServer;
	readonly #pdu: PduServer;
	readonly #stepUs: number;
	readonly #crc = new CRC16(0x8005, 0xffff, true, true, 0);

	readonly #request = new Uint8Array(MAXIMUM_ADU);
	readonly #requestView = new DataView(this.#request.buffer);
	readonly #requestPdu = new PduBuffer(this.#request.buffer, UNIT_ID_LENGTH);
	readonly #response = new Uint8Array(MAXIMUM_ADU);
	readonly #responseView = new DataView(this.#response.buffer);
	readonly #responsePdu = new PduBuffer(this.#response.buffer, UNIT_ID_LENGTH);

	/** Characters of the frame so far. */
	#length = 0;
	/** True if the frame has a gap inside or is too long; it is dropped at its end. */
	#broken = false;
	/** Longest silence inside a frame. */
	#t15Us = 0;

	constructor(port: SerialPort, clock: Clock, settings: RtuSettings, pdu: PduServer) {
		this.line = settings;
		this.#pdu = pdu;
		this.#stepUs = 1000 * clock.timerResolutionMs;
		this.#server = new SerialServer(port, clock, this);
	}

	/** Opens the port and follows the settings. */
	start(): void {
		this.#server.start();
		this.line.watch(() => this.#server.adopt());
	}

	onOpen(baud: number): number {
		const character = characterUs(baud);
		const proportional = baud <= FASTEST_PROPORTIONAL_BAUD;
		this.#t15Us = (proportional ? 1.5 * character : FIXED_T15_US) + this.#stepUs;
		return proportional ? 3.5 * character : FIXED_T35_US;
	}

	onCharacters(characters: Uint8Array, count: number, silenceUs: number): boolean {
		if (this.#length > 0 && silenceUs > this.#t15Us) this.#broken = true;
		if (this.#length + count > MAXIMUM_ADU) this.#broken = true;
		if (!this.#broken)
			for (let i = 0; i < count; i++) this.#request[this.#length + i] = characters[i];
		this.#length += count;
		return false;
	}

	/** The frame is complete. */
	onSilence(): Uint8Array | undefined {
		const length = this.#length;
		const broken = this.#broken;
		this.#length = 0;
		this.#broken = false;
		if (broken || length < MINIMUM_ADU || !this.#isIntact(length)) return undefined;
		const unitId = this.#request[0];
		if (unitId !== this.line.unitId && unitId !== BROADCAST) return undefined;
		this.requests++;
		this.#requestPdu.length = length - UNIT_ID_LENGTH - CRC_LENGTH;
		const permission = unitId === BROADCAST ? Permission.BROADCAST : Permission.READ_AND_WRITE;
		this.#pdu.serve(this.#requestPdu, this.#responsePdu, permission);
		return unitId === BROADCAST ? undefined : this.#answer(unitId);
	}

	/** The response's frame. */
	#answer(unitId: number): Uint8Array {
		const end = UNIT_ID_LENGTH + this.#responsePdu.length;
		this.#response[0] = unitId;
		this.#responseView.setUint16(end, this.#checksum(this.#response, end), true);
		return this.#response.subarray(0, end + CRC_LENGTH);
	}

	/** True if the request's CRC, low byte first, is right. */
	#isIntact(length: number): boolean {
		const end = length - CRC_LENGTH;
		return this.#requestView.getUint16(end, true) === this.#checksum(this.#request, end);
	}

	#checksum(bytes: Uint8Array, length: number): number {
		this.#crc.reset();
		return this.#crc.checksum(bytes.subarray(0, length));
	}
}
