/** Waveforms of events as files. Truth: the mains' model, in which the test makes the dip. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseContainer } from "../../../bench/comtrade/recording.ts";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";

/** Voltage and current of L1 before and in the dip, and of the others; A at the terminals. */
const [BEFORE, DIP] = [230, 161];
const CURRENT = 2;
const RATIO = 100 / 5;
const ANGLE = 60;

/** Points of a cycle, and cycles before the event. */
const CYCLE = 32;

let bench: RunningBench;

beforeAll(async () => {
	const args = ["--front-end", "linear", "--ct", "100/5", "--speed", "20"];
	bench = await startBench(["--engine", "node", ...args]);
	await mains([{}, {}, {}].map(() => ({ current: CURRENT, angle: ANGLE })));
});

afterAll(() => bench?.stop());

async function mains(phases: readonly (object | null)[]): Promise<void> {
	expect((await bench.call("PATCH", "/api/mains", { phases })).status).toBe(200);
	expect((await bench.call("POST", "/api/advance", { seconds: 2 })).status).toBe(200);
}

const fetched = (query: string) => fetch(`${bench.http}/api/event-waveform.${query}`);

/** The newest waveform, and its values of V1 I1 V2 I2 V3 I3, as the bench's own reader has it. */
async function newest() {
	const answer = await fetched("cff");
	expect(answer.status).toBe(200);
	const bytes = new Uint8Array(await answer.arrayBuffer());
	const recording = parseContainer(bytes, "event.cff");
	const { analog } = recording.configuration;
	return { bytes, recording, channels: analog.map((channel) => recording.values(channel)) };
}

const mean = (values: Float64Array, of: (value: number, at: number) => number): number =>
	values.reduce((sum, value, at) => sum + of(value, at), 0) / values.length;

const rms = (values: Float64Array): number => Math.sqrt(mean(values, (value) => value * value));

it("there is none before an event, and it says so", async () => {
	for (const [query, age] of [
		["cff", 0],
		["csv", 0],
		["cff?age=1", 1],
	] as const) {
		const answer = await fetched(query);
		const error = `No waveform ${age}: the meter keeps the last two since power-up`;
		expect([answer.status, await answer.json()]).toEqual([409, { error }]);
	}
});

it.each(["age=2", "age=-1", "age=new", "more=1"])("?%s is refused by name", async (query) => {
	const answer = await fetched(`cff?${query}`);
	expect(answer.status).toBe(400);
	expect(((await answer.json()) as { error: string }).error).toContain(query.split("=")[0]);
});

it("a dip that the mains made is in the file, phase, depth, current and angle", async () => {
	await mains([{ voltage: DIP }, null, null]);
	await mains([{ voltage: BEFORE }, null, null]);
	const { recording, channels } = await newest();
	const { analog, lineFrequency } = recording.configuration;
	expect(lineFrequency).toBeCloseTo(50, 1);
	expect([recording.length, recording.sections[0]?.rate]).toEqual([
		8 * CYCLE,
		expect.closeTo(CYCLE * 50, 0),
	]);
	expect(analog.map(({ name, unit }) => `${name} ${unit}`).join()).toBe(
		"V1 V,I1 A,V2 V,I2 A,V3 V,I3 A",
	);
	const [first, last] = [
		[0, 2 * CYCLE],
		[6 * CYCLE, 8 * CYCLE],
	] as const;
	channels.forEach((values, index) => {
		const isVoltage = index % 2 === 0;
		for (const part of [first, last]) {
			const volts = index === 0 && part === last ? DIP : BEFORE;
			const expected = isVoltage ? volts : CURRENT * RATIO;
			expect(rms(values.subarray(...part)) / expected).toBeCloseTo(1, 3);
		}
	});
	// The current lags by 60 degrees in each phase.
	for (const phase of [0, 1, 2]) {
		const volts = channels[2 * phase]?.subarray(...first) ?? new Float64Array();
		const amps = channels[2 * phase + 1]?.subarray(...first) ?? new Float64Array();
		const factor = mean(volts, (value, at) => value * (amps[at] ?? 0)) / (rms(volts) * rms(amps));
		expect(factor).toBeCloseTo(Math.cos((ANGLE * Math.PI) / 180), 2);
	}
	const table = (await (await fetched("csv")).text()).split("\r\n");
	expect(table[0]).toBe("ms,V1 V,I1 A,V2 V,I2 A,V3 V,I3 A");
	expect(Number(table[1]?.split(",")[1])).toBeCloseTo(channels[0]?.[0] ?? 0, 2);
	expect(table).toHaveLength(8 * CYCLE + 2);
});

it("the newest is of age 0, the one before of age 1", async () => {
	// Without the times, which follow the frequency as it is measured at each read.
	const valuesOf = async (query: string): Promise<string[]> =>
		(await (await fetched(query)).text()).split("\r\n").map((line) => line.replace(/^.*?,/, ""));
	const before = await valuesOf("csv");
	await mains([null, { voltage: 270 }, null]);
	await mains([null, { voltage: BEFORE }, null]);
	const { channels } = await newest();
	expect(rms(channels[2]?.subarray(6 * CYCLE) ?? new Float64Array()) / 270).toBeCloseTo(1, 3);
	expect(await valuesOf("csv?age=1")).toEqual(before);
	expect(await valuesOf("csv")).not.toEqual(before);
});

it("the file is played at the terminals again, and the meter sees the event again", async () => {
	const { bytes } = await newest();
	const swells = async (): Promise<unknown> => (await readings()).swells?.value;
	const count = Number(await swells());
	const put = await fetch(`${bench.http}/api/waveform?name=event.cff`, {
		method: "PUT",
		headers: { "content-type": "application/octet-stream" },
		body: bytes,
	});
	expect(put.status, await put.text()).toBe(200);
	await bench.call("POST", "/api/advance", { seconds: 3 });
	expect(Number(await swells())).toBeGreaterThan(count);
	const { phases } = (await bench.call("GET", "/api/truth")).body as {
		phases: { voltage: number; current: number }[];
	};
	// Three cycles of before and five of the swell, at the secondary side of the transformers.
	expect(phases[1]?.voltage).toBeCloseTo(Math.sqrt((3 * BEFORE ** 2 + 5 * 270 ** 2) / 8), -1);
	expect(phases[1]?.current).toBeCloseTo(CURRENT, 2);
});

async function readings(): Promise<Record<string, { value: unknown }>> {
	const { body } = await bench.call("GET", "/api/readings");
	return (body as { readings: Record<string, { value: unknown }> }).readings;
}
