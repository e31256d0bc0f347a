/**
 * A virtual meter as a calibration station, from outside: the bench's API controls source and seal,
 * Modbus TCP the registers.
 */
import type { Station } from "../../bench/calibration/station.ts";
import type { MainsSettings } from "../../bench/mains/settings.ts";
import { ModbusClient } from "../../client/modbus-client.ts";
import type { ModbusTcp } from "./modbus-tcp.ts";

/** Longest wait for an answer of the API in ms; advancing takes longest. */
const TIME_LIMIT = 60_000;

export class RemoteStation implements Station {
	readonly #api: string;
	readonly #registers: ModbusClient;
	#present: MainsSettings | undefined;

	/** @param api address of the meter's API, as `http://127.0.0.1:8080/api/meters/0` */
	constructor(api: string, modbus: ModbusTcp) {
		this.#api = api;
		this.#registers = new ModbusClient((request) => modbus.exchange(request));
	}

	/**
	 * Reads the present mains settings.
	 * @throws Error if a waveform is replayed, or there is no such API
	 */
	async mains(): Promise<MainsSettings> {
		return (await this.#call("GET", "/mains")) as MainsSettings;
	}

	async run(mains: MainsSettings, seconds: number): Promise<void> {
		if (mains !== this.#present) await this.#call("PUT", "/mains", mains);
		this.#present = mains;
		if (seconds > 0) await this.#call("POST", "/advance", { seconds });
	}

	read(address: number, count: number): Promise<Uint8Array> {
		return this.#registers.read(address, count);
	}

	write(address: number, words: readonly number[]): Promise<void> {
		return this.#registers.write(address, words);
	}

	async seal(open: boolean): Promise<void> {
		await this.#call("POST", "/seal", { open });
	}

	async soak(celsius: number): Promise<void> {
		await this.#call("PUT", "/front-end", { temperature: celsius });
	}

	/** Temperature of the front end, °C. */
	async temperature(): Promise<number> {
		return ((await this.#call("GET", "/front-end")) as { temperature: number }).temperature;
	}

	async #call(method: "GET" | "PUT" | "POST", path: string, body?: unknown): Promise<unknown> {
		const address = this.#api + path;
		const answer = await fetch(address, {
			method,
			signal: AbortSignal.timeout(TIME_LIMIT),
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
		}).catch((error: unknown) => {
			throw new Error(`${address}: ${causeOf(error)}`);
		});
		const said: unknown = await answer.json().catch(() => ({}));
		if (answer.ok) return said;
		const error = (said as { error?: unknown }).error ?? `answered ${answer.status}`;
		throw new Error(`${address}: ${error}`);
	}
}

/** The reason that `fetch` hides in "fetch failed". */
function causeOf(error: unknown): string {
	const cause = error instanceof Error ? (error.cause ?? error) : error;
	return cause instanceof Error ? cause.message : String(cause);
}
