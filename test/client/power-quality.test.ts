/** Power quality as clients read it, from registers that the test has written down. */
import VoltageEvent, { Kind } from "quality/voltage-event";
import { expect, it } from "vitest";
import { parseContainer } from "../../bench/comtrade/recording.ts";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import { readQuality, voltageEventOf } from "../../client/power-quality.ts";
import {
	COMMON_ROWS,
	durationText,
	known,
	PHASE_ROWS,
	percentsOf,
	topOf,
} from "../../client/quality-rows.ts";
import {
	CHANNEL_NAMES,
	NoWaveform,
	readHarmonics,
	readWaveform,
} from "../../client/quality-series.ts";
import type { RegisterAccess } from "../../client/register-access.ts";
import { cffOf, csvOf, valuesOf } from "../../client/waveform-file.ts";

it("values of power quality, demand and extremes are read in three requests", async () => {
	const asked: number[][] = [];
	const values = await readQuality({
		read: async (address, count) => {
			asked.push([address, count]);
			const writer = new ByteWriter(2 * count);
			for (let register = address; register < address + count; register += 2)
				if (register === 0x7358) writer.uint16(3).uint16(2);
				else if (register === 0x7360) writer.uint16(230).uint16(90);
				else if (register === 0x73a0) writer.uint16(15).uint16(0);
				else if (register === 0x73b0) writer.float32(690.5);
				else if (register === 0x73b4) writer.uint32(3600);
				else if (register === 0x73da) writer.float32(Number.NaN);
				else writer.float32(230);
			return new ByteReader(writer.written);
		},
		write: () => Promise.reject(new Error("nothing is written")),
	});
	expect(asked).toEqual([
		[0x7300, 100],
		[0x73a0, 28],
		[0x73c0, 36],
	]);
	expect(values.get("voltageThdL1")).toBe(230);
	expect(["dips", "swells"].map((name) => values.get(name as "dips"))).toEqual([3, 2]);
	expect([values.get("nominalVoltage"), values.get("dipLimit")]).toEqual([230, 90]);
	expect(values.get("demandPeriod")).toBe(15);
	expect(values.get("forwardDemandMaximum")).toBe(690.5);
	expect(values.get("forwardDemandMaximumAt")).toBe(3600);
	expect(values.get("activePowerMaximum")).toBeNaN();
	expect(values.get("voltageMinimumL2")).toBe(230);
});

it.each([
	[undefined, "—"],
	[Number.NaN, "—"],
	[-0.04, "0.0"],
	[-1.5, "−1.5"],
	[690.5, "690.5"],
])("%d is shown as %s", (value, text) => {
	expect(known(value, 1)).toBe(text);
});

it.each([
	[18, 0x2af0000a, { kind: "dip", phases: ["L1"], voltagePercent: 70, halfCycles: 10 }],
	[19, 0x94b0012c, { kind: "swell", phases: ["L3"], voltagePercent: 132.4, halfCycles: 300 }],
	[20, 0xe0000001, { kind: "interruption", phases: ["L1", "L2", "L3"], voltagePercent: 0 }],
	[18, 0x5fffffff, { phases: ["L2"], voltagePercent: 204.7, halfCycles: 262_143 }],
])("event %i with detail %i is decoded", (code, detail, expected) => {
	const event = voltageEventOf({ number: 5, operatingS: 77, code, detail });
	expect(event).toMatchObject({ number: 5, operatingS: 77, ...expected });
});

it("the event that the firmware makes of a dip is read as that dip", () => {
	const dip = new VoltageEvent(Kind.DIP);
	dip.setLimit(0.9);
	const all = [true, true, true];
	for (const volts of [0.85, 0.7, 0.85]) dip.take([1, volts ** 2, 1], all);
	expect(dip.take([1, 1, 1], all)).toBe(true);
	expect(voltageEventOf({ number: 1, operatingS: 0, code: 18, detail: dip.detail })).toMatchObject({
		phases: ["L2"],
		voltagePercent: 70,
		halfCycles: 3,
	});
});

it("other events are none of the voltage", () => {
	expect(voltageEventOf({ number: 1, operatingS: 0, code: 1, detail: 3 })).toBeUndefined();
});

/** A meter whose waveform has the numbers 0, 1, 2 …; `numbers` is its number at each block read. */
class FakeMeter implements RegisterAccess {
	readonly numbers: number[];
	chosen = [0, 0];
	/** Age and part that another client has chosen since. */
	stolen: number[] | undefined;
	rateHz = 1600;

	constructor(numbers: number[]) {
		this.numbers = numbers;
	}

	async write(address: number, words: readonly number[]): Promise<void> {
		expect(address).toBe(0x7700);
		this.chosen = [...words];
	}

	async read(address: number, count: number): Promise<ByteReader> {
		const writer = new ByteWriter(2 * count);
		if (address === 0x4000) writer.uint32(0x12345678);
		else if (address === 0x401f) writer.uint16(0x0100).uint16(0x0005);
		else if (address === 0x7700) this.#block(writer);
		else throw new Error(`register ${address.toString(16)} is not asked for`);
		return new ByteReader(writer.written);
	}

