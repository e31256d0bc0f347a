import { describe, expect, it } from "vitest";
import type { Source } from "../../../bench/source.ts";
import { api, NAME } from "./set-up.ts";

/** 10 A on L1, a quarter of it back on L2, nothing on L3. */
const RECORDED: Source = {
	framesPerSecond: 4000,
	frequency: 60,
	lineVoltages: [1, 2, 3],
	phases: [
		{
			voltage: 100,
			current: 10,
			activePower: 1000,
			reactivePower: 0,
			apparentPower: 1000,
			powerFactor: 1,
		},
		{
			voltage: 100,
			current: 5,
			activePower: -250,
			reactivePower: 400,
			apparentPower: 500,
			powerFactor: 0.5,
		},
		{ voltage: 0, current: 0, activePower: 0, reactivePower: 0, apparentPower: 0, powerFactor: 1 },
	],
	energies: [
		{ forwardActive: 4, reverseActive: 0, forwardReactive: 0, reverseReactive: 0 },
		{ forwardActive: 0, reverseActive: 1, forwardReactive: 2, reverseReactive: 0 },
		{ forwardActive: 0, reverseActive: 0, forwardReactive: 0, reverseReactive: 3 },
	],
	total: {
		forwardActive: 4,
		reverseActive: 1,
		forwardReactive: 2,
		reverseReactive: 3,
		netForwardActive: 3,
		netReverseActive: 0,
		netForwardReactive: 0,
		netReverseReactive: 1,
	},
	tariffInput: false,
	fill: () => {},
};

describe("/api/mains", () => {
	it("changes the patched fields, and the truth with them", async () => {
		const { call } = await api();
		const patch = { frequency: 60, phases: [{ voltage: 120, current: 2, angle: 60 }] };
		expect((await call("PATCH", "/api/mains", patch)).status).toBe(200);
		const truth = (await call("GET", "/api/truth")).body;
		expect(truth.frequency).toBe(60);
		expect(truth.phases[0].activePower).toBeCloseTo(120, 9);
		expect(truth.phases[0].reactivePower).toBeCloseTo(207.846, 3);
		expect(truth.phases[1].activePower).toBeCloseTo(230, 9);
	});

	it("returns the settings that were put", async () => {
		const { call } = await api();
		const settings = { ...(await call("GET", "/api/mains")).body, sequence: "132" };
		expect(await call("PUT", "/api/mains", settings)).toEqual({ status: 200, body: settings });
		expect((await call("GET", "/api/mains")).body).toEqual(settings);
	});

	it.each([
		["a negative RMS", { phases: [{ voltage: -1 }] }, "phases[0].voltage"],
		["10 kV", { phases: [null, { voltage: 10_000 }] }, "phases[1].voltage"],
		["no frequency", { frequency: 0 }, "frequency"],
		["a number as a string", { frequency: "50" }, "frequency"],
		["an unknown field", { volume: 11 }, "volume"],
		["null", null, "mains"],
		["an array", [], "mains"],
	])("refuses %s, names the field and changes nothing", async (_what, patch, field) => {
		const { call } = await api();
		const before = (await call("GET", "/api/mains")).body;
		const { status, body } = await call("PATCH", "/api/mains", patch);
		expect([status, Object.keys(body)]).toEqual([400, ["error"]]);
		expect(body.error).toContain(`${field}:`);
		expect((await call("GET", "/api/mains")).body).toEqual(before);
	});

	it("has no settings while a waveform is replayed", async () => {
		const { call } = await api(RECORDED);
		for (const method of ["PUT", "PATCH"] as const)
			expect(await call(method, "/api/mains", {})).toEqual({
				status: 409,
				body: { error: expect.stringContaining("--waveform") },
			});
	});
});

describe("/api/truth", () => {
	it("sums the phases, and their energies by direction", async () => {
		const { call } = await api(RECORDED);
		const { body } = await call("GET", "/api/truth");
		expect(body).toMatchObject({
			meterSeconds: 0,
			frequency: 60,
			lineVoltages: [1, 2, 3],
			phases: RECORDED.phases,
			total: { activePower: 750, reactivePower: 400, apparentPower: 1500 },
		});
		expect(body.energy.secondary).toEqual({ phases: RECORDED.energies, total: RECORDED.total });
		expect(body.energy.primary).toEqual(body.energy.secondary);
	});

	it("computes apparent power without a neutral from the sums of P and Q", async () => {
		const { call } = await api();
		await call("PATCH", "/api/mains", { wiring: "3P3W" });
		const { total } = (await call("GET", "/api/truth")).body;
		expect(total.apparentPower).toBeCloseTo(690, 6);
	});
});

