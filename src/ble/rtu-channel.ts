/**
 * Modbus RTU frames, with unit ID and CRC, in pieces of 20 bytes: the service FFE0 of one
 * connection (docs/ble.md). A piece that is shorter ends its frame; so does one that completes it.
 */
import type PduServer from "modbus/pdu";
import { AduServer } from "modbus/rtu";

/** Bytes of a piece, but for the last of a frame. */
export const PIECE = 20;

export default class RtuChannel {
	private readonly unit: { readonly unitId: number };
	private readonly pdu: PduServer;
	/** Made for the first client that subscribes, then kept. */
	private frame: AduServer | undefined;
	private isListening = false;
	/** True if no piece has come since the last {@link second}. */
	private idle = false;

	constructor(unit: { readonly unitId: number }, pdu: PduServer) {
		this.unit = unit;
		this.pdu = pdu;
	}

	/** True if the client has subscribed to the responses; false begins a connection. */
	set listening(listening: boolean) {
		this.isListening = listening;
		if (listening) this.frame ??= new AduServer(this.unit, this.pdu);
		this.frame?.clear();
	}

	/** Call this every second: drops a frame whose next piece has not come for one to two. */
	second(): void {
		if (this.idle) this.frame?.clear();
		this.idle = true;
	}

	/**
	 * Takes a piece. It is ignored until the client has subscribed: the client could not see what
	 * came of it.
	 * @param mayWrite false if the client may only read
	 * @returns the response's frame, valid until the next piece; undefined if there is none
	 */
	take(piece: Uint8Array, mayWrite: boolean): Uint8Array | undefined {
		const frame = this.frame;
		if (!frame || !this.isListening) return undefined;
		this.idle = false;
		frame.append(piece, piece.length);
		return piece.length < PIECE || frame.complete ? frame.serve(mayWrite) : undefined;
	}
}
