import { afterEach, expect, it } from "vitest";
import { FrontEnd } from "../../../bench/front-end/front-end.ts";
import { tolerances } from "../../../bench/front-end/tolerances.ts";
import { createApi } from "../../../bench/http/server.ts";
import { Stage } from "../../../bench/scenario/stage.ts";
import { virtualMeter } from "../../../testkit/virtual-time.ts";
import { NAME } from "./set-up.ts";

const closing: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
	for (const app of closing.splice(0)) await app.close();
});

function bench() {
	const converter = new FrontEnd({ seed: 5, faults: { crystal: true } });
	const { meter } = virtualMeter({ converter });
	const app = createApi([meter], NAME);
	closing.push(app);
	const call = async (method: "GET" | "PUT" | "PATCH", payload?: object) => {
		const answer = await app.inject({ method, url: "/api/front-end", ...(payload && { payload }) });
		return { status: answer.statusCode, body: answer.json() };
	};
	return { converter, meter, call };
}

it("the front end's temperature and class are read and set", async () => {
	const { converter, meter, call } = bench();
	const start = { delivery: "once", temperature: 23, ctClass: "ideal", sensorFails: false };
	expect(await call("GET")).toEqual({ status: 200, body: start });
	const atReference = meter.source.framesPerSecond;
	expect((await call("PATCH", { temperature: -25, ctClass: "ordinary" })).body).toEqual({
		...start,
		temperature: -25,
		ctClass: "ordinary",
	});
	expect([converter.temperature, converter.ctClass]).toEqual([-25, "ordinary"]);
	// The crystal is slower at −25 °C, and the source follows it.
	const { curvature, turning } = tolerances(5).crystal;
	const change = curvature * ((-25 - turning) ** 2 - (23 - turning) ** 2) * 1e6;
	expect(change).toBeLessThan(-50);
	expect((meter.source.framesPerSecond / atReference - 1) * 1e6).toBeCloseTo(change, 1);
	expect((await call("PUT", { ctClass: "good" })).body.ctClass).toBe("good");
	expect((await call("PATCH", { sensorFails: true })).body.sensorFails).toBe(true);
	for (const body of [
		{ sensorFails: "yes" },
		{ temperature: 90 },
		{ temperature: "hot" },
		{ ctClass: "best" },
		{},
		{ x: 1 },
	])
		expect((await call("PATCH", body)).status).toBe(400);
	expect([converter.temperature, converter.ctClass]).toEqual([-25, "good"]);
});

it("a scenario heats and cools a meter", async () => {
	const { converter, meter } = bench();
	const stage = new Stage({ meters: [meter], lines: {} } as never, 1, {
		hurried: false,
		fastForward: false,
	});
	for (const item of stage.itemsOf({ at: "1 h", temperature: 55 })) await item.run();
	expect(converter.temperature).toBe(55);
	stage.frontEnd(0, 10, "ordinary");
	stage.frontEnd(0, undefined);
	expect([converter.temperature, converter.ctClass]).toEqual([10, "ordinary"]);
});
