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
		const answer = await fetch(`${this.#url}${this.#prefix}${path}`, {
			method,
			...(body !== undefined && {
				headers: { "content-type": "application/json" },
				body: JSON.stringify(body),
			}),
		});
		const result = (await answer.json()) as T & { error?: string };
		if (answer.ok) return result;
		throw new MeterError(result.error ?? `${method} ${path}: ${answer.status}`, answer.status);
	}
}
