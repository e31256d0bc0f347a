import { expect, it, vi } from "vitest";
import { refused } from "../../../bench/http/guard.ts";
import { createApi } from "../../../bench/http/server.ts";
import { virtualMeter } from "../../../testkit/virtual-time.ts";

vi.mock("node:os", async (original) => ({
	...(await original<typeof import("node:os")>()),
	hostname: () => "MyMachine",
}));

it.each([
	["127.0.0.1:8080", undefined, undefined],
	["MyMachine:8080", undefined, undefined],
	["localhost:8080", undefined, undefined],
	["[::1]:8080", undefined, undefined],
	["192.168.1.7:8080", undefined, undefined],
	["127.0.0.1:8080", "http://127.0.0.1:8080", undefined],
	["127.0.0.1:8080", "http://localhost:5173", undefined],
	["192.168.1.7:8080", "http://192.168.1.7:8080", undefined],
	["meter.example:8080", undefined, "Host"],
	["meter.example:8080", "http://meter.example:8080", "Host"],
	[undefined, undefined, "Host"],
	["", undefined, "Host"],
	["127.0.0.1:8080", "https://example.com", "Origin"],
	["127.0.0.1:8080", "http://127.0.0.1.example.com", "Origin"],
	["127.0.0.1:8080", "http://10.0.0.1", "Origin"],
	["127.0.0.1:8080", "null", "Origin"],
] as const)("a request for %s from %s: objects to %s", (host, origin, field) => {
	expect(refused(host, origin)).toBe(field);
});

it.each([
	["ambit:8080", "172.18.0.2", undefined, undefined],
	["ambit-1:8080", "::ffff:172.18.0.2", "http://ambit-1:8080", undefined],
	["ambit:8080", "127.0.0.1", undefined, "Host"],
	["ambit:8080", "::ffff:127.0.0.1", undefined, "Host"],
	["ambit:8080", "::1", undefined, "Host"],
	["my_meter:8080", "172.18.0.2", undefined, undefined],
	["ambit.example:8080", "172.18.0.2", undefined, "Host"],
	["ambit:8080", "172.18.0.2", "http://evil:8080", "Origin"],
	["ambit:8080", "172.18.0.2", "http://evil.example", "Origin"],
] as const)("a request for %s at %s from %s: objects to %s", (host, address, origin, field) => {
	expect(refused(host, origin, address)).toBe(field);
});

it("answers a foreign page with 403, and changes nothing", async () => {
	const { meter } = virtualMeter();
	await meter.powerOn();
	const app = createApi([meter], { engine: "xs", version: "1.2.3", speed: 1 });
	const answer = await app.inject({
		method: "POST",
		url: "/api/seal",
		headers: { "content-type": "application/json", origin: "https://example.com" },
		payload: '{"open":true}',
	});
	expect([answer.statusCode, answer.json()]).toEqual([
		403,
		{ error: "Origin: not from this machine's own pages" },
	]);
	expect(meter.sealOpen).toBe(false);
	await app.close();
});
