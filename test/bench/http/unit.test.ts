import { fastify } from "fastify";
import { expect, it } from "vitest";
import { answerErrors } from "../../../bench/http/errors.ts";
import { mountOn } from "../../../bench/http/fastify-routes.ts";
import { readingsRoutes } from "../../../bench/http/readings-routes.ts";
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
