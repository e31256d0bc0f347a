/** The API of the bench without engines. */
import { afterEach } from "vitest";
import { createApi } from "../../../bench/http/server.ts";
import type { Source } from "../../../bench/source.ts";
import { virtualMeter } from "../../../testkit/virtual-time.ts";

const closing: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
	for (const app of closing.splice(0)) await app.close();
});

export const NAME = { engine: "xs", version: "1.2.3", speed: 1 } as const;

/**
 * The API of two meters in virtual time, closed after the test.
 * @param slow true: the first meter's engine deals with messages when the test says so
 */
export async function api(source?: Source, slow = false) {
	const one = virtualMeter(source ? { source } : {}, slow);
	const two = virtualMeter();
	await Promise.all([one.meter.powerOn(), two.meter.powerOn()]);
	const app = createApi([one.meter, two.meter], NAME);
	closing.push(app);
	const call = async (
		method: "GET" | "PUT" | "PATCH" | "POST" | "DELETE",
		url: string,
		body?: unknown,
	) => {
		const answer = await app.inject({
			method,
			url,
			...(body === undefined
				? {}
				: {
						payload: typeof body === "string" ? body : JSON.stringify(body),
						headers: { "content-type": "application/json" },
					}),
		});
		return { status: answer.statusCode, body: answer.json() };
	};
	return { call, one, two, app };
}
