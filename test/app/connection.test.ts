import { beforeEach, describe, expect, it, vi } from "vitest";
import { registerOf } from "../../client/register-table.ts";
import { FakeMeter, newPage } from "./fake-meter.ts";

/** The app's state, as a page has it after loading. */
async function page() {
	const [connection, session, settings, readings, password, save] = await Promise.all([
		import("../../app/src/state/connection.ts"),
		import("../../app/src/state/session.ts"),
		import("../../app/src/state/settings.ts"),
		import("../../app/src/state/readings.ts"),
		import("../../app/src/state/password.ts"),
		import("../../app/src/meter/settings.ts"),
	]);
	const change = (name: string, value: number) => {
		const setting = save.SETTINGS.find(({ row }) => row.name === name);
		if (!setting) throw new Error(name);
		return { setting, value };
	};
	const { notice } = await import("../../app/src/state/notice.ts");
	const { loadAllEvents } = await import("../../app/src/state/events.ts");
	const own = { change, notice, loadAllEvents };
	return { ...connection, ...session, ...settings, ...readings, ...password, ...own };
}

type Page = Awaited<ReturnType<typeof page>>;

let app: Page;
let meter: FakeMeter;
let other: FakeMeter;

/** Lets all that waits for nothing but its turn come to its end. */
const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

async function connectTo(wanted: FakeMeter): Promise<void> {
	await app.connect(wanted);
	await settled();
}

/** A promise, and what fulfils it. */
function gate() {
	let open = (): void => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open };
}

beforeEach(async () => {
	newPage();
	app = await page();
	meter = new FakeMeter("11111111");
	other = new FakeMeter("22222222");
	other.registers.set(registerOf("modbusId").address, 7);
});

describe("a meter that was left", () => {
	it("while it was being connected has no connection afterwards", async () => {
		const { opened, open } = gate();
		meter.opening = opened;
		const connected = app.connect(meter);
		await settled();
		app.leave();
		open();
		await connected;
		await settled();
		expect(meter.connected).toEqual([]);
		expect(app.status.value).toBe("none");
	});

	it("while it was being connected again has no connection afterwards", async () => {
		app.start();
		await connectTo(meter);
		const { opened, open } = gate();
		meter.opening = opened;
		meter.links[0]?.lose();
		await vi.advanceTimersByTimeAsync(1500);
		expect(app.status.value).toBe("connecting");
		app.leave();
		open();
		await settled();
		expect(meter.connected).toEqual([]);
		expect(app.status.value).toBe("none");
	});

	it("while it saved is not connected again, and changes nothing of the next one", async () => {
		await connectTo(meter);
		const wanted = app.change("modbusId", 5);
		app.draft("modbusId", 5);
		meter.silent = true;
		const saved = app.requestSave([wanted]);
		await settled();
		app.leave();
		app.leaving.value?.();
		meter.silent = false;
		await connectTo(other);
		app.draft("modbusId", 5);
		await vi.advanceTimersByTimeAsync(20_000);
		await saved;
		expect(meter.connected).toEqual([]);
		expect(app.settings.value.get("modbusId")).toBe(7);
		expect(app.results.value.size).toBe(0);
		expect(app.drafts.value.size).toBe(1);
		expect(app.saving.value).toBe(false);
	});

	it("in the pause before a save connects again is not connected to any more", async () => {
		await connectTo(meter);
		meter.silent = true;
		const saved = app.requestSave([app.change("modbusId", 5)]);
		await settled();
		meter.links[0]?.lose();
		await settled();
		app.leave();
		await vi.advanceTimersByTimeAsync(20_000);
		await saved;
		expect(meter.links).toHaveLength(1);
	});

	it("while something read that needs the password says nothing on the next page", async () => {
		await connectTo(meter);
		meter.loggedIn = false;
		await app.loadAllEvents();
		const answered = app.answer("0000");
		meter.silent = true;
		await settled();
		expect(app.asking.value).toBeUndefined();
		app.leave();
		await answered;
		expect(app.status.value).toBe("none");
		expect(app.notice.value).toBeUndefined();
	});

	it("while it was being read does not keep the next one from being read", async () => {
		meter.silent = true;
		void app.connect(meter);
		await settled();
		expect(app.refreshing.value).toBe(true);
		app.leave();
		await connectTo(other);
		expect(app.settings.value.get("modbusId")).toBe(7);
		await vi.advanceTimersByTimeAsync(20_000);
		expect(app.snapshot.value?.serialNumber).toBe("22222222");
		expect(app.notice.value).toBeUndefined();
	});
});

describe("a connection that is lost", () => {
	it("again while the registers are read comes back all the same", async () => {
		app.start();
		await connectTo(meter);
		meter.links[0]?.lose();
		meter.silent = true;
		await vi.advanceTimersByTimeAsync(1500);
		expect(meter.links).toHaveLength(2);
		expect(app.refreshing.value).toBe(true);
		meter.links[1]?.lose();
		meter.silent = false;
		await vi.advanceTimersByTimeAsync(60_000);
		expect(app.status.value).toBe("connected");
	});

	it("has no chart's point with phases of the time before", async () => {
		app.start();
		meter.step = 1000;
		await connectTo(meter);
		meter.links[0]?.lose();
		meter.step = 2000;
		await vi.advanceTimersByTimeAsync(1500);
		expect(app.chartPoints.value.map(({ values }) => [values[0], values[4]])).toEqual([
			[1, 10],
			[2, 20],
		]);
	});
});

describe("a user", () => {
	it("cancels a save, also while the password is being checked", async () => {
		await connectTo(meter);
		meter.loggedIn = false;
		await app.requestSave([app.change("modbusId", 5)]);
		expect(app.asking.value?.needsPassword).toBe(true);
		const { opened, open } = gate();
		meter.loginRead = opened;
		const answered = app.answer("0000");
		app.asking.value = undefined;
		open();
		await answered;
		expect(meter.registers.get(registerOf("modbusId").address)).toBeUndefined();
	});

	it("keeps a value typed while the meter saves another one", async () => {
		await connectTo(meter);
		app.draft("modbusId", 5);
		const { opened, open } = gate();
		meter.beforeAnswer = (pdu) => (pdu[0] === 6 ? opened : undefined);
		const saved = app.requestSave([app.change("modbusId", 5)]);
		await settled();
		app.draft("modbusId", 6);
		open();
		await saved;
		expect(app.settings.value.get("modbusId")).toBe(5);
		expect(app.drafts.value.get("modbusId")).toBe(6);
	});

	it("is told that the meter is busy, in words", async () => {
		await connectTo(meter);
		meter.refusal = (pdu) => (pdu[0] === 6 ? 6 : undefined);
		await app.requestSave([app.change("modbusId", 5)]);
		expect(app.results.value.get("modbusId")).toEqual({
			state: "refused",
			reason: "there were too many changes, try again in a minute",
		});
	});

	it("is told that the meter does not answer, while it is still connected", async () => {
		await connectTo(meter);
		meter.silent = true;
		void app.refresh();
		await vi.advanceTimersByTimeAsync(5000);
		expect(app.status.value).toBe("connected");
		expect(app.notice.value?.text).toBe("The meter does not answer.");
		meter.silent = false;
		await app.refresh();
		expect(app.notice.value).toBeUndefined();
	});

	it("finds meters again after a bench that ended in the middle of its answer", async () => {
		const headers = { "content-type": "application/json" };
		vi.stubGlobal("fetch", async () => new Response('[{"meter":0,"ser', { headers }));
		await app.search();
		expect(app.searching.value).toBe(false);
		expect(app.found.value).toEqual([]);
	});
});
