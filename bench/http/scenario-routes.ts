/** `GET|PUT|DELETE /api/scenario`, and `GET /api/recording`. */
import { reasonOf } from "../fault.ts";
import { MeterIsOff, ScenarioBusy, type ScenarioHost } from "../scenario/host.ts";
import { RatioRefused } from "../scenario/play.ts";
import type { Recorder } from "../scenario/recorder.ts";
import { ScenarioError } from "../scenario/source-text.ts";
import { NoMains } from "../scenario/stage.ts";
import type { Routes } from "./routes.ts";

const YAML = "application/yaml";

const QUERY = {
	type: "object",
	additionalProperties: false,
	properties: { speed: { type: "string", enum: ["max"] } },
};

/** The meters' present state does not allow it. */
const CONFLICTS = [ScenarioBusy, MeterIsOff, NoMains, RatioRefused];

/** Status of a refusal; undefined: it is none, but a fault. */
function statusOf(error: unknown): 400 | 409 | undefined {
	if (error instanceof ScenarioError) return 400;
	return CONFLICTS.some((kind) => error instanceof kind) ? 409 : undefined;
}

/** Adds the routes. A scenario comes as text, so that an error names its line. */
export function scenarioRoutes(routes: Routes, host: ScenarioHost, recorder: Recorder): void {
	routes.get(
		"/scenario",
		{ summary: "the scenario that plays, and where it is" },
		() => host.state,
	);
	routes.put<{ Body: unknown; Querystring: { speed?: "max" } }>(
		"/scenario",
		{ summary: "plays a scenario, from now", querystring: QUERY, takes: YAML },
		async ({ body, query }, reply) => {
			if (typeof body !== "string")
				return reply.code(400).send({ error: `body: must be a scenario as ${YAML}` });
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
	routes.delete("/scenario", { summary: "stops it" }, () => {
		host.stop();
		return host.state;
	});
	const summary = "everything that was done to the meters, as a scenario";
	routes.get("/recording", { summary, gives: YAML }, (_request, reply) =>
		reply.type(YAML).send(recorder.text()),
	);
}
