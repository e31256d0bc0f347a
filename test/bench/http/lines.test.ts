import { afterEach, describe, expect, it } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import { RTU } from "../../../bench/bus/rtu.ts";
import { createApi } from "../../../bench/http/server.ts";
import { virtualMeter } from "../../../testkit/virtual-time.ts";

const closing: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
	for (const app of closing.splice(0)) await app.close();
});

function setUp() {
	const { meter } = virtualMeter();
	const lines = {
		rs485: new SerialLine(RTU, [meter.rs485]),
		mbus: new SerialLine(MBUS, [meter.mbus]),
	};
	const app = createApi([meter], { engine: "xs", version: "1.2.3", speed: 1 }, [], lines);
	closing.push(app);
	const call = async (method: "GET" | "PUT" | "POST", url: string, body?: object) => {
		const answer = await app.inject({
			method,
			url,
			...(body === undefined ? {} : { payload: body }),
		});
		return { status: answer.statusCode, body: answer.json() };
	};
	return { call, lines, meter };
}

describe("/api/rs485", () => {
	it("follows the meter until it is set, and again on request", async () => {
		const { call, lines, meter } = setUp();
		expect((await call("GET", "/api/rs485")).body).toEqual({
			baud: 9600,
			parity: "even",
			follow: true,
		});
		meter.rs485.opened({ baudRate: 19_200, parity: "odd" });
		expect((await call("GET", "/api/rs485")).body).toEqual({
			baud: 19_200,
			parity: "odd",
			follow: true,
		});
		const set = { baud: 300, parity: "none" };
		expect((await call("PUT", "/api/rs485", set)).body).toEqual({ ...set, follow: false });
		expect(lines.rs485.settings).toEqual({ baudRate: 300, parity: "none" });
		expect((await call("PUT", "/api/rs485", { follow: true })).body).toEqual({
			baud: 19_200,
			parity: "odd",
			follow: true,
		});
	});

	it("keeps the fields that are not given", async () => {
		const { call } = setUp();
		expect((await call("PUT", "/api/rs485", { parity: "odd" })).body).toMatchObject({
			baud: 9600,
			parity: "odd",
		});
		expect((await call("PUT", "/api/rs485", { baud: 600 })).body).toMatchObject({
			baud: 600,
			parity: "odd",
		});
	});

	it("is the same line for every meter", async () => {
		const { call, lines } = setUp();
		await call("PUT", "/api/meters/0/rs485", { baud: 1200 });
		expect(lines.rs485.settings.baudRate).toBe(1200);
	});

	it.each([
		["/api/rs485", { baud: 14_400 }, "baud"],
		["/api/rs485", { baud: "9600" }, "baud"],
		["/api/rs485", { baud: 9600, parity: "mark" }, "parity"],
		["/api/rs485", { follow: false }, "follow"],
		["/api/rs485", { follow: true, baud: 9600 }, "body"],
		["/api/rs485", { speed: 9600 }, "speed"],
		["/api/rs485", {}, "body"],
		["/api/mbus", { baud: 19_200 }, "baud"],
		["/api/mbus", { parity: "none" }, "parity"],
	])("%s refuses %j, names the field and changes nothing", async (path, body, field) => {
		const { call } = setUp();
		const before = (await call("GET", path)).body;
		const answer = await call("PUT", path, body);
		expect([answer.status, Object.keys(answer.body)]).toEqual([400, ["error"]]);
		expect(answer.body.error).toContain(`${field}`);
		expect((await call("GET", path)).body).toEqual(before);
	});
});

describe("/api/mbus", () => {
	it("is a line of its own, at 2400 baud until the meter says otherwise", async () => {
		const { call, lines, meter } = setUp();
		expect((await call("GET", "/api/mbus")).body).toEqual({
			baud: 2400,
			parity: "even",
			follow: true,
		});
		meter.mbus.opened({ baudRate: 9600, parity: "even" });
		expect((await call("GET", "/api/mbus")).body).toMatchObject({ baud: 9600 });
		expect((await call("PUT", "/api/mbus", { baud: 300 })).body).toMatchObject({
			baud: 300,
			follow: false,
		});
		expect(lines.rs485.follows).toBe(true);
	});
});

describe("requests on the lines", () => {
	/** A meter that answers every request on a line with these bytes. */
	function answering(bytes: string) {
		const { call, lines } = setUp();
		const sent: string[] = [];
		for (const line of [lines.rs485, lines.mbus])
			line.send = (client, request) => {
				sent.push(Buffer.from(request).toString("hex"));
				client.answer(Buffer.from(bytes, "hex"));
				client.over();
			};
		return { call, sent };
	}

	it("any bytes go out on a line as they are, and those that answer come back", async () => {
		const { call, sent } = answering("e5");
		const request = { request: "1040FE3E16" };
		expect(await call("POST", "/api/mbus/request", request)).toEqual({
			status: 200,
			body: { request: "1040fe3e16", answer: "e5" },
		});
		await call("POST", "/api/rs485/request", { request: "01" });
		expect(sent).toEqual(["1040fe3e16", "01"]);
	});

	it("a request that no meter answers has an empty answer", async () => {
		const { call } = answering("");
		const { body } = await call("POST", "/api/rs485/request", { request: "0903500200026481" });
		expect(body.answer).toBe("");
	});

	it.each([
		{},
		{ request: "" },
		{ request: "1" },
		{ request: "xx" },
		{ request: "00".repeat(262) },
	])("the request %j is refused", async (body) => {
		const { status, body: answer } = await setUp().call("POST", "/api/rs485/request", body);
		expect(status).toBe(400);
		expect(answer.error).toMatch(/^request: /);
	});
});
