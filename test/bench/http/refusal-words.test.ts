/** Words in which the API refuses what a schema forbids. */
import { expect, it } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import { RTU } from "../../../bench/bus/rtu.ts";
import { mountOn } from "../../../bench/http/fastify-routes.ts";
import { createApi } from "../../../bench/http/server.ts";
import { virtualMeter } from "../../../testkit/virtual-time.ts";
import { api, NAME } from "./set-up.ts";

it.each([
	["POST", "/api/buttons", { button: "up" }, "button: must be one of left, middle, right"],
	["POST", "/api/buttons", { button: 1 }, "button: must be a string"],
	["POST", "/api/power", { on: 1 }, "on: must be true or false"],
	["POST", "/api/advance", { seconds: "1" }, "seconds: must be a number"],
	["POST", "/api/advance", { seconds: 0 }, "seconds: must be > 0"],
	["POST", "/api/flash/faults", { flipBits: 1 }, "flipBits: must be an array"],
	["POST", "/api/flash/faults", { flipBits: [0.5] }, "flipBits[0]: must be a whole number"],
	["GET", "/api/display.png?scale=9", undefined, "scale: must be a whole number, 1 to 8"],
] as const)("%s %s %j: %s", async (method, url, body, error) => {
	const { call } = await api();
	expect(await call(method, url, body)).toEqual({ status: 400, body: { error } });
});

it.each([
	["PUT", { baud: 14_400 }, /^baud: must be one of 300, 600, 1200, .*, 115200$/],
	["PUT", { parity: "mark" }, /^parity: must be one of even, none, odd$/],
	["PUT", { follow: false }, /^follow: must be true$/],
	["PUT", {}, /^body: must have 1 field at least$/],
	["PUT", { follow: true, baud: 9600 }, /^body: must have 1 field at most$/],
	["POST", { request: "1" }, /^request: must be 1 to 261 bytes in hexadecimal$/],
] as const)("%s /api/rs485 of %j is refused", async (method, payload, words) => {
	const { meter } = virtualMeter();
	const lines = {
		rs485: new SerialLine(RTU, [meter.rs485]),
		mbus: new SerialLine(MBUS, [meter.mbus]),
	};
	const app = createApi([meter], NAME, [], lines);
	const url = method === "PUT" ? "/api/rs485" : "/api/rs485/request";
	const answer = await app.inject({ method, url, payload });
	await app.close();
	expect([answer.statusCode, answer.json().error]).toEqual([400, expect.stringMatching(words)]);
});

it.each([
	["POST", "/api/power", "application/json"],
	["PUT", "/api/flash", "application/octet-stream"],
	["PUT", "/api/waveform", "application/octet-stream"],
] as const)("%s %s names the content type that it takes", async (method, url, type) => {
	const { app } = await api();
	const headers = { "content-type": "application/x-www-form-urlencoded" };
	const answer = await app.inject({ method, url, payload: "on", headers });
	expect([answer.statusCode, answer.json()]).toEqual([
		400,
		{ error: `content-type: must be ${type}` },
	]);
});

it("an empty body is none, whatever its content type: many clients always name one", async () => {
	const { app } = await api();
	const headers = { "content-type": "application/json" };
	const stopped = await app.inject({ method: "DELETE", url: "/api/waveform", headers });
	expect([stopped.statusCode, stopped.json()]).toEqual([200, { waveform: null }]);
	const cut = await app.inject({ method: "POST", url: "/api/power", headers });
	expect([cut.statusCode, cut.json()]).toEqual([400, { error: "body: must be an object" }]);
});

it("an address with a broken escape is named", async () => {
	const { call } = await api();
	const error = "'/api/%zz' is not a valid url component";
	expect(await call("GET", "/api/%zz")).toEqual({ status: 400, body: { error } });
});

it("an address that is a WebSocket says so", async () => {
	const { app } = await api();
	const unused = { message: () => {}, closed: () => {} };
	mountOn(app)("/api", (routes) => routes.socket("/live", { summary: "" }, () => unused));
	const answer = await app.inject({ method: "GET", url: "/api/live" });
	expect([answer.statusCode, answer.json()]).toEqual([
		400,
		{ error: "Upgrade: is missing, this is a WebSocket" },
	]);
});
