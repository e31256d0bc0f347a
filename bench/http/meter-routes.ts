/**
 * The API of one meter: mains, truth, power, seal, advance, engine; the rest is in other files.
 */
import { radioRoutes } from "../ble/routes.ts";
import type { Buttons } from "../display/buttons.ts";
import type { Mains } from "../mains/model.ts";
import { MAINS_PATCH_SCHEMA, MAINS_SCHEMA } from "../mains/schema.ts";
import { patchMains, validateMains } from "../mains/validation.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { PrimaryEnergies } from "../truth/energies.ts";
import { displayRoutes } from "./display-routes.ts";
import { Conflict } from "./errors.ts";
import { flashRoutes } from "./flash-routes.ts";
import { frontEndRoutes } from "./front-end-routes.ts";
import type { Routes } from "./routes.ts";
import { truthOf } from "./truth.ts";
import { waveformRoutes } from "./waveform-routes.ts";

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

/**
 * Adds the routes of `meter`.
 * @param buttons its buttons, the same at each prefix
 */
export function meterRoutes(
	routes: Routes,
	meter: VirtualMeter,
	primary: PrimaryEnergies,
	buttons: Buttons,
	name: EngineName,
): void {
	mainsRoutes(routes, meter);
	routes.get("/truth", { summary: "the values that the meter should read" }, () =>
		truthOf(meter.source, primary, meter.seconds, isThreeWire(meter)),
	);
	supplyRoutes(routes, meter);
	advanceRoutes(routes, meter);
	displayRoutes(routes, meter, buttons);
	routes.get("/outputs", { summary: "pulses of the LED and the S0 outputs" }, () =>
		outputsOf(meter),
	);
	flashRoutes(routes, meter);
	frontEndRoutes(routes, meter);
	waveformRoutes(routes, meter.source);
	radioRoutes(routes, meter.radio);
	routes.get("/engine", { summary: "the engine, its heap and its speed" }, async () => {
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

function mainsRoutes(routes: Routes, meter: VirtualMeter): void {
	routes.get(
		"/mains",
		{ summary: "the quantities at the terminals" },
		() => mainsOf(meter).settings,
	);
	routes.put(
		"/mains",
		{ summary: "replaces all of them", describedBody: MAINS_SCHEMA },
		({ body }) => {
			const mains = mainsOf(meter);
			mains.apply(validateMains(body));
			return mains.settings;
		},
	);
	routes.patch(
		"/mains",
		{ summary: "changes a part of them", describedBody: MAINS_PATCH_SCHEMA },
		({ body }) => {
			const mains = mainsOf(meter);
			mains.apply(patchMains(mains.settings, body));
			return mains.settings;
		},
	);
}

function supplyRoutes(routes: Routes, meter: VirtualMeter): void {
	routes.post<{ Body: PowerBody }>(
		"/power",
		{ summary: "cuts or restores the supply", body: POWER_BODY },
		async ({ body }) => {
			if (body.on) await meter.powerOn();
			else await meter.powerOff(body.warning ?? true);
			return { on: meter.powered };
		},
	);
	routes.get("/seal", { summary: "the calibration seal" }, () => ({ open: meter.sealOpen }));
	routes.post<{ Body: { open: boolean } }>(
		"/seal",
		{ summary: "opens or closes the seal", body: SEAL_BODY },
		async ({ body }) => {
			await meter.setSeal(body.open);
			return { open: body.open };
		},
	);
}

function advanceRoutes(routes: Routes, meter: VirtualMeter): void {
	routes.post<{ Body: { seconds: number } }>(
		"/advance",
		{ summary: "runs meter time as fast as possible; answers when done", body: ADVANCE_BODY },
		async ({ body: { seconds }, gone }) => {
			await advance(meter, seconds, gone);
			return { meterSeconds: meter.seconds };
		},
	);
	routes.delete("/advance", { summary: "stops what /advance runs" }, () => {
		meter.stopAdvances();
		return { meterSeconds: meter.seconds };
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

function outputsOf({ outputs }: VirtualMeter): unknown {
	const [led, first, second] = outputs.states;
	const s0 = [first, second].map((state) => ({ pulses: state?.pulses, widthMs: state?.widthMs }));
	return { led: { pulses: led?.pulses }, s0 };
}

function mainsOf({ source }: VirtualMeter): Mains {
	if (source.mains) return source.mains;
	throw new Conflict("mains: a recorded waveform (--waveform, PUT /api/waveform) has no settings");
}

function isThreeWire({ source }: VirtualMeter): boolean {
	return source.mains?.settings.wiring === "3P3W";
}
