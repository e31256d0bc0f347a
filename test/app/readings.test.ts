import { beforeEach, describe, expect, it, vi } from "vitest";
import { registerOf } from "../../client/register-table.ts";
import { FakeMeter, newPage } from "./fake-meter.ts";

/** The app's readings, as a page has them after loading. */
async function page() {
	const [connection, readings, { notice }, log] = await Promise.all([
		import("../../app/src/state/connection.ts"),
		import("../../app/src/state/readings.ts"),
		import("../../app/src/state/notice.ts"),
		import("../../app/src/state/events.ts"),
	]);
	return { ...connection, ...readings, ...log, notice };
}

let app: Awaited<ReturnType<typeof page>>;
let meter: FakeMeter;

/** Lets all that waits for nothing but its turn come to its end. */
const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

async function connectTo(wanted: FakeMeter): Promise<void> {
	await app.connect(wanted);
	await settled();
}

beforeEach(async () => {
	newPage();
	app = await page();
	meter = new FakeMeter("11111111");
});

describe("a meter that stops for good while it is connected", () => {
	it("says why, and what it no longer gives is not shown", async () => {
		await connectTo(meter);
		expect(app.stopped.value).toBeUndefined();
		expect(app.snapshot.value?.values.map(({ name }) => name)).toContain("voltageL1");
		meter.registers.set(registerOf("errorCode").address, 1);
		meter.refusal = (pdu) => ([0x50, 0x60, 0x61, 0x63].includes(pdu[1] ?? 0) ? 4 : undefined);
		meter.step = -(2 ** 31);
		meter.notify("totals");
		await settled();
		expect(app.stopped.value).toBe(
			"The meter has stopped for good and gives no readings. Error code 01h: Energy lost: the " +
				"meter has stopped.",
		);
		const names = app.snapshot.value?.values.map(({ name }) => name);
		expect(names).toContain("errorCode");
		expect(names).not.toContain("voltageL1");
	});
});

describe("a data type that another client changes", () => {
	/** 230 V in either data type. */
	const put = (dataType: number, words: number): void => {
		const { address } = registerOf("voltageL1");
		meter.registers.set(registerOf("dataType").address, dataType);
		meter.registers.set(address, words >>> 16);
		meter.registers.set(address + 1, words & 0xffff);
	};
	const voltage = () => app.snapshot.value?.values.find(({ name }) => name === "voltageL1")?.value;

	it("while the registers are read makes no wrong value", async () => {
		put(1, 0x43660000);
		meter.beforeAnswer = (pdu) => {
			if (pdu[1] !== 0x50) return;
			meter.beforeAnswer = undefined;
			put(2, 23_000);
		};
		await connectTo(meter);
		expect(voltage()).toBe(230);
	});

	it("all the time is an error, and no value", async () => {
		meter.beforeAnswer = (pdu) => {
			if (pdu[1] === 0x50) put(3 - (meter.registers.get(registerOf("dataType").address) ?? 1), 1);
		};
		await connectTo(meter);
		expect(app.snapshot.value).toBeUndefined();
		expect(app.notice.value?.text).toBe("The meter's data type is being changed all the time.");
	});
});

describe("a first reading that fails", () => {
	it("is over, and another one mends it", async () => {
		meter.refusal = () => 6;
		await connectTo(meter);
		await app.loadLatestEvents();
		expect([app.unread.value, app.logUnread.value]).toEqual([true, true]);
		meter.refusal = undefined;
		await Promise.all([app.refresh(), app.loadLatestEvents()]);
		expect([app.unread.value, app.logUnread.value]).toEqual([false, false]);
	});

	it("is not that of the next meter", async () => {
		meter.refusal = () => 6;
		await connectTo(meter);
		await app.loadLatestEvents();
		app.leave();
		await connectTo(new FakeMeter("22222222"));
		expect([app.unread.value, app.logUnread.value]).toEqual([false, false]);
	});
});

it("an energy that counts while the registers are read is that before or that after", async () => {
	const { address } = registerOf("forwardActiveEnergyPage6T2");
	meter.registers.set(registerOf("dataType").address, 2);
	meter.registers.set(address + 1, 0xffff);
	meter.beforeAnswer = (pdu) => {
		const first = new DataView(pdu.buffer, pdu.byteOffset, pdu.byteLength).getUint16(1);
		if (first <= address) return;
		meter.registers.set(address, 1);
		meter.registers.set(address + 1, 0);
	};
	await connectTo(meter);
	const value = app.snapshot.value?.values.find(
		({ name }) => name === "forwardActiveEnergyPage6T2",
	)?.value;
	expect([65.535, 65.536]).toContain(value);
});

it.each(["#/meter/%zz/device", "#/saved/%e0%a4%a/x"])(
	"the address %s is of no page that fails",
	async (hash) => {
		const { routeOf } = await import("../../app/src/state/route.ts");
		expect(() => routeOf(hash)).not.toThrow();
	},
);
