import { fastify } from "fastify";
import { expect, it } from "vitest";
import { rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { answerErrors } from "../../../bench/http/errors.ts";
import { mountOn } from "../../../bench/http/fastify-routes.ts";
import { metricsRoutes, readingsRoutes } from "../../../bench/http/readings-routes.ts";
import { virtualMeter } from "../../../testkit/virtual-time.ts";

it("?unit= takes the Modbus IDs 1 to 247, and sends nothing for another", async () => {
	const units: (number | undefined)[] = [];
	const line = {
		send: (client: { over(): void }, bytes: Uint8Array): void => {
			units.push(bytes[0]);
			client.over();
		},
	};
	const app = fastify();
	answerErrors(app);
	const { meter } = virtualMeter();
	mountOn(app)("/api", (routes) => readingsRoutes(routes, { meter, serialNumber: 1 }, line, 1));
	const write = async (unit: string): Promise<number> => {
		const payload = { register: "lcdCycleTime", value: 12 };
		const url = `/api/write?unit=${unit}`;
		return (await app.inject({ method: "POST", url, payload })).statusCode;
	};
	// Nobody answers here: 409.
	for (const unit of ["1", "99", "199", "247"]) expect(await write(unit)).toBe(409);
	expect(units).toEqual([1, 99, 199, 247]);
	// 257 would be 1 in a byte; 0 and 256 are broadcasts, which all meters obey.
	for (const unit of ["0", "248", "256", "257", "999"]) expect(await write(unit)).toBe(400);
	expect(units).toHaveLength(4);
	await app.close();
});

it("what nobody waits for any more leaves the line to others", async () => {
	const requests: (() => void)[] = [];
	let sent = 0;
	const line = {
		send: (client: LineClient, bytes: Uint8Array): void => {
			sent++;
			const registers = new Uint8Array(2 * (bytes[5] ?? 0));
			requests.push(() => {
				client.answer(rtuFrame(1, Uint8Array.of(3, registers.length, ...registers)));
				client.over();
			});
		},
	};
	const app = fastify({ forceCloseConnections: true });
	answerErrors(app);
	const replies: { readonly destroyed: boolean }[] = [];
	app.addHook("onRequest", async (_request, { raw }) => void replies.push(raw));
	const one = { meter: virtualMeter().meter, serialNumber: 1 };
	mountOn(app)("/api", (routes) => readingsRoutes(routes, one, line, 1));
	mountOn(app)("", (routes) => metricsRoutes(routes, [one], line));
	const address = await app.listen({ host: "127.0.0.1", port: 0 });
	for (const path of ["/api/readings", "/metrics", "/api/event-waveform.csv"]) {
		const client = new AbortController();
		const gone = fetch(`${address}${path}`, { signal: client.signal }).catch(() => "gone");
		await expect.poll(() => requests.length).toBe(1);
		client.abort();
		expect(await gone).toBe("gone");
		await expect.poll(() => replies.at(-1)?.destroyed).toBe(true);
		sent = 0;
		for (let turn = 0; turn < 20; turn++) {
			for (const answer of requests.splice(0)) answer();
			await new Promise(setImmediate);
		}
		expect(sent).toBe(0);
	}
	await app.close();
});
