import { beforeEach, expect, it, vi } from "vitest";
import { isWhole, rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LiveState } from "../../../bench/live/protocol.ts";
import { typedValue } from "../../../bench/panel/src/browser/value-entry.ts";
import { registerOf } from "../../../client/register-table.ts";

/** Registers of the meter by address. */
const words = new Map<number, number>();

/** Paths that the panel has asked. */
const asked: string[] = [];

/** Called with each request before the meter answers it. */
let before: (request: Buffer) => void = () => {};

/** Exception code of the answer to a request; undefined: none, and null: no answer at all. */
let refusal: (request: Buffer) => number | null | undefined = () => undefined;

/** Modbus ID of the meter. */
let unitId = 1;

/** Answers as the meter on its line does; no bytes: it is silent. */
function answerTo(request: Buffer): Uint8Array {
	before(request);
	const code = refusal(request);
	if (code === null || request[0] !== unitId) return new Uint8Array();
	if (code !== undefined) return rtuFrame(unitId, Uint8Array.of((request[1] ?? 0) | 0x80, code));
	const [first, count] = [request.readUInt16BE(2), request.readUInt16BE(4)];
	if (request[1] === 6) {
		const old = unitId;
		words.set(first, count);
		if (first === registerOf("modbusId").address) unitId = count;
		return rtuFrame(old, request.subarray(1, 6));
	}
	const registers = Buffer.alloc(2 * count);
	for (let i = 0; i < count; i++) registers.writeUInt16BE(words.get(first + i) ?? 0, 2 * i);
	return rtuFrame(unitId, Uint8Array.from([3, 2 * count, ...registers]));
}

const road = {
	fetch: async (path: string, init?: RequestInit) => {
		asked.push(path);
		if (path.endsWith("/seal")) return Response.json({});
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
	const { exchanges, live, unit } = await import("../../../bench/panel/src/live.ts");
	return { exchanges, live, unit, ...(await import("../../../bench/panel/src/browser/access.ts")) };
}

beforeEach(() => {
	words.clear();
	asked.length = 0;
	before = () => {};
	refusal = () => undefined;
	unitId = 1;
});

it("a register is read as an integer, also while the panel does not read by itself", async () => {
	const { live, readRows, samples } = await panel();
	words.set(registerOf("dataType").address, 2);
	words.set(registerOf("voltageL1").address + 1, 23_001);
	live.registers.value = null;
	expect(await readRows([registerOf("voltageL1")])).toBeUndefined();
	expect(samples.value.get("voltageL1")?.at(-1)?.value).toBeCloseTo(230.01, 6);
});

it("a register is read again if the data type changes while it is read", async () => {
	const { readRows, samples } = await panel();
	const { address } = registerOf("voltageL1");
	const put = (dataType: number, hex: number): void => {
		words.set(registerOf("dataType").address, dataType);
		words.set(address, hex >>> 16);
		words.set(address + 1, hex & 0xffff);
	};
	put(1, 0x43660000);
	before = (request) => {
		if (request.readUInt16BE(2) !== address) return;
		before = () => {};
		put(2, 23_000);
	};
	expect(await readRows([registerOf("voltageL1")])).toBeUndefined();
	expect(samples.value.get("voltageL1")?.map(({ value }) => value)).toEqual([230]);
});

it("a register that the meter has begun to refuse has no value, and the others have", async () => {
	const { readRows, samples } = await panel();
	const rows = [registerOf("pulseWidth"), registerOf("voltageL1")];
	await readRows(rows);
	expect([...samples.value.keys()]).toEqual(["pulseWidth", "voltageL1"]);
	const { address } = registerOf("voltageL1");
	refusal = (request) => (request.readUInt16BE(2) === address ? 4 : undefined);
	expect(await readRows(rows)).toBe("Refused: server device failure");
	expect([...samples.value.keys()]).toEqual(["pulseWidth"]);
});

it.each([
	["refuses", () => 6, "Refused: server device busy; nothing was changed.", 0],
	["does not answer", () => null, "No answer; it may have been changed or not.", 0],
	[
		"is silent when it is read back",
		(request: Buffer) => (request[1] === 6 ? undefined : null),
		"Written, but not read back: No answer.",
		30,
	],
] as const)("a meter that %s a write is believed in that", async (_, answers, text, value) => {
	const { writeRow } = await panel();
	refusal = answers;
	const row = registerOf("lcdCycleTime");
	expect(await writeRow(row, 30)).toEqual({ text, bad: true });
	expect(words.get(row.address) ?? 0).toBe(value && 0x30);
});

it("a meter that does not take the wiring is told of, and its seal is closed again", async () => {
	const { live } = await panel();
	live.sealOpen.value = false;
	const { refusal: shown } = await import("../../../bench/panel/src/api.ts");
	const { setMeterWiring } = await import("../../../bench/panel/src/mains/meter-wiring.ts");
	await setMeterWiring("3P3W");
	expect(shown.value).toBeUndefined();
	expect(words.get(registerOf("wiring").address)).toBe(1);
	refusal = (request) => (request[1] === 6 ? 6 : undefined);
	asked.length = 0;
	await setMeterWiring("3P4W");
	expect(shown.value?.text).toBe(
		"Wiring of the meter: Refused: server device busy; nothing was changed.",
	);
	expect(asked.filter((path) => path.endsWith("/seal"))).toHaveLength(2);
});

it("a meter that was given another Modbus ID is read at that", async () => {
	const { samples, unit, writeRow } = await panel();
	const done = await writeRow(registerOf("modbusId"), 17);
	expect(done).toEqual({ text: "Written and read back.", bad: false });
	expect(unit.value).toBe(17);
	expect(samples.value.get("modbusId")?.at(-1)?.value).toBe(17);
});

it("a meter that has stopped says so with its error code, and has no reading", async () => {
	const { live } = await panel();
	const { measured, stopped } = await import("../../../bench/panel/src/registers.ts");
	const settings = Buffer.alloc(100);
	settings.writeUInt16BE(0x81, 2 * (0x4015 - 0x4003));
	const block = { meterSeconds: 9, integers: false };
	live.registers.value = {
		meterSeconds: 9,
		stopped: true,
		blocks: [
			{ ...block, address: 0x5002, words: "" },
			{ ...block, address: 0x6000, words: "" },
			{ ...block, address: 0x4003, words: settings.toString("hex") },
		],
	};
	expect(stopped.value).toBe(
		"The meter has stopped for good and gives no readings. Error code 81h: Energy lost: the " +
			"meter has stopped; The memory could not be fully initialised.",
	);
	expect(measured.value?.get("errorCode")).toBe(0x81);
	for (const name of ["voltageL1", "forwardActiveEnergy", "resettableEnergy", "tariff"] as const)
		expect(measured.value?.has(name)).toBe(false);
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
		live.registers.value = { meterSeconds, stopped: false, blocks: [] };
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
