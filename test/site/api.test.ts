/** The API of the page answers as the bench's server does. */
import { afterEach, expect, it } from "vitest";
import { SerialLine } from "../../bench/bus/line.ts";
import { MBUS } from "../../bench/bus/mbus.ts";
import { RTU } from "../../bench/bus/rtu.ts";
import { mountMeters } from "../../bench/http/mount.ts";
import { createApi } from "../../bench/http/server.ts";
import { PageApi } from "../../site/src/api.ts";
import { virtualMeter } from "../../testkit/virtual-time.ts";

const NAME = { engine: "xs", version: "1.2.3", speed: 1 } as const;

const closing: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
	for (const app of closing.splice(0)) await app.close();
});

interface Asked {
	readonly method: "GET" | "PUT" | "PATCH" | "POST" | "DELETE";
	readonly url: string;
	readonly body?: string | Uint8Array<ArrayBuffer>;
	readonly type?: string;
}

/** A meter and its lines, whose supply is on. */
async function station() {
	const { meter } = virtualMeter();
	await meter.powerOn();
	const lines = {
		rs485: new SerialLine(RTU, [meter.rs485]),
		mbus: new SerialLine(MBUS, [meter.mbus]),
	};
	return { meter, lines };
}

/** Status, type and body of the server's answer. */
async function byServer({ method, url, body, type = "application/json" }: Asked) {
	const { meter, lines } = await station();
	const app = createApi([meter], NAME, [], lines);
	closing.push(app);
	const { statusCode, headers, rawPayload } = await app.inject({
		method,
		url,
		...(body !== undefined && {
			payload: typeof body === "string" ? body : Buffer.from(body),
			headers: { "content-type": type },
		}),
	});
	return [statusCode, headers["content-type"], rawPayload.toString("latin1")];
}

/** The same of the page's. */
async function byPage({ method, url, body = "", type = "application/json" }: Asked) {
	const { meter, lines } = await station();
	const api = new PageApi(() => {});
	mountMeters(api.mount, [meter], NAME, [], lines);
	const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
	const {
		status,
		headers,
		body: said,
	} = await api.answer({ method, url, type, body: bytes }, new AbortController().signal);
	return [status, headers["content-type"], Buffer.from(said as string).toString("latin1")];
}

const json = (value: unknown): string => JSON.stringify(value);

it.each<Asked>([
	{ method: "GET", url: "/api/mains" },
	{ method: "GET", url: "/api/meters/0/truth" },
	{ method: "GET", url: "/api/meters/1/truth" },
	{ method: "GET", url: "/api/nothing" },
	{ method: "DELETE", url: "/api/mains" },
	{ method: "GET", url: "/api/outputs" },
	{ method: "GET", url: "/api/ble" },
	{ method: "GET", url: "/api/rs485" },
	{ method: "PATCH", url: "/api/mains", body: json({ phases: [{ current: 2.5 }] }) },
	{ method: "PATCH", url: "/api/mains", body: json({ phases: [{ current: 99 }] }) },
	{ method: "PATCH", url: "/api/mains", body: "{" },
	{ method: "POST", url: "/api/power", body: json({}) },
	{ method: "POST", url: "/api/power", body: json({ on: "yes" }) },
	{ method: "POST", url: "/api/power", body: json({ on: true, up: 1 }) },
	{ method: "POST", url: "/api/seal", body: json({ open: true }) },
	{ method: "POST", url: "/api/advance", body: json({ seconds: -1 }) },
	{ method: "POST", url: "/api/advance" },
	{ method: "PUT", url: "/api/rs485", body: json({ baud: 14_400 }) },
	{ method: "PUT", url: "/api/front-end", body: json({ temperature: 60 }) },
	{ method: "GET", url: "/api/flash" },
	{
		method: "PUT",
		url: "/api/flash",
		body: new Uint8Array(3),
		type: "application/octet-stream",
	},
	{ method: "PUT", url: "/api/flash", body: "x", type: "text/plain" },
	{ method: "POST", url: "/api/rs485/request", body: json({ request: "xx" }) },
])("the page answers $method $url $body as the server does", async (asked) => {
	expect(await byPage(asked)).toEqual(await byServer(asked));
});
