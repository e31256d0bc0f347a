/**
 * Routes of the API, whatever serves them: fastify on Node (fastify-routes.ts), or a worker in a
 * web page. The description of the API is made of them as well (openapi.ts).
 */

/** A request's types, for the handler of a route. */
export interface Shape {
	readonly Body?: unknown;
	readonly Querystring?: unknown;
}

export interface RouteRequest<S extends Shape> {
	readonly body: S["Body"];
	readonly query: S["Querystring"];
	/** Aborts when the client has gone before its answer. */
	readonly gone: AbortSignal;
}

export interface RouteReply {
	code(status: number): RouteReply;
	type(contentType: string): RouteReply;
	header(name: string, value: string): RouteReply;
	send(body?: unknown): RouteReply;
}

/** Content type of a body; JSON unless a route says otherwise. */
export type BodyType = "application/json" | "application/octet-stream" | "application/yaml";

/** Purpose of a route, and the input that it takes. */
export interface RouteSchema {
	/** One line. */
	readonly summary: string;
	/** JSON schema of the body. */
	readonly body?: object;
	/** The same for the description alone: the handler checks more than a schema can. */
	readonly describedBody?: object;
	/** JSON schema of the parameters after `?`, all of them texts. */
	readonly querystring?: object;
	/** A body that is not JSON. */
	readonly takes?: Exclude<BodyType, "application/json">;
	/** Longest body; 1 MiB by default. */
	readonly longestBytes?: number;
	/** Content type of an answer that is not JSON. */
	readonly gives?: string;
}

/** Returns the answer, or the reply that was sent. */
export type Handler<S extends Shape = Shape> = (
	request: RouteRequest<S>,
	reply: RouteReply,
) => unknown;

/** A WebSocket's end at the server. */
export interface RouteSocket {
	/** Bytes sent that the client has not fetched. */
	readonly bufferedAmount: number;
	/** @param done called when the text is on its way, or the socket has gone */
	send(text: string, done?: () => void): void;
	/** Takes no more messages for now, but for those that have come already. */
	pause(): void;
	resume(): void;
	/** Ends the connection, for a reason with a code of RFC 6455. */
	close(code: number, reason: string): void;
	/** Ends the connection at once. */
	terminate(): void;
}

/** Takes a client's messages. */
export interface SocketListener {
	message(text: string): void;
	closed(): void;
}

export type SocketHandler = (socket: RouteSocket) => SocketListener;

type Add = <S extends Shape = Shape>(
	path: string,
	schema: RouteSchema,
	handler: Handler<S>,
) => void;

/** Takes routes; paths begin where it stands. */
export interface Routes {
	readonly get: Add;
	readonly put: Add;
	readonly post: Add;
	readonly patch: Add;
	readonly delete: Add;
	/** @param handler of a plain GET of the same path; none by default */
	socket(path: string, schema: RouteSchema, open: SocketHandler, handler?: Handler): void;
}
