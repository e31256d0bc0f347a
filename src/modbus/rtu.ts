/**
 * Modbus RTU server (Modbus over Serial Line V1.02, 2.5): a frame ends with 3.5 characters of
 * silence and is dropped if it has 1.5 characters of silence inside.
 */

import type { Clock, SerialPort } from "board";
import AduServer from "modbus/adu";
import type PduServer from "modbus/pdu";
import type RtuSettings from "modbus/settings";
import SerialServer, { characterUs, type SerialProtocol } from "serial/serial-server";

/**
 * Fastest baud rate at which the silences are measured in characters; above it they are fixed
 * (2.5.1.1).
 */
const FASTEST_PROPORTIONAL_BAUD = 19_200;
const FIXED_T15_US = 750;
const FIXED_T35_US = 1750;

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
