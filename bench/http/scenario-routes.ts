/** `GET|PUT /api/scenario`, and `GET /api/recording`. */
import type { FastifyInstance } from "fastify";
import { reasonOf } from "../fault.ts";
import type { ScenarioHost } from "../scenario/host.ts";
import type { Recorder } from "../scenario/recorder.ts";
import { ScenarioError } from "../scenario/source-text.ts";

const YAML = "application/yaml";

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
			scope.put<{ Body: string }>("/scenario", async ({ body }, reply) => {
				try {
					await host.replace(body);
				} catch (error) {
					if (!(error instanceof ScenarioError)) throw error;
					return reply.code(400).send({ error: reasonOf(error) });
				}
				return host.state;
			});
			scope.get("/recording", (_request, reply) => reply.type(YAML).send(recorder.text()));
		},
		{ prefix: "/api" },
	);
}
