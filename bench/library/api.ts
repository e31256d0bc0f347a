/** Calls the bench's HTTP API. */
import { request } from "node:http";

/** The bench has refused a request; the message names the field, as the API does. */
export class MeterError extends Error {
	override readonly name = "MeterError";
	/** HTTP status: 400 a bad value, 409 not in the present state. */
	readonly status: number;

	/** @internal */
	constructor(message: string, status: number) {
		super(message);
		this.status = status;
	}
}

export class Api {
	readonly #url: string;
	readonly #prefix: string;

	/** @param url of the bench */
	constructor(url: string, prefix = "/api") {
		this.#url = url;
		this.#prefix = prefix;
	}

	/** The API of another meter. */
	of(meter: number): Api {
		return new Api(this.#url, `/api/meters/${meter}`);
	}

	/** @throws MeterError when the bench refuses */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const json = body === undefined ? undefined : JSON.stringify(body);
		return JSON.parse(await this.#ask(method, path, json)) as T;
	}

	/** Puts a text. @throws MeterError when the bench refuses */
	async put(path: string, text: string, type: string): Promise<void> {
		await this.#ask("PUT", path, text, type);
	}

	/** A text. */
	async text(path: string): Promise<string> {
		return this.#ask("GET", path);
	}

	async #ask(
		method: string,
		path: string,
		body?: string,
		type = "application/json",
	): Promise<string> {
		const headers: Record<string, string> = body === undefined ? {} : { "content-type": type };
		const url = `${this.#url}${this.#prefix}${path}`;
		const { status, text } = await send(url, method, headers, body);
		if (status === 200) return text;
		const { error } = JSON.parse(text) as { error?: string };
		throw new MeterError(error ?? `${method} ${path}: ${status}`, status);
	}
}

/** Waits for the answer however long it takes: `fetch` gives an advance up after five minutes. */
function send(
	url: string,
	method: string,
	headers: Readonly<Record<string, string>>,
	body?: string,
): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const asked = request(url, { method, headers, agent: false }, (answer) => {
			let text = "";
			answer.setEncoding("utf8").on("data", (part: string) => {
				text += part;
			});
			answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
			answer.on("error", reject);
		});
		asked.on("error", reject).end(body);
	});
}
