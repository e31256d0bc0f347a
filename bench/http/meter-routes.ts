/**
 * The API of one meter: mains, truth, power, seal, advance, engine; the rest is in other files.
 */
import type { FastifyInstance, FastifyReply } from "fastify";
import { radioRoutes } from "../ble/routes.ts";
import { Mains } from "../mains/model.ts";
import { patchMains, validateMains } from "../mains/validation.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { PrimaryEnergies } from "../truth/energies.ts";
import { displayRoutes } from "./display-routes.ts";
import { Conflict } from "./errors.ts";
import { flashRoutes } from "./flash-routes.ts";
import { frontEndRoutes } from "./front-end-routes.ts";
import { truthOf } from "./truth.ts";

/** The part of `/api/engine` that never changes. */
export interface EngineName {
	/** As in `--engine`. */
	engine: string;
	/** Version of Ambit. */
	version: string;
	/** As in `--speed`. */
	speed: number | "max";
}

/** Longest `advance`, and longest of all that are under way: 31 days. */
const LONGEST_ADVANCE_SECONDS = 31 * 86_400;

const POWER_BODY = {
	type: "object",
	required: ["on"],
	additionalProperties: false,
	properties: { on: { type: "boolean" }, warning: { type: "boolean" } },
};

interface PowerBody {
	on: boolean;
	/** True (the default): the supply warns before it fails. */
	warning?: boolean;
}

const SEAL_BODY = {
	type: "object",
	required: ["open"],
	additionalProperties: false,
	properties: { open: { type: "boolean" } },
};

const ADVANCE_BODY = {
	type: "object",
	required: ["seconds"],
	additionalProperties: false,
	properties: {
		seconds: { type: "number", exclusiveMinimum: 0, maximum: LONGEST_ADVANCE_SECONDS },
	},
};

/** Registers the routes of `meter` under the prefix that `app` stands for. */
export function meterRoutes(
	app: FastifyInstance,
	meter: VirtualMeter,
	primary: PrimaryEnergies,
	name: EngineName,
): void {
	app.get("/mains", () => mainsOf(meter).settings);
	app.put("/mains", ({ body }) => {
		const mains = mainsOf(meter);
		mains.apply(validateMains(body));
		return mains.settings;
	});
	app.patch("/mains", ({ body }) => {
		const mains = mainsOf(meter);
		mains.apply(patchMains(mains.settings, body));
		return mains.settings;
	});
	app.get("/truth", () => truthOf(meter.source, primary, meter.seconds, isThreeWire(meter)));
	app.post<{ Body: PowerBody }>("/power", { schema: { body: POWER_BODY } }, async ({ body }) => {
		if (body.on) await meter.powerOn();
		else await meter.powerOff(body.warning ?? true);
		return { on: meter.powered };
	});
	app.get("/seal", () => ({ open: meter.sealOpen }));
	app.post<{ Body: { open: boolean } }>(
		"/seal",
		{ schema: { body: SEAL_BODY } },
		async ({ body }) => {
			await meter.setSeal(body.open);
			return { open: body.open };
		},
	);
	app.post<{ Body: { seconds: number } }>(
		"/advance",
		{ schema: { body: ADVANCE_BODY } },
		async ({ body: { seconds } }, reply) => {
			await advance(meter, seconds, goneSignal(reply));
			return { meterSeconds: meter.seconds };
		},
	);
	app.delete("/advance", () => {
		meter.stopAdvances();
		return { meterSeconds: meter.seconds };
	});
	displayRoutes(app, meter);
	app.get("/outputs", () => outputsOf(meter));
	flashRoutes(app, meter);
	frontEndRoutes(app, meter);
	radioRoutes(app, meter.radio);
	app.get("/engine", async () => {
		const figures = await meter.figures();
		return {
			...name,
			powered: meter.powered,
			meterSeconds: meter.seconds,
			startUpSeconds: meter.startUpSeconds,
			...figures,
		};
	});
}

/** @throws Conflict when too much is under way already, PowerIsOff, AdvanceStopped */
async function advance(meter: VirtualMeter, seconds: number, signal: AbortSignal): Promise<void> {
	const { advanceSeconds } = meter;
	if (advanceSeconds + seconds > LONGEST_ADVANCE_SECONDS)
		throw new Conflict(
			`seconds: ${Math.ceil(advanceSeconds)} s are under way, with these more than ` +
				`${LONGEST_ADVANCE_SECONDS}; DELETE stops them`,
		);
	await meter.advance(seconds, signal);
}

/** Aborts when the client has gone before its answer. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
	const controller = new AbortController();
	raw.once("close", () => controller.abort());
	return controller.signal;
}

function outputsOf({ outputs }: VirtualMeter): unknown {
	const [led, first, second] = outputs.states;
	const s0 = [first, second].map((state) => ({ pulses: state?.pulses, widthMs: state?.widthMs }));
	return { led: { pulses: led?.pulses }, s0 };
}

function mainsOf({ source }: VirtualMeter): Mains {
	if (source instanceof Mains) return source;
	throw new Conflict("mains: a recorded waveform (--waveform) has no settings");
}

function isThreeWire({ source }: VirtualMeter): boolean {
	return source instanceof Mains && source.settings.wiring === "3P3W";
}
