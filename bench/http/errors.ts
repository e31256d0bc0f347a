/** Errors of the API: `{error}`, one line that names the field. */
import type { FastifyError, FastifyInstance, FastifySchemaValidationError } from "fastify";
import { ButtonIsHeld } from "../display/buttons.ts";
import { MainsError } from "../mains/validation.ts";
import { AdvanceStopped, PowerIsOff } from "../meter/refusals.ts";
import { complaintOf } from "../schema-complaint.ts";
import type { BodyType } from "./routes.ts";

/** The request is not possible in the bench's present state. */
export class Conflict extends Error {}

/** Answers every error of `app` with `{error}`. */
export function answerErrors(app: FastifyInstance): void {
	app.setNotFoundHandler((request, reply) =>
		reply.code(404).send({ error: `${request.method} ${request.url}: not found` }),
	);
	app.setErrorHandler((error: FastifyError, { routeOptions }, reply) => {
		const { takes } = routeOptions.config as { takes?: BodyType };
		const { status, words } = refusalOf(error, takes);
		// A fault of the bench itself: the person who runs it must know where.
		if (status === 500) process.stderr.write(`http: ${error.stack}\n`);
		return reply.code(status).send({ error: words });
	});
}

/** An error that a route has thrown, or that its schema has found. */
export type RouteError = Error & Pick<Partial<FastifyError>, "code" | "statusCode" | "validation">;

/**
 * Status and words of the answer to an error.
 * @param takes content type of the route's bodies
 */
export function refusalOf(
	error: RouteError,
	takes?: BodyType,
): { status: 400 | 409 | 500; words: string } {
	return { status: statusOf(error), words: messageOf(error, takes) };
}

const CONFLICTS = [Conflict, PowerIsOff, AdvanceStopped, ButtonIsHeld];

function statusOf(error: RouteError): 400 | 409 | 500 {
	if (error instanceof MainsError) return 400;
	if (CONFLICTS.some((kind) => error instanceof kind)) return 409;
	return error.statusCode !== undefined && error.statusCode < 500 ? 400 : 500;
}

function messageOf(error: RouteError, takes: BodyType = "application/json"): string {
	const [invalid] = error.validation ?? [];
	if (invalid) return `${fieldOf(invalid)}: ${complaintAbout(invalid)}`;
	if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return `content-type: must be ${takes}`;
	if (error.code?.startsWith("FST_ERR_CTP") || error instanceof SyntaxError)
		return `body: ${error.message}`;
	return error.message;
}

/** Writes the JSON pointer `/phases/1/voltage` as `phases[1].voltage`, and the whole as `body`. */
function fieldOf({ instancePath, params }: FastifySchemaValidationError): string {
	const inner = params.missingProperty ?? params.additionalProperty;
	const path = instancePath.split("/").slice(1);
	if (typeof inner === "string") path.push(inner);
	const field = path.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join("");
	return field === "" ? "body" : field.replace(/^\./, "");
}

function complaintAbout(invalid: FastifySchemaValidationError): string {
	if (invalid.keyword === "required") return "is missing";
	if (invalid.keyword === "additionalProperties") return "is unknown";
	return complaintOf(invalid);
}
