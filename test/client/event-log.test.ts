import { beforeEach, expect, it } from "vitest";
import { ByteReader } from "../../client/bytes.ts";
import { allEvents, latestEvents } from "../../client/event-log.ts";
import { ModbusException } from "../../client/modbus-client.ts";
import { registerOf } from "../../client/register-table.ts";

const LATEST = registerOf("latestEvent").address;
const FIRST_SHOWN = registerOf("firstEventShown").address;
const FIRST_EVENT = registerOf("event1number").address;
const SHOWN = 8;
const REGISTERS_PER_EVENT = registerOf("event2number").address - FIRST_EVENT;

/** A meter's log, and its window of registers. */
const meter = {
	latest: 20,
	/** 0: the latest events. */
	window: 0,
	/** True: it refuses to move the window, as over Bluetooth without the password. */
	refuses: false,
	/** Another client's move, once the window has been moved. */
	moved: undefined as number | undefined,

	async read(address: number, count: number): Promise<ByteReader> {
		const bytes = Buffer.alloc(2 * count);
		const put = (register: number, value: number): void => {
			const at = 2 * (register - address);
			if (at >= 0 && at + 4 <= bytes.length) bytes.writeUInt32BE(value, at);
		};
		put(LATEST, meter.latest);
		put(FIRST_SHOWN, meter.window);
		for (let place = 0; place < SHOWN; place++) {
			const number = meter.window === 0 ? meter.latest - place : meter.window + place;
			const exists = number > 0 && number <= meter.latest;
			put(FIRST_EVENT + REGISTERS_PER_EVENT * place, exists ? number : 0);
		}
		return new ByteReader(bytes);
	},

	async write(address: number, [high = 0, low = 0]: readonly number[]): Promise<void> {
		if (meter.refuses) throw new ModbusException(1, address);
		meter.window = meter.moved ?? high * 65_536 + low;
	},
};

const numbers = (events: readonly { readonly number: number }[]) =>
	events.map(({ number }) => number);

const down = (from: number, to: number) =>
	Array.from({ length: from - to + 1 }, (_, i) => from - i);

beforeEach(() => {
	Object.assign(meter, { latest: 20, window: 0, refuses: false, moved: undefined });
});

it("the latest events are the latest also after a reading that was cut off", async () => {
	expect(numbers(await latestEvents(meter))).toEqual(down(20, 13));
	meter.window = 3;
	expect(numbers(await latestEvents(meter))).toEqual(down(20, 13));
	expect(meter.window).toBe(0);
});

it("events of a window that cannot be moved back are not taken for the latest", async () => {
	meter.window = 3;
	meter.refuses = true;
	await expect(latestEvents(meter)).rejects.toThrow(
		"The log is not at its latest events: read all events once.",
	);
});

it("all events are read, and the window is at the latest ones again", async () => {
	expect(numbers(await allEvents(meter))).toEqual(down(20, 1));
	expect(meter.window).toBe(0);
});

it("a client that moves the window of another one is noticed", async () => {
	meter.moved = 2;
	await expect(allEvents(meter)).rejects.toThrow("Another client reads the log");
});
