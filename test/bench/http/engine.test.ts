import { expect, it } from "vitest";
import { api } from "./set-up.ts";

it("GET /api/engine answers as a meter that is off when the supply fails meanwhile", async () => {
	const { call, one } = await api();
	let end = (_reason: Error): void => {};
	one.engine().stats = () => new Promise((_, reject) => (end = reject));
	const asked = call("GET", "/api/engine");
	await call("POST", "/api/power", { on: false, warning: false });
	end(new Error("the engine has ended"));
	const { status, body } = await asked;
	expect(status).toBe(200);
	expect(body).toMatchObject({ powered: false, heapBytes: 0, bytecodesPerSecond: 0 });
});
