import { beforeEach, expect, it, vi } from "vitest";
import { isWhole, rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LiveState } from "../../../bench/live/protocol.ts";
import { typedValue } from "../../../bench/panel/src/browser/value-entry.ts";
import { registerOf } from "../../../client/register-table.ts";

/** Registers of the meter by address. */
const words = new Map<number, number>();

/** Paths that the panel has asked. */
const asked: string[] = [];

/** Answers a request to read, as the meter on its line does. */
function answerTo(request: Buffer): Uint8Array {
	const [first, count] = [request.readUInt16BE(2), request.readUInt16BE(4)];
	const registers = Buffer.alloc(2 * count);
	for (let i = 0; i < count; i++) registers.writeUInt16BE(words.get(first + i) ?? 0, 2 * i);
	return rtuFrame(1, Uint8Array.from([3, 2 * count, ...registers]));
}

const road = {
	fetch: async (path: string, init?: RequestInit) => {
		asked.push(path);
		if (path.endsWith("/flash")) return new Response(null, { status: 404 });
		const { request } = JSON.parse(String(init?.body)) as { request: string };
		const bytes = Buffer.from(request, "hex");
		expect(isWhole(bytes)).toBe(true);
		return Response.json({ answer: Buffer.from(answerTo(bytes)).toString("hex") });
	},
	open: () => ({ isOpen: false, send: () => {} }),
	documentAt: (name: string) => name,
};

/** The modules of a panel that has just been loaded. */
async function panel() {
	vi.resetModules();
	vi.stubGlobal("location", { search: "", href: "http://127.0.0.1/" });
	vi.stubGlobal("window", globalThis);
	(await import("../../../bench/panel/src/road.ts")).takeRoad(road);
	const { live } = await import("../../../bench/panel/src/live.ts");
	return { live, ...(await import("../../../bench/panel/src/browser/access.ts")) };
}

beforeEach(() => {
	words.clear();
	asked.length = 0;
});

it("a register is read as an integer, also while the panel does not read by itself", async () => {
	const { live, readRows, samples } = await panel();
	words.set(registerOf("dataType").address, 2);
	words.set(registerOf("voltageL1").address + 1, 23_001);
	live.registers.value = null;
	expect(await readRows([registerOf("voltageL1")])).toBeUndefined();
	expect(samples.value.get("voltageL1")?.at(-1)?.value).toBeCloseTo(230.01, 6);
});

it("the course of a register begins again with the meter's time", async () => {
	const { live, readRows, samples } = await panel();
	for (const seconds of [900, 902, 3, 5]) {
		live.meterSeconds.value = seconds;
		await readRows([registerOf("pulseWidth")]);
	}
	expect(samples.value.get("pulseWidth")?.map(({ seconds }) => seconds)).toEqual([3, 5]);
});

it("a rate that a float does not hold exactly is offered as it can be written", () => {
	expect(typedValue(registerOf("s0Rate"), Math.fround(0.1))).toBe("0.1");
	expect(typedValue(registerOf("s0Rate"), Math.fround(0.01))).toBe("0.01");
});

it("errors are shown again after a restart of the bench with the same load", async () => {
	const { live } = await panel();
	const { steady } = await import("../../../bench/panel/src/chart/history.ts");
	const phase = { voltage: 230, current: 1, activePower: 199, reactivePower: 115 };
	const at = (meterSeconds: number): void => {
		const truth = { meterSeconds, frequency: 50, phases: [phase, phase, phase] };
		live.truth.value = {
			...truth,
			lineVoltages: [],
			total: {},
			energy: { primary: {} },
		} as unknown as LiveState["truth"];
		live.registers.value = { meterSeconds, blocks: [] };
	};
	for (const seconds of [600, 610]) at(seconds);
	expect(steady.value).toBe(true);
	at(1);
	expect(steady.value).toBe(false);
	at(10);
	expect(steady.value).toBe(true);
});

it("the fault that flips bits reads the flash of the panel's own bench", async () => {
	await panel();
	const { FAULTS } = await import("../../../bench/panel/src/faults/faults.ts");
	await FAULTS.find(({ name }) => name === "Flip bits in the flash")?.cause();
	expect(asked).toEqual(["/api/flash"]);
});
