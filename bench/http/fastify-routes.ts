/** Serves routes with fastify. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Mount } from "./mount.ts";
import type { Handler, RouteRequest, RouteSchema, Routes, Shape, SocketHandler } from "./routes.ts";

type Method = "GET" | "PUT" | "POST" | "PATCH" | "DELETE";

type Socket = Parameters<NonNullable<Parameters<FastifyInstance["route"]>[0]["wsHandler"]>>[0];

/** Bodies that are bytes; all others are JSON, or text where the routes want it. */
const BINARY = "application/octet-stream";

/** Adds routes to an app that takes WebSockets. */
export function mountOn(app: FastifyInstance): Mount {
	return (prefix, add, takesText = false) => {
		app.register(
			async (scope) => {
				if (takesText) takeText(scope);
				else takeData(scope);
				add(fastifyRoutes(scope));
			},
			{ prefix },
		);
	};
}

/**
 * Takes bytes and JSON. An empty body is none: many clients name a content type in every request,
 * also in a DELETE.
 */
function takeData(scope: FastifyInstance): void {
	scope.addContentTypeParser(BINARY, { parseAs: "buffer" }, (_request, body, done) =>
		done(null, body),
	);
	const parse = scope.getDefaultJsonParser("error", "error");
	scope.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) =>
		body.length === 0 ? done(null, undefined) : parse(request, `${body}`, done),
	);
}

/** Takes YAML, of which JSON is a part, as text. */
function takeText(scope: FastifyInstance): void {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser(
		["application/yaml", "application/json"],
		{ parseAs: "string" },
		(_request, body, done) => done(null, body),
	);
}

/** Routes below the prefix that `app` stands for. */
function fastifyRoutes(app: FastifyInstance): Routes {
	const add =
		(method: Method) =>
		<S extends Shape>(url: string, schema: RouteSchema, handler: Handler<S>): void => {
			const { longestBytes, takes } = schema;
			const limit = longestBytes === undefined ? {} : { bodyLimit: longestBytes };
			app.route({
				method,
				url,
				schema: checkedBy(schema),
				handler: answering(handler),
				config: { takes },
				...limit,
			});
		};
	return {
		get: add("GET"),
		put: add("PUT"),
		post: add("POST"),
		patch: add("PATCH"),
		delete: add("DELETE"),
		socket(url, _schema, open, handler) {
			const wsHandler = (socket: Socket): void => serve(socket, open);
			app.route({
				method: "GET",
				url,
				handler: answering(handler ?? refuseGet),
				config: { isSocket: true },
				wsHandler,
			});
		},
	};
}

function checkedBy({ body, querystring }: RouteSchema): object {
	return { ...(body && { body }), ...(querystring && { querystring }) };
}

function answering<S extends Shape>(handler: Handler<S>) {
	return (request: FastifyRequest, reply: FastifyReply): unknown => {
		const asked: RouteRequest<S> = {
			body: request.body,
			query: request.query,
			get gone() {
				return goneSignal(request, reply);
			},
		};
		return handler(asked, reply);
	};
}

/** Answers a plain GET of an address that is a WebSocket alone. */
const refuseGet: Handler = (_request, reply) =>
	reply.code(400).send({ error: "Upgrade: is missing, this is a WebSocket" });

/** Aborts when the client has gone before its answer. */
function goneSignal({ raw: { socket } }: FastifyRequest, { raw }: FastifyReply): AbortSignal {
	const controller = new AbortController();
	const abort = (): void => controller.abort();
	// The answer to a request that came before the one in front of it was answered knows no socket.
	socket.once("close", abort);
	raw.once("close", () => {
		socket.off("close", abort);
		abort();
	});
	return controller.signal;
}

function serve(socket: Socket, open: SocketHandler): void {
	const listener = open(socket);
	socket.on("message", (data: Buffer) => listener.message(data.toString("utf8")));
	socket.on("close", () => listener.closed());
	// A broken connection is closed as well.
	socket.on("error", () => {});
}
