import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import { Mains } from "../../bench/mains/model.ts";
import { patchMains } from "../../bench/mains/validation.ts";
import { framesMessage, startMessage } from "../../bench/meter/link.ts";
import { BYTES_PER_FRAME, Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { bundleFirmware } from "../../tools/bundle.mjs";
import { type EngineName, encode, runEngine } from "../engine/run-engine.ts";
import { withCrc } from "../support/line.ts";

/** Loads that a meter sees one after the other, with the frames it sees them. */
const SCENARIO = [
	{ frames: 13_200, mains: {} },
	{
		frames: 31_083,
		mains: { frequency: 49.3, phases: [{ current: 0.002 }, { angle: 60 }, { voltage: 207, angle: 190 }] },
	},
	{ frames: 8_501, mains: { sequence: "132", phases: [{ voltage: 0 }] } },
	{
		frames: 46_000,
		mains: {
			frequency: 61.7,
			phases: [{ voltage: 241.3, harmonics: [{ order: 5, voltagePercent: 8, currentPercent: 30 }] }],
		},
	},
];

const SERIAL_NUMBER = 12345678;

/** Reads of the identity, state and checksums, of all measurements and energies. */
const READS = [
	withCrc([1, 3, 0x40, 0, 0, 13]),
	withCrc([1, 3, 0x40, 0x12, 0, 0x14]),
	withCrc([1, 3, 0x50, 0, 0, 0x38]),
	withCrc([1, 3, 0x60, 0, 0, 0x7d]),
];

/** Frames that end a request. */
const SILENCE = 20;

/** Everything that the bench says in the scenario, each load followed by reads of the registers. */
function scenario(): Buffer {
	const mains = new Mains();
	const frontEnd = new FrontEnd({ seed: SERIAL_NUMBER });
	const messages: Buffer[] = [];
	let sequence = 0;
	const run = (frames: number): void => {
		for (let left = frames; left > 0; left -= 80) {
			const count = Math.min(left, 80);
			const samples = new Float64Array(6 * count);
			const bytes = new Uint8Array(BYTES_PER_FRAME * count);
			mains.fill(samples, count);
			frontEnd.convert(samples, count, bytes);
			messages.push(framesMessage(sequence++, bytes));
		}
	};
	/** The last block once more, two that are lost, and a quarter of a second without any. */
	const disturb = (): void => {
		const last = messages.at(-1);
		if (last) messages.push(last);
		sequence += 2;
		messages.push(encode(ToBoard.TIME, [0xe8, 3, 0, 0]));
		run(800);
	};
	messages.push(startMessage({ serialNumber: SERIAL_NUMBER, modbusId: 1, mbusAddress: 0 }));
	for (const step of SCENARIO) {
		mains.apply(patchMains(mains.settings, step.mains));
		run(step.frames);
		disturb();
		for (const read of READS) {
			messages.push(encode(ToBoard.RECEIVED, [Port.RS485, ...read]));
			run(SILENCE);
		}
	}
	return Buffer.concat(messages);
}

let bundle: string;
let input: Buffer;

beforeAll(async () => {
	bundle = readFileSync(await bundleFirmware(), "utf8");
	input = scenario();
});

/** What the meter answers on the bus, with the meter time of each answer. */
function answers(engine: EngineName): string[] {
	const { status, messages, stderr } = runEngine(engine, bundle, input);
	expect(stderr).toBe("");
	expect(status).toBe(0);
	return messages
		.filter(({ type }) => type === ToBench.TRANSMIT)
		.map(({ payload }) => payload.toString("hex"));
}

it("gives the same registers on XS and on Node, bit for bit, at the same meter time", () => {
	const xs = answers("xs");
	expect(xs).toHaveLength(READS.length * SCENARIO.length);
	expect(new Set(xs).size).toBe(xs.length);
	expect(xs[0]).toContain("0103".concat("1a", "12345678", "1113"));
	expect(answers("node")).toEqual(xs);
});
