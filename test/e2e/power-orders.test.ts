/** Requests at a meter's supply in random orders, with engines, over the API. */
import { expect, it } from "vitest";
import { seeded } from "../../lab/fuzz/random.ts";
import { startBench } from "../../testkit/bench.ts";
import { childrenNamed } from "../../testkit/processes.ts";
import { WORD_CLIENTS } from "../../testkit/word-clients.ts";

const ERROR_CODE = 0x4015;
const ROUNDS = 12;
const REQUESTS = 15;

it("after any order of requests each meter obeys the last, and has one engine", async () => {
	const bench = await startBench(["--meters", "2", "--calibrated", "no"]);
	const draw = seeded(2026);
	const random = (below: number): number => draw() % below;
	const images = await Promise.all(
		[0, 1].map(async (meter) => {
			const answer = await fetch(`${bench.http}/api/meters/${meter}/flash`);
			return Buffer.from(await answer.arrayBuffer());
		}),
	);
	const upload = async (meter: number): Promise<number> => {
		const body = images[meter];
		const headers = { "content-type": "application/octet-stream" };
		const path = `${bench.http}/api/meters/${meter}/flash`;
		return (await fetch(path, { method: "PUT", headers, body })).status;
	};
	const post = (meter: number, path: string, body: object) => async (): Promise<number> =>
		(await bench.call("POST", `/api/meters/${meter}/${path}`, body)).status;
	const requests = (meter: number): readonly (() => Promise<number>)[] => [
		post(meter, "power", { on: true }),
		post(meter, "power", { on: true }),
		post(meter, "power", { on: false }),
		post(meter, "power", { on: false, warning: false }),
		post(meter, "buttons", { button: "middle", hold: 50 }),
		post(meter, "advance", { seconds: 1 + random(3) }),
		post(meter, "seal", { open: random(2) === 1 }),
		() => upload(meter),
	];
	for (let round = 0; round < ROUNDS; round++) {
		const statuses: Promise<number>[] = [];
		for (let request = 0; request < REQUESTS; request++) {
			const all = requests(random(2));
			const status = all[random(all.length)]?.() ?? Promise.resolve(0);
			statuses.push(status);
			if (random(3) === 0) await status;
		}
		for (const status of await Promise.all(statuses)) expect([200, 409]).toContain(status);
	}
	for (const meter of [0, 1]) {
		const power = { on: true };
		expect(await bench.call("POST", `/api/meters/${meter}/power`, power)).toEqual({
			status: 200,
			body: power,
		});
	}
	expect(childrenNamed(bench.process.pid ?? 0, "ambit-xs")).toHaveLength(2);
	const client = await WORD_CLIENTS["modbus-serial"](bench);
	expect(await client.read(ERROR_CODE, 1)).toEqual([0]);
	await client.close();
	expect(await bench.stop()).toMatchObject({ code: 0, stderr: "" });
});
