import { beforeEach, expect, it, vi } from "vitest";

/** Answers of the bench that the test gives, by the path that was asked. */
const waiting: { path: string; answer(body: unknown, status?: number): void }[] = [];

const road = {
	fetch: (path: string) =>
		new Promise<Response>((resolve) => {
			const answer = (body: unknown, status = 200) => resolve(Response.json(body, { status }));
			waiting.push({ path, answer });
		}),
	open: () => ({ isOpen: false, send: () => {} }),
	documentAt: (name: string) => name,
};

const next = () => {
	const first = waiting.shift();
	if (!first) throw new Error("nothing was asked");
	return first;
};

beforeEach(async () => {
	waiting.length = 0;
	vi.resetModules();
	vi.stubGlobal("location", { search: "", href: "http://127.0.0.1/" });
	vi.stubGlobal("window", globalThis);
	(await import("../../../bench/panel/src/road.ts")).takeRoad(road);
});

it("the energy of a span that is no longer chosen is not shown as that of the next", async () => {
	const { choose, read, refresh } = await import("../../../bench/panel/src/energy/state.ts");
	const refreshed = refresh();
	const chosen = choose("month");
	const [hour, month] = [next(), next()];
	const period = (start: number) => ({ start, wattHours: [], spread: false });
	month.answer([period(86_400)]);
	await chosen;
	hour.answer([period(60)]);
	await refreshed;
	expect(read.value).toEqual({ span: "month", periods: [period(86_400)] });
});

it("a leap that was cancelled is no refusal, and one that is refused later is", async () => {
	const { refusal } = await import("../../../bench/panel/src/api.ts");
	const { cancelLeaps, leap } = await import("../../../bench/panel/src/leaps.ts");
	const first = leap(3600);
	const cancelled = cancelLeaps();
	next().answer({ error: "cancelled" }, 409);
	next().answer({});
	await Promise.all([first, cancelled]);
	expect(refusal.value).toBeUndefined();
	// That of another page.
	const other = cancelLeaps();
	next().answer({});
	await other;
	const second = leap(60);
	next().answer({ error: "the supply is off" }, 409);
	await second;
	expect(refusal.value?.text).toBe("the supply is off");
});

it("a change of the CT ratio is warned of, also while the meter's is not known", async () => {
	const { live } = await import("../../../bench/panel/src/live.ts");
	const { chooseRatio, ratioWarning } = await import("../../../bench/panel/src/scenario/day.ts");
	expect(ratioWarning.value).toMatch(/becomes 50\/5 unless it is that already; it takes seven/);
	const settings = Buffer.alloc(100);
	settings.writeUInt32BE(0x01000005, 2 * (0x401f - 0x4003));
	const block = { address: 0x4003, meterSeconds: 1, integers: false };
	live.registers.value = {
		meterSeconds: 1,
		stopped: false,
		blocks: [{ ...block, words: settings.toString("hex") }],
	};
	expect(ratioWarning.value).toBe("");
	chooseRatio("250/5");
	expect(ratioWarning.value).toMatch(/becomes 250\/5; it takes seven changes/);
});
