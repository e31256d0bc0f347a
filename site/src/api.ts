/** The API in the page: the bench's routes without a server. */
import { Ajv, type ValidateFunction } from "ajv";
import { type RouteError, refusalOf } from "../../bench/http/errors.ts";
import type { Mount } from "../../bench/http/mount.ts";
import type {
	Handler,
	RouteReply,
	RouteRequest,
	RouteSchema,
	RouteSocket,
	Routes,
	Shape,
	SocketHandler,
	SocketListener,
} from "../../bench/http/routes.ts";
import type { ApiAnswer, ApiRequest } from "./protocol.ts";

const JSON_TYPE = "application/json; charset=utf-8";

interface Route {
	readonly schema: RouteSchema;
	readonly handler: Handler;
	/** True: bodies that are not bytes are texts. */
	readonly takesText: boolean;
	/** Checks of body and query, once they were needed. */
	checks?: { readonly body?: ValidateFunction; readonly query?: ValidateFunction };
}

/** A body or a query that its schema refuses. */
function invalid(validate: ValidateFunction | undefined, value: unknown): void {
	if (!validate || validate(value)) return;
	const error = refusal("FST_ERR_VALIDATION", "");
	error.validation = validate.errors as RouteError["validation"];
	throw error;
}

class Reply implements RouteReply {
	#status = 200;
	readonly #headers: Record<string, string> = {};
	#body: unknown;

	code(status: number): this {
		this.#status = status;
		return this;
	}

	type(contentType: string): this {
		return this.header("content-type", contentType);
	}

	header(name: string, value: string): this {
		this.#headers[name] = value;
		return this;
	}

	send(body?: unknown): this {
		this.#body = body;
		return this;
	}

	/** The whole answer; bytes are copied, for they may change before they are read. */
	get answer(): ApiAnswer {
		const [status, headers, body] = [this.#status, this.#headers, this.#body];
		if (body instanceof Uint8Array) return { status, headers, body: Uint8Array.from(body) };
		if (typeof body === "string") return { status, headers, body };
		const json = { "content-type": JSON_TYPE, ...headers };
		return { status, headers: json, body: JSON.stringify(body ?? null) };
	}
}

export class PageApi {
	readonly #routes = new Map<string, Route>();
	readonly #sockets = new Map<string, SocketHandler>();
	readonly #ajv = new Ajv({ strict: false, useDefaults: true, verbose: true });
	readonly #onAccepted: (method: string, url: string, body: unknown) => void;

	/** @param onAccepted told of every request that was answered with 200 */
	constructor(onAccepted: (method: string, url: string, body: unknown) => void) {
		this.#onAccepted = onAccepted;
	}

	/** Adds routes below a prefix. */
	readonly mount: Mount = (prefix, add, takesText = false) => {
		add(this.#routesAt(prefix, takesText));
	};

	/** @param gone aborts when nobody waits for the answer any more */
	async answer(request: ApiRequest, gone: AbortSignal): Promise<ApiAnswer> {
		const { method, url } = request;
		const [path = "", search = ""] = url.split("?");
		const route = this.#routes.get(`${method} ${path}`);
		const reply = new Reply();
		if (!route) return reply.code(404).send({ error: `${method} ${url}: not found` }).answer;
		try {
			const body = bodyOf(request, route);
			const query = Object.fromEntries(new URLSearchParams(search));
			this.#check(route, body, query);
			const asked: RouteRequest<Shape> = { body, query, gone };
			const said = await route.handler(asked, reply);
			if (said !== reply) reply.send(said);
			const { answer } = reply;
			if (answer.status === 200) this.#onAccepted(method, url, body);
			return answer;
		} catch (error) {
			const { status, words } = refusalOf(error as RouteError, route.schema.takes);
			return new Reply().code(status).send({ error: words }).answer;
		}
	}

	/** Opens a WebSocket's equal; undefined: there is none at this path. */
	open(path: string, socket: RouteSocket): SocketListener | undefined {
		return this.#sockets.get(path)?.(socket);
	}

	#check(route: Route, body: unknown, query: unknown): void {
		const { schema } = route;
		route.checks ??= {
			...(schema.body && { body: this.#ajv.compile(schema.body) }),
			...(schema.querystring && { query: this.#ajv.compile(schema.querystring) }),
		};
		invalid(route.checks.body, body);
		invalid(route.checks.query, query);
	}

	#routesAt(prefix: string, takesText: boolean): Routes {
		const add =
			(method: string) =>
			<S extends Shape>(path: string, schema: RouteSchema, handler: Handler<S>): void => {
				const route = { schema, handler: handler as Handler, takesText };
				this.#routes.set(`${method} ${prefix}${path}`, route);
			};
		const get = add("GET");
		return {
			get,
			put: add("PUT"),
			post: add("POST"),
			patch: add("PATCH"),
			delete: add("DELETE"),
			socket: (path, schema, open, handler) => {
				this.#sockets.set(`${prefix}${path}`, open);
				if (handler) get(path, schema, handler);
			},
		};
	}
}

/** @throws RouteError as the server does */
function bodyOf({ body, type }: ApiRequest, { takesText }: Route): unknown {
	if (body.length === 0) return undefined;
	if (type === "application/octet-stream" && !takesText) return body;
	const isJson = type === "application/json";
	if (!isJson && !(takesText && type === "application/yaml"))
		throw refusal("FST_ERR_CTP_INVALID_MEDIA_TYPE", "");
	const text = new TextDecoder().decode(body);
	if (takesText) return text;
	try {
		return JSON.parse(text);
	} catch {
		throw refusal(
			"FST_ERR_CTP_INVALID_JSON_BODY",
			"Body is not valid JSON but content-type is set to 'application/json'",
		);
	}
}

function refusal(code: string, words: string): RouteError {
	return Object.assign(new Error(words), { code, statusCode: 400 });
}
