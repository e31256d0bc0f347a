/** Whatever is done to a real file, the reader returns a recording or throws one ComtradeError. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ComtradeError } from "../../../bench/comtrade/error.ts";
import {
	parseContainer,
	parseRecording,
	type Recording,
} from "../../../bench/comtrade/recording.ts";
import { Replay } from "../../../bench/comtrade/replay.ts";
import { bytesOf, errorOf } from "./waveforms.ts";

/** A change: cut, overwrite, insert or drop, at a place given as a fraction of the length. */
type Mutation =
	| { kind: "cut"; at: number }
	| { kind: "overwrite" | "insert"; at: number; bytes: Uint8Array }
	| { kind: "drop"; at: number; count: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
/** Bytes of the format itself, which do most harm. */
const bytes = fc.oneof(
	fc.uint8Array({ minLength: 1, maxLength: 8 }),
	fc
		.constantFrom(
			"999999999999",
			"-1",
			"0",
			"1e308",
			"1e-308",
			"NaN",
			",",
			"\n",
			"\r",
			"\x1a",
			"A",
			",,,,,,,,",
			"0x10",
		)
		.map((text) => new Uint8Array(Buffer.from(text, "latin1"))),
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
	fc.record({ kind: fc.constant("cut" as const), at: place }),
	fc.record({ kind: fc.constantFrom("overwrite" as const, "insert" as const), at: place, bytes }),
	fc.record({ kind: fc.constant("drop" as const), at: place, count: fc.nat({ max: 300 }) }),
);
const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

function mutate(original: Buffer, changes: Mutation[]): Buffer {
	return changes.reduce((data, change) => {
		const at = Math.floor(change.at * data.length);
		if (change.kind === "cut") return data.subarray(0, at);
		const skipped =
			change.kind === "drop" ? change.count : change.kind === "overwrite" ? change.bytes.length : 0;
		const added = change.kind === "drop" ? [] : [change.bytes];
		return Buffer.concat([data.subarray(0, at), ...added, data.subarray(at + skipped)]);
	}, original);
}

function expectOrderly(read: () => Recording): void {
	let recording: Recording;
	try {
		recording = read();
	} catch (error) {
		expect(error).toBeInstanceOf(ComtradeError);
		expect((error as Error).message).toMatch(/^x\.(cfg|dat|cff)[: ][^\r\n]+$/);
		return;
	}
	for (const channel of recording.configuration.analog)
		expect(recording.values(channel)).toHaveLength(recording.length);
	expect(recording.sections.at(-1)?.to).toBe(recording.length);
}

const NAMES = [
	"building-60hz",
	"substation-50hz",
	"transformer-60hz",
	"formats/ascii-1991",
	"formats/binary32-2013",
	"formats/binary-without-rate",
];

describe("mutated recordings", () => {
	it.each(NAMES)("%s, the .cfg changed", (name) => {
		const [cfg, dat] = [bytesOf(`${name}.cfg`), bytesOf(`${name}.dat`)];
		const read = (changes: Mutation[]) => () =>
			parseRecording(mutate(cfg, changes), "x.cfg", dat, "x.dat");
		fc.assert(
			fc.property(mutations, (changes) => expectOrderly(read(changes))),
			{ numRuns: 60 },
		);
	});

	it.each(NAMES)("%s, the .dat changed", (name) => {
		const [cfg, dat] = [bytesOf(`${name}.cfg`), bytesOf(`${name}.dat`)];
		const read = (changes: Mutation[]) => () =>
			parseRecording(cfg, "x.cfg", mutate(dat, changes), "x.dat");
		fc.assert(
			fc.property(mutations, (changes) => expectOrderly(read(changes))),
			{ numRuns: 20 },
		);
	});

	it("a single file (.cff), changed", () => {
		const original = bytesOf("formats/float32-2013.cff");
		const read = (changes: Mutation[]) => () => parseContainer(mutate(original, changes), "x.cff");
		fc.assert(
			fc.property(mutations, (changes) => expectOrderly(read(changes))),
			{ numRuns: 300 },
		);
	});

	it("a changed recording is refused, or replayed with finite numbers only", () => {
		const dat = bytesOf("transformer-60hz.dat").subarray(0, 200 * 118);
		const cfg = Buffer.from(
			bytesOf("transformer-60hz.cfg").toString("latin1").replace("1200,7200", "1200,200"),
		);
		const options = {
			channels: { voltages: [6, 7, 8], currents: [1, 2, 3] },
			scale: { voltage: 5e-4, current: 1 / 80 },
		} as const;
		const samples = new Float64Array(6 * 100);
		expect(
			errorOf(() => new Replay(parseRecording(cfg, "x.cfg", dat, "x.dat"), options)),
		).toBeUndefined();
		fc.assert(
			fc.property(mutations, mutations, fc.boolean(), (ofCfg, ofDat, which) => {
				const changed = which
					? ([mutate(cfg, ofCfg), dat] as const)
					: ([cfg, mutate(dat, ofDat)] as const);
				try {
					const replay = new Replay(
						parseRecording(changed[0], "x.cfg", changed[1], "x.dat"),
						options,
					);
					replay.fill(samples, 100);
					expect(samples.every(Number.isFinite)).toBe(true);
					expect(Number.isFinite(replay.frequency)).toBe(true);
				} catch (error) {
					expect(error).toBeInstanceOf(ComtradeError);
				}
			}),
			{ numRuns: 60 },
		);
	});
});
