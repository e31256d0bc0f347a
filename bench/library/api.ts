/** Calls the bench's HTTP API. */

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
		return (await this.#fetch(method, path, json)).json() as Promise<T>;
	}

	/** Puts a text. @throws MeterError when the bench refuses */
	async put(path: string, text: string, type: string): Promise<void> {
		await this.#fetch("PUT", path, text, type);
	}

	/** A text. */
	async text(path: string): Promise<string> {
		return (await this.#fetch("GET", path)).text();
	}

	async #fetch(
		method: string,
		path: string,
		body?: string,
		type = "application/json",
	): Promise<Response> {
		const answer = await fetch(`${this.#url}${this.#prefix}${path}`, {
			method,
			...(body !== undefined && { headers: { "content-type": type }, body }),
		});
		if (answer.ok) return answer;
		const { error } = (await answer.json()) as { error?: string };
		throw new MeterError(error ?? `${method} ${path}: ${answer.status}`, answer.status);
	}
}
