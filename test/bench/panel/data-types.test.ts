import { beforeEach, expect, it, vi } from "vitest";
import type { LiveExchange } from "../../../bench/live/protocol.ts";
import { withCrc } from "../../../testkit/line.ts";

const hex = (text: string) => Buffer.from(withCrc([...Buffer.from(text, "hex")])).toString("hex");

/** The modules of a panel that has just been loaded. */
async function panel() {
	vi.resetModules();
	vi.stubGlobal("location", { search: "", href: "http://127.0.0.1/" });
	vi.stubGlobal("window", globalThis);
	const { exchanges, polling } = await import("../../../bench/panel/src/live.ts");
	const list = await import("../../../bench/panel/src/bus/list.ts");
	let number = 0;
	/** The bench is another one, which numbers its exchanges again. */
	const restart = (): void => {
		number = 0;
		exchanges.value = [];
	};
	/** An exchange of frames without their CRC comes from the bench. */
	const come = (request: string, answer: string): LiveExchange => {
		number++;
		const exchange: LiveExchange = {
			number,
			bus: "modbus",
			own: false,
			meterSeconds: number,
			request: hex(request),
			answer: hex(answer),
		};
		exchanges.value = [exchange, ...exchanges.value];
		return exchange;
	};
	const read = (words: string, unit = "01"): LiveExchange =>
		come(`${unit}0350020002`, `${unit}0304${words}`);
	const type = (dataType: 1 | 2, unit = "01"): LiveExchange =>
		come(`${unit}0340260001`, `${unit}0302000${dataType}`);
	const text = (exchange: LiveExchange): string => list.descriptionOf(exchange).answer;
	return { come, read, type, text, polling, restart, ...list };
}

type Panel = Awaited<ReturnType<typeof panel>>;

let bus: Panel;

beforeEach(async () => {
	bus = await panel();
});

/** 230 V in either data type. */
const FLOAT = "43660000";
const INTEGER = "000059d8";

it("a value is decoded once the data type is known before it and after", () => {
	bus.type(2);
	const exchange = bus.read(INTEGER);
	expect(bus.text(exchange)).toMatch(/ if float$/);
	bus.type(2);
	expect(bus.text(exchange)).toBe("230 V");
});

it("a value between two data types is of neither", () => {
	bus.type(1);
	const exchange = bus.read(INTEGER);
	bus.type(2);
	expect(bus.text(exchange)).toMatch(/ if float$/);
	const next = bus.read(INTEGER);
	bus.type(2);
	expect(bus.text(next)).toBe("230 V");
});

it.each([
	["to the meter", "010640260002", "010640260002"],
	["to all meters", "000640260002", ""],
	["of several registers", "011040260001020002", "011040260001"],
])("a write of the data type %s is what the values after it are decoded by", (_, write, done) => {
	bus.polling.value = false;
	bus.type(1);
	const before = bus.read(FLOAT);
	bus.come(write, done);
	const after = bus.read(INTEGER);
	expect(bus.text(before)).toBe("230 V");
	expect(bus.text(after)).toBe("230 V");
});

it("a write that the meter refuses changes nothing", () => {
	bus.polling.value = false;
	bus.type(1);
	bus.come("010640260002", "018606");
	expect(bus.text(bus.read(FLOAT))).toBe("230 V");
});

it("each meter has a data type of its own", () => {
	bus.polling.value = false;
	bus.type(1);
	bus.type(2, "02");
	expect(bus.text(bus.read(FLOAT))).toBe("230 V");
	expect(bus.text(bus.read(INTEGER, "02"))).toBe("230 V");
	expect(bus.text(bus.read(FLOAT, "03"))).toBe("230 V if float");
});

it("a setting needs no data type, and a broken request breaks nothing", () => {
	expect(bus.text(bus.come("010340030001", "0103020007"))).toBe("7");
	bus.come("010340", "018303");
	bus.come("0110", "019003");
	expect(bus.text(bus.come("01064003", "018603"))).toBe("refused: illegal data value");
});

it("a list that is held counts what has come, of a bench that was restarted too", () => {
	for (let i = 0; i < 3; i++) bus.read(FLOAT);
	bus.pause();
	expect(bus.missed.value).toBe(0);
	bus.read(FLOAT);
	expect(bus.missed.value).toBe(1);
	bus.restart();
	for (let i = 0; i < 2; i++) bus.read(FLOAT);
	expect(bus.missed.value).toBe(2);
	bus.resume();
	expect(bus.missed.value).toBe(0);
});
