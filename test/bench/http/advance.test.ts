import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { api } from "./set-up.ts";

describe("/api/advance", () => {
	it("runs no more than 31 days in all, and names what is under way", async () => {
		const { call, one } = await api(undefined, true);
		const longest = call("POST", "/api/advance", { seconds: 31 * 86_400 });
		await expect.poll(() => one.meter.advanceSeconds).toBeGreaterThan(0);
		const refused = await call("POST", "/api/advance", { seconds: 60 });
		expect(refused.status).toBe(409);
		expect(refused.body).toEqual({ error: expect.stringContaining("s are under way") });
		await call("DELETE", "/api/advance");
		await longest;
	});

	it("stops advances when asked to, and tells those who wait", async () => {
		const { call, one } = await api(undefined, true);
		const advances = [86_400, 60].map((seconds) => call("POST", "/api/advance", { seconds }));
		await expect.poll(() => one.meter.advanceSeconds).toBeGreaterThan(86_400);
		const { status, body } = await call("DELETE", "/api/advance");
		expect(status).toBe(200);
		for (const advance of advances)
			expect(await advance).toEqual({ status: 409, body: { error: "the advance was stopped" } });
		expect((body as { meterSeconds: number }).meterSeconds).toBeLessThan(86_400);
		const next = call("POST", "/api/advance", { seconds: 1 });
		await expect.poll(() => one.meter.advanceSeconds).toBeGreaterThan(0);
		while (one.engine().outstanding > 0) one.engine().deal();
		expect((await next).status).toBe(200);
	});

	it("leaves out all that a client has asked in one piece, when it has gone", async () => {
		const { app, one } = await api(undefined, true);
		const { port } = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
		const body = JSON.stringify({ seconds: 3600 });
		const head = `POST /api/advance HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
		const type = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
		const client = connect(Number(port), "127.0.0.1");
		client.write(`${head}${type}${body}`.repeat(2));
		await expect.poll(() => one.meter.advanceSeconds).toBeGreaterThan(3600);
		client.destroy();
		await expect.poll(() => one.meter.advanceSeconds).toBe(0);
	});

	it("leaves out an advance whose client has gone, and runs the next", async () => {
		const { call, app, one } = await api(undefined, true);
		const address = await app.listen({ host: "127.0.0.1", port: 0 });
		const client = new AbortController();
		const gone = fetch(`${address}/api/advance`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ seconds: 31 * 86_400 }),
			signal: client.signal,
		}).catch(() => "gone");
		await expect.poll(() => one.meter.advanceSeconds).toBeGreaterThan(0);
		client.abort();
		expect(await gone).toBe("gone");
		await expect.poll(() => one.meter.advanceSeconds).toBe(0);
		const next = call("POST", "/api/advance", { seconds: 1 });
		await expect.poll(() => one.meter.advanceSeconds).toBeGreaterThan(0);
		while (one.engine().outstanding > 0) one.engine().deal();
		expect((await next).status).toBe(200);
	});
});
