import { PNG } from "pngjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApi } from "../../../bench/http/server.ts";
import { virtualMeter } from "../../../testkit/virtual-time.ts";

let bench: ReturnType<typeof virtualMeter>;
let app: ReturnType<typeof createApi>;

beforeEach(async () => {
	bench = virtualMeter();
	await bench.meter.powerOn();
	app = createApi([bench.meter], { engine: "xs", version: "1.2.3", speed: 1 });
});

afterEach(async () => {
	await app.close();
});

const post = (body: unknown, prefix = "/api") =>
	app.inject({
		method: "POST",
		url: `${prefix}/buttons`,
		payload: JSON.stringify(body),
		headers: { "content-type": "application/json" },
	});

/** Touches that the engine received. */
const touches = (): string[] => bench.engine().log.filter((line) => line.startsWith("B"));

/** Lets the request arrive, then moves the wall clock. */
async function run(milliseconds: number): Promise<void> {
	for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
	await bench.run(milliseconds);
}

describe("POST /api/buttons", () => {
	it("holds the pad for the requested meter time, and answers afterwards", async () => {
		const answer = post({ button: "middle", hold: 250 });
		await run(480);
		expect((await answer).json()).toEqual({ button: "middle", hold: 250 });
		const [down, up] = touches().map((line) => line.split(" "));
		expect([down[0], up[0]]).toEqual(["B1=1", "B1=0"]);
		expect(Number(up[1]) - Number(down[1])).toBeGreaterThanOrEqual(250);
		expect(Number(up[1]) - Number(down[1])).toBeLessThan(275);
	});

	it("presses two buttons together, but none twice", async () => {
		const left = post({ button: "left", hold: 200 });
		const right = post({ button: "right", hold: 200 });
		await run(10);
		for (const prefix of ["/api", "/api/meters/0"]) {
			const again = await post({ button: "left" }, prefix);
			expect([again.statusCode, again.json().error]).toEqual([409, "button: left is already held"]);
		}
		await run(400);
		expect([(await left).statusCode, (await right).statusCode]).toEqual([200, 200]);
		expect(touches().map((line) => line.slice(0, 4))).toEqual(["B0=1", "B2=1", "B0=0", "B2=0"]);
	});

	it("lets go when the client has gone", async () => {
		const address = await app.listen({ host: "127.0.0.1", port: 0 });
		const client = new AbortController();
		const gone = fetch(`${address}/api/buttons`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ button: "middle", hold: 600_000 }),
			signal: client.signal,
		}).catch(() => "gone");
		await expect.poll(touches).toHaveLength(1);
		client.abort();
		expect(await gone).toBe("gone");
		await expect.poll(touches).toHaveLength(2);
		expect(touches()[1]).toMatch(/^B1=0/);
	});

	it("is refused while the supply is off, and abandoned when the supply fails", async () => {
		const answer = post({ button: "left", hold: 5000 });
		await run(20);
		await bench.meter.powerOff();
		expect((await answer).statusCode).toBe(409);
		const refused = await post({ button: "left" });
		expect([refused.statusCode, refused.json().error]).toEqual([409, "the meter's supply is off"]);
		await bench.meter.powerOn();
		const next = post({ button: "left" });
		await run(300);
		expect((await next).statusCode).toBe(200);
	});

	it.each([
		[{}, "button"],
		[{ button: "up" }, "button"],
		[{ button: 1 }, "button"],
		[{ button: "left", hold: 0 }, "hold"],
		[{ button: "left", hold: -5 }, "hold"],
		[{ button: "left", hold: "100" }, "hold"],
		[{ button: "left", hold: 600_001 }, "hold"],
		[{ button: "left", down: true }, "down"],
		[["left"], "body"],
	])("refuses %j and names %s", async (body, field) => {
		const answer = await post(body);
		expect(answer.statusCode).toBe(400);
		expect(answer.json().error).toContain(field);
		expect(touches()).toEqual([]);
	});
});

describe("GET /api/display", () => {
	it("has no rows if the display is empty", async () => {
		const { body } = await app.inject("/api/display");
		expect(JSON.parse(body)).toEqual({ rows: [], backlight: false, bluetooth: false, page: null });
	});

	it("reports the backlight, and darkness without supply", async () => {
		const { events } = bench.engine();
		events.onBacklight(true);
		events.onLcd(3, 7, Uint8Array.of(0xff));
		expect((await app.inject("/api/display")).json().backlight).toBe(true);
		await bench.meter.powerOff();
		expect((await app.inject("/api/display")).json().backlight).toBe(false);
		expect(bench.meter.lcd.pixels().some((pixel) => pixel === 1)).toBe(false);
	});
});

describe("GET /api/display.png", () => {
	it("is the picture, pixel for pixel or enlarged", async () => {
		bench.engine().events.onLcd(2, 10, Uint8Array.of(0x01));
		for (const scale of [1, 4]) {
			const answer = await app.inject(`/api/display.png?scale=${scale}`);
			expect(answer.headers["content-type"]).toBe("image/png");
			const png = PNG.sync.read(answer.rawPayload);
			expect([png.width, png.height]).toEqual([240 * scale, 128 * scale]);
			const colour = (x: number, y: number): string =>
				png.data.subarray(4 * (y * png.width + x), 4 * (y * png.width + x) + 3).toString("hex");
			const dark = colour(10 * scale, 16 * scale);
			expect(dark).not.toBe(colour(0, 0));
			expect(colour(11 * scale - 1, 17 * scale - 1)).toBe(dark);
			expect(colour(11 * scale, 16 * scale)).toBe(colour(0, 0));
		}
	});

	it.each(["0", "9", "1.5", "x", ""])("refuses the scale '%s'", async (scale) => {
		const answer = await app.inject(`/api/display.png?scale=${scale}`);
		expect([answer.statusCode, answer.json().error]).toEqual([
			400,
			expect.stringContaining("scale"),
		]);
	});
});

describe("the LCD", () => {
	it("drops bytes written outside of it", () => {
		const { lcd } = bench.meter;
		lcd.write(16, 0, new Uint8Array(240).fill(0xff));
		lcd.write(3, 240, Uint8Array.of(0xff));
		expect(lcd.pixels().some((pixel) => pixel === 1)).toBe(false);
		lcd.write(15, 239, Uint8Array.of(0x80, 0xff, 0xff));
		const pixels = lcd.pixels();
		expect([pixels.reduce((sum, pixel) => sum + pixel, 0), pixels[240 * 128 - 1]]).toEqual([1, 1]);
	});
});