describe("/api/advance and /api/power", () => {
	it("runs the seconds asked for", async () => {
		const { call } = await api();
		expect(await call("POST", "/api/advance", { seconds: 3 })).toEqual({
			status: 200,
			body: { meterSeconds: 3 },
		});
	});

	it("cuts the supply, answers while it is off, and restores it", async () => {
		const { call, one } = await api();
		expect((await call("POST", "/api/power", { on: false })).body).toEqual({ on: false });
		expect(one.engine().killed).toBe(true);
		expect((await call("GET", "/api/engine")).body).toMatchObject({ powered: false, heapBytes: 0 });
		expect((await call("GET", "/api/truth")).status).toBe(200);
		expect((await call("POST", "/api/advance", { seconds: 1 })).status).toBe(409);
		expect((await call("POST", "/api/power", { on: true })).body).toEqual({ on: true });
		expect((await call("POST", "/api/advance", { seconds: 1 })).status).toBe(200);
	});

	it.each([
		["/api/advance", { seconds: 0 }, "seconds"],
		["/api/advance", { seconds: 31 * 86_400 + 1 }, "seconds"],
		["/api/advance", { seconds: "1" }, "seconds"],
		["/api/advance", {}, "seconds"],
		["/api/advance", { seconds: 1, minutes: 2 }, "minutes"],
		["/api/advance", [], "body"],
		["/api/advance", '{"seconds": 1', "body"],
		["/api/advance", '{"seconds": 1e999}', "seconds"],
		["/api/advance", undefined, "body"],
		["/api/power", { on: 1 }, "on"],
		["/api/power", { on: "false" }, "on"],
		["/api/power", {}, "on"],
		["/api/seal", {}, "open"],
		["/api/seal", { open: "yes" }, "open"],
		["/api/seal", { open: true, wide: true }, "wide"],
	])("refuses %s %j and names %s", async (url, body, field) => {
		const { call, one } = await api();
		const answer = await call("POST", url, body);
		expect(answer).toEqual({
			status: 400,
			body: { error: expect.stringMatching(new RegExp(`^${field}: `)) },
		});
		expect([one.meter.powered, one.meter.frames]).toEqual([true, 0]);
	});
});

describe("/api/seal", () => {
	it("opens and closes the calibration seal of its meter", async () => {
		const { call, one, two } = await api();
		const seal = async (path: string) => (await call("GET", `${path}/seal`)).body;
		expect(await seal("/api")).toEqual({ open: false });
		expect(await call("POST", "/api/meters/1/seal", { open: true })).toEqual({
			status: 200,
			body: { open: true },
		});
		expect([await seal("/api/meters/0"), await seal("/api/meters/1")]).toEqual([
			{ open: false },
			{ open: true },
		]);
		expect([one.meter.sealOpen, two.meter.sealOpen]).toEqual([false, true]);
		expect((await call("POST", "/api/meters/1/seal", { open: false })).body).toEqual({
			open: false,
		});
		expect(two.engine().log.filter((entry) => entry.startsWith("I"))).toEqual(["I1=1 0", "I1=0 0"]);
	});

	it("can be opened while the supply is off", async () => {
		const { call, one } = await api();
		await call("POST", "/api/power", { on: false });
		expect((await call("POST", "/api/seal", { open: true })).body).toEqual({ open: true });
		await call("POST", "/api/power", { on: true });
		expect(one.engine().highInputs).toEqual([1]);
	});
});

describe("the API", () => {
	it("describes the engine", async () => {
		const { call } = await api();
		expect((await call("GET", "/api/engine")).body).toEqual({
			...NAME,
			powered: true,
			meterSeconds: 0,
			heapBytes: 1000,
			peakHeapBytes: 2000,
			bytecodesPerSecond: 0,
			startUpSeconds: 0,
		});
	});

	it("has each meter under its index, and the first under /api as well", async () => {
		const { call } = await api();
		await call("POST", "/api/meters/1/advance", { seconds: 2 });
		const seconds = async (path: string) => (await call("GET", `${path}/truth`)).body.meterSeconds;
		expect([
			await seconds("/api"),
			await seconds("/api/meters/0"),
			await seconds("/api/meters/1"),
		]).toEqual([0, 0, 2]);
	});

	it.each(["/", "/api/nothing", "/api/meters/2/truth", "/api/meters/x/truth"])(
		"does not know %s",
		async (url) => {
			const { call } = await api();
			expect(await call("GET", url)).toEqual({
				status: 404,
				body: { error: expect.stringContaining(url) },
			});
		},
	);
});
