/** `GET|PUT|DELETE /api/scenario`, and `GET /api/recording`. */
import type { FastifyInstance } from "fastify";
import { ModbusException, NoResponse } from "../../client/modbus-client.ts";
import { reasonOf } from "../fault.ts";
import { ScenarioBusy, type ScenarioHost } from "../scenario/host.ts";
import type { Recorder } from "../scenario/recorder.ts";
import { ScenarioError } from "../scenario/source-text.ts";

const YAML = "application/yaml";

const QUERY = {
	type: "object",
	additionalProperties: false,
	properties: { speed: { type: "string", enum: ["max"] } },
};

/** The meters' present state does not allow it. */
const CONFLICTS = [ScenarioBusy, NoResponse, ModbusException];

/** Status of a refusal; undefined: it is none, but a fault. */
function statusOf(error: unknown): 400 | 409 | undefined {
	if (error instanceof ScenarioError) return 400;
	return CONFLICTS.some((kind) => error instanceof kind) ? 409 : undefined;
}

/** Registers the routes under `/api`. */
export function scenarioRoutes(app: FastifyInstance, host: ScenarioHost, recorder: Recorder): void {
	app.register(
		async (scope) => {
			// The text itself, so that an error names its line.
			scope.removeAllContentTypeParsers();
			scope.addContentTypeParser(
				[YAML, "application/json"],
				{ parseAs: "string" },
				(_, body, done) => done(null, body),
			);
			scope.get("/scenario", () => host.state);
			scope.put<{ Body: string; Querystring: { speed?: "max" } }>(
				"/scenario",
				{ schema: { querystring: QUERY } },
				async ({ body, query }, reply) => {
					try {
						await host.replace(body, query.speed === "max");
					} catch (error) {
						const status = statusOf(error);
						if (status === undefined) throw error;
						return reply.code(status).send({ error: reasonOf(error) });
					}
					return host.state;
				},
			);
			scope.delete("/scenario", () => {
				host.stop();
				return host.state;
			});
			scope.get("/recording", (_request, reply) => reply.type(YAML).send(recorder.text()));
		},
		{ prefix: "/api" },
	);
}
