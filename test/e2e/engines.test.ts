import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import { Mains } from "../../bench/mains/model.ts";
import { patchMains } from "../../bench/mains/validation.ts";
import { framesMessage, startMessage } from "../../bench/meter/link.ts";
import { BYTES_PER_FRAME, Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { buildSdkEngine } from "../../engine/image/desktop.ts";
import { buildImage } from "../../engine/image/image.ts";
import { bundleByteCodeFirmware, bundleFirmware } from "../../scripts/bundle.ts";
import { softwareChecksums } from "../../scripts/checksums.ts";
import { runImage } from "../../testkit/emulated-engine.ts";
import { withCrc } from "../../testkit/line.ts";
import {
	allEngines,
	type EngineName,
	encode,
	type Message,
	type Run,
	runEngine,
	runProgram,
} from "../../testkit/run-engine.ts";

/** Loads in sequence, each with its number of frames. */
const SCENARIO = [
	{ frames: 13_200, mains: {} },
	{
		frames: 31_083,
		mains: {
			frequency: 49.3,
			phases: [{ current: 0.002 }, { angle: 60 }, { voltage: 207, angle: 190 }],
		},
	},
	{ frames: 8_501, mains: { sequence: "132", phases: [{ voltage: 0 }] } },
	{
		frames: 46_000,
		mains: {
			frequency: 61.7,
			phases: [
				{ voltage: 241.3, harmonics: [{ order: 5, voltagePercent: 8, currentPercent: 30 }] },
			],
		},
	},
];

const SERIAL_NUMBER = 12345678;

/** Requests for identity, state and checksums, all measurements, and energies. */
const READS = [
	withCrc([1, 3, 0x40, 0, 0, 13]),
	withCrc([1, 3, 0x40, 0x12, 0, 0x14]),
	withCrc([1, 3, 0x50, 0, 0, 0x38]),
	withCrc([1, 3, 0x60, 0, 0, 0x7d]),
];

/** Frames of silence that end a request. */
const SILENCE_FRAMES = 40;

/** The bench's messages in the scenario: each load followed by reads of the registers. */
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
	/** Repeats the last block, loses two and lets a quarter of a second pass without any. */
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
			run(SILENCE_FRAMES);
		}
	}
	return Buffer.concat(messages);
}

let bundlePath: string;
let bundle: string;
let input: Buffer;

beforeAll(async () => {
	bundlePath = await bundleFirmware();
	bundle = readFileSync(bundlePath, "utf8");
	input = scenario();
});

/** The meter's answers on the bus, each with its meter time. */
function transmissions(messages: readonly Message[]): string[] {
	return messages
		.filter(({ type }) => type === ToBench.TRANSMIT)
		.map(({ payload }) => payload.toString("hex"));
}

function answers(engine: EngineName, script = bundle): string[] {
	return answersIn(runEngine(engine, script, input));
}

function answersIn({ status, messages, stderr }: Run): string[] {
	expect(stderr).toBe("");
	expect(status).toBe(0);
	return transmissions(messages);
}

describe("the same registers, bit for bit, at the same meter time", () => {
	let xs: string[];

	beforeAll(() => {
		xs = answers("xs");
	});

	it("XS answers every read of the scenario", async () => {
		expect(xs).toHaveLength(READS.length * SCENARIO.length);
		expect(new Set(xs).size).toBeGreaterThan(xs.length / 2);
		expect(xs[0]).toContain("0103".concat("1a", "12345678", "1113"));
	});

	it("Node sends the same registers as XS at the same meter time", () => {
		expect(answers("node")).toEqual(xs);
	});

	it.each(["xs", "node"] as const)(
		"%s with the kernel as byte code sends the same registers at the same meter time",
		async (engine) => {
			const path = await bundleByteCodeFirmware();
			expect(answers(engine, readFileSync(path, "utf8"))).toEqual(xs);
		},
	);

	it("the Cortex-M7 sends the same registers as XS at the same meter time", async () => {
		const image = await buildImage(bundlePath, () => {});
		expect(transmissions(await runImage(image, input))).toEqual(xs);
	});

	it("XS as WebAssembly sends the same registers at the same meter time", async () => {
		const { wasm } = await allEngines();
		expect(answersIn(runProgram(wasm, bundle, input))).toEqual(xs);
	});

	/** Folder of the Moddable SDK; "" if there is none, as with `npm test` on a bare machine. */
	const sdk = process.env.MODDABLE ?? "";

	it.skipIf(sdk === "")(
		"XS of the SDK that MODDABLE names sends the same registers at the same meter time",
		async () => {
			const engine = await buildSdkEngine(sdk);
			expect(answersIn(runProgram([engine], bundle, input))).toEqual(xs);
		},
	);

	it("the registers contain the checksums of this software", async () => {
		const { legallyRelevant, other } = await softwareChecksums("virtual");
		const hex = (value: number): string => value.toString(16).padStart(8, "0");
		// Clock, port, unit ID, function code and length come before registers 4012 to 4025.
		const state = Buffer.from(xs[1] ?? "", "hex").subarray(5 + 3);
		expect(state.subarray(2 * 9, 2 * 11).toString("hex")).toBe(hex(legallyRelevant));
		expect(state.subarray(2 * 17, 2 * 19).toString("hex")).toBe(hex(other));
	});
});