	#block(writer: ByteWriter): void {
		const [age = 0, block = 0] = this.stolen ?? this.chosen;
		writer.uint16(age).uint16(block);
		writer.uint32(this.numbers[block] ?? 7);
		writer.float32(0.5).float32(0.25).float32(this.rateHz);
		for (let spare = 0x770a; spare < 0x7710; spare++) writer.uint16(0);
		for (let place = 0; place < 96; place++) writer.uint16((96 * block + place - 768) & 0xffff);
	}
}

it("a waveform is read in sixteen blocks, and its file is read again by the bench", async () => {
	const parts: number[] = [];
	const waveform = await readWaveform(new FakeMeter([]), 0, (part) => void parts.push(part));
	expect(parts).toHaveLength(16);
	expect(waveform).toMatchObject({ number: 7, serialNumber: "12345678", length: 256 });
	expect([waveform.rateHz, waveform.frequency]).toEqual([1600, 50]);
	expect(waveform.stored(0)).toEqual([-768, -767, -766, -765, -764, -763]);
	expect(valuesOf(waveform, 128)).toEqual([0, 0.25, 1, 0.75, 2, 1.25]);
	const recording = parseContainer(Buffer.from(cffOf(waveform), "latin1"), "event.cff");
	const { analog, lineFrequency } = recording.configuration;
	expect([recording.length, lineFrequency]).toEqual([256, 50]);
	expect(recording.sections).toEqual([{ from: 0, to: 256, rate: 1600 }]);
	expect(analog.map(({ name, side }) => name + side)).toEqual(
		["V1", "I1", "V2", "I2", "V3", "I3"].map((name) => name + (name.startsWith("V") ? "S" : "P")),
	);
	expect([analog[1]?.primary, analog[1]?.secondary]).toEqual([100, 5]);
	analog.forEach((channel, index) => {
		const factor = index % 2 === 0 ? 0.5 : 0.25;
		const values = recording.values(channel);
		for (const point of [0, 1, 128, 255])
			expect(values[point]).toBeCloseTo(factor * (6 * point + index - 768), 6);
	});
	expect(csvOf(waveform).split("\r\n")[2]).toBe(
		"0.625,-381.00000,-190.250000,-380.00000,-189.750000,-379.00000,-189.250000",
	);
});

it("a waveform that cannot be had whole is refused with the reason", async () => {
	const reading = (meter: FakeMeter, age = 0) => expect(readWaveform(meter, age)).rejects;
	await reading(new FakeMeter([0]), 1).toThrow("No waveform 1: the meter keeps the last two");
	await reading(new FakeMeter([7, 7, 8])).toThrow("A new event has displaced the waveform");
	const stolen = new FakeMeter([]);
	stolen.stolen = [1, 3];
	await reading(stolen).toThrow("Another client reads a waveform at the same time");
	await reading(new FakeMeter([0])).toBeInstanceOf(NoWaveform);
	for (const rateHz of [0, Number.NaN]) {
		const lost = new FakeMeter([]);
		lost.rateHz = rateHz;
		await reading(lost).toThrow("The mains frequency, by which the points are spaced");
	}
});

it("harmonics are those of their channel", async () => {
	const asked: number[][] = [];
	const meter: RegisterAccess = {
		read: async (address, count) => {
			asked.push([address, count]);
			const writer = new ByteWriter(2 * count);
			for (let order = 1; order <= count / 2; order++) writer.float32(order === 2 ? Number.NaN : 8);
			return new ByteReader(writer.written);
		},
		write: async () => {},
	};
	const harmonics = await readHarmonics(meter, 3);
	expect(asked).toEqual([[0x74f0, 80]]);
	expect(CHANNEL_NAMES[3]).toBe("I2");
	expect([harmonics.length, harmonics[0], harmonics[39]]).toEqual([40, 8, 8]);
	expect(percentsOf(harmonics, 12).slice(0, 2)).toEqual([Number.NaN, 100]);
	expect(percentsOf(harmonics, Number.NaN)[1]).toBeNaN();
});

it("rows have the registers' titles and units, without the phase", () => {
	const [thd] = PHASE_ROWS;
	expect([thd?.title, thd?.unit, thd?.names[2]]).toEqual(["Voltage THD", "%", "voltageThdL3"]);
	expect(COMMON_ROWS[0]?.title).toBe("Neutral current, calculated");
});

it.each([
	[[], 1],
	[[0.2, Number.NaN], 1],
	[[7, 2], 10],
	[[900], 900],
])("bars of %j have room below %d %%", (percents, top) => {
	expect(topOf(percents)).toBe(top);
});

it.each([
	[1, 50, "0.5 cycle, 10 ms"],
	[10, 50, "5 cycles, 100 ms"],
	[4800, 60, "2400 cycles, 40.00 s"],
	[3, 0, "1.5 cycles"],
	[262_143, 50, "131071.5 cycles, 2621.43 s or more"],
])("%d half cycles at %d Hz last %s", (halfCycles, frequencyHz, text) => {
	expect(durationText(halfCycles, frequencyHz)).toBe(text);
});
