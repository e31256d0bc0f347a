/** A Modbus client of the bench's own on the RS-485 line, one of the clients that take turns. */
import { ModbusClient, NoResponse } from "../../client/modbus-client.ts";
import type { SerialLine } from "./line.ts";
import { isWhole, rtuFrame } from "./rtu.ts";
import type { LineClient } from "./turn.ts";

/** The part of the line that the client uses. */
export type AskedLine = Pick<SerialLine, "send">;

/** A request that waits for its turn or its answer. */
interface Asked {
	resolve(response: Uint8Array): void;
	reject(error: Error): void;
}

export class RtuClient extends ModbusClient implements LineClient {
	readonly #unit: number;
	#asked: Asked | undefined;
	#answer: Uint8Array = new Uint8Array();

	/**
	 * @param unit Modbus ID of the meter
	 * @param gone aborts when nobody waits for answers any more: the line is left to others
	 */
	constructor(line: AskedLine, unit: number, gone?: AbortSignal) {
		super(
			(request) =>
				new Promise((resolve, reject) => {
					if (gone?.aborted) throw new NoResponse("nobody waits for the answer any more");
					this.#asked = { resolve, reject };
					this.#answer = new Uint8Array();
					line.send(this, rtuFrame(unit, request));
				}),
		);
		this.#unit = unit;
	}

	answer(bytes: Uint8Array): void {
		this.#answer = Buffer.concat([this.#answer, bytes]);
	}

	over(): void {
		const asked = this.#asked;
		this.#asked = undefined;
		if (!asked) return;
		const answer = this.#answer;
		if (isWhole(answer) && answer[0] === this.#unit) asked.resolve(answer.subarray(1, -2));
		else asked.reject(new NoResponse(`the meter with Modbus ID ${this.#unit} has not answered`));
	}
}
