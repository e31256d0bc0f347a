import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { word } from "../../../testkit/sample-words.ts";
import { ccitt } from "./converter.ts";

const native = fileURLToPath(new URL("./native/", import.meta.url));

/** A frame of the converter: STATUS, V1 I1 V2 I2 V3 I3 (24 bits each), two more channels, CRC. */
function frame(samples: readonly number[], { status = 0x013f, damage = 0 } = {}): string {
	const words = [status << 8, ...samples, 0, 0].map((each) => each & 0xffffff);
	const bytes = words.flatMap((each) => [each >> 16, (each >> 8) & 0xff, each & 0xff]);
	const crc = ccitt(bytes);
	bytes.push(crc >> 8, crc & 0xff, 0);
	bytes[4] ^= damage;
	return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("the native collector of frames, on the desktop", () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "ambit-native-"));
		const options = [
			"-std=gnu17",
			"-Wall",
			"-Wextra",
			"-Werror",
			"-fsanitize=undefined",
			"-fno-sanitize-recover",
		];
		execFileSync(
			"gcc",
			[...options, "-I", native, join(native, "harness.c"), "-o", join(folder, "harness")],
			{
				timeout: 60_000,
			},
		);
	});
	afterAll(() => {
		rmSync(folder, { recursive: true });
	});

	/** Output lines of commands of `native/harness.c`. */
	const run = (...commands: string[]) =>
		execFileSync(join(folder, "harness"), {
			input: `${commands.join("\n")}\n`,
			encoding: "utf8",
			timeout: 20_000,
		})
			.trimEnd()
			.split("\n");
	const zero = [0, 0, 0, 0, 0, 0];
	/** The two frames that the converter has buffered. */
	const stale = ["start", `frame ${frame(zero)}`, `frame ${frame(zero)}`, "ready 2"];
	/** One frame, read when DRDY falls. */
	const fetched = (samples: readonly number[], options = {}) => [
		`frame ${frame(samples, options)}`,
		"ready 1",
	];

	it.each([
		[[0, 0, 0, 0, 0, 0]],
		[[1, -1, 0x7fffff, -0x800000, -0x800000, 0x7fffff]],
		[[123456, -654321, -2048, -64, 2047, 63]],
	])("the collector packs the samples %j in the format of src/board.ts", (samples) => {
		const words = [0, 2, 4].map((at) => word(samples[at], samples[at + 1]));
		expect(run(...stale, ...fetched(samples), "read 10")).toEqual([words.join(" ")]);
	});

	it("the collector discards frames buffered before the start and delivers the rest", () => {
		const samples = [0, 64, 0, 128, 0, 192];
		expect(run(...stale, ...fetched(samples), ...fetched(zero), "read 1", "read 10")).toEqual([
			"1 2 3",
			"0 0 0",
		]);
	});

	it("the collector drops and counts a frame whose CRC is wrong", () => {
		const commands = [
			...stale,
			...fetched(zero, { damage: 1 }),
			...fetched(zero),
			"read 10",
			"state",
		];
		expect(run(...commands)).toEqual(["0 0 0", "1 0 0 0"]);
	});

	it("the collector reads frames that the converter buffered and counts those lost", () => {
		const five = Array.from({ length: 5 }, () => `frame ${frame(zero)}`);
		expect(run(...stale, ...five, "ready 5", "read 10", "state")).toEqual([
			"0 0 0 0 0 0",
			"3 0 0 0",
		]);
	});

	it("the collector reports that the converter was reset", () => {
		expect(run(...stale, ...fetched(zero, { status: 0x0500 }), "state")).toEqual(["0 1 0 0"]);
		expect(run(...stale, ...fetched(zero, { status: 0x0100 }), "state")).toEqual(["0 0 0 0"]);
	});

	it("the collector posts a message per 80 frames, and none while one is pending", () => {
		const many = (count: number) => Array.from({ length: count }, () => fetched(zero)).flat();
		expect(run(...stale, ...many(79), "state", ...many(1), "state", ...many(200), "state")).toEqual(
			["0 0 0 0", "0 0 1 0", "0 0 1 0"],
		);
		expect(
			run(
				...stale,
				...many(80),
				"deliver",
				"read 80",
				...many(79),
				"state",
				...many(1),
				"state",
			).slice(1),
		).toEqual(["0 0 1 1", "0 0 2 1"]);
	});

	it("the collector keeps the oldest 512 frames while XS is busy, and counts the rest", () => {
		const numbered = (count: number) =>
			Array.from({ length: count }, (_, i) => fetched([0, i * 64, 0, 0, 0, 0])).flat();
		const [words, state] = run(...stale, ...numbered(600), "read 600", "state");
		const first = words.split(" ").filter((_, i) => i % 3 === 0);
		expect(first.map(Number)).toEqual(Array.from({ length: 512 }, (_, i) => i));
		expect(state).toBe("88 0 1 0");
	});

	it("the collector neither collects nor calls back while stopped, and can start again", () => {
		const commands = [
			...stale,
			...fetched(zero),
			"stop",
			"ready 1",
			...stale,
			...fetched([0, 64, 0, 0, 0, 0]),
		];
		expect(run(...commands, "read 10")).toEqual(["1 0 0"]);
	});
});
