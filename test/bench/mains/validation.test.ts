import fc from "fast-check";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { MAINS_PATCH_SCHEMA, MAINS_SCHEMA } from "../../../bench/mains/schema.ts";
import { DEFAULT_MAINS, type MainsSettings } from "../../../bench/mains/settings.ts";
import { MainsError, patchMains, validateMains } from "../../../bench/mains/validation.ts";

/** The default settings as a client would send them, with a part replaced. */
function whole(part: object = {}): unknown {
	return { ...JSON.parse(JSON.stringify(DEFAULT_MAINS)), ...part };
}

function withPhase(index: number, part: object): unknown {
	return whole({
		phases: DEFAULT_MAINS.phases.map((phase, at) => (at === index ? { ...phase, ...part } : phase)),
	});
}

function withHarmonics(...harmonics: unknown[]): unknown {
	return withPhase(0, { harmonics });
}

describe("whole settings", () => {
	it("default to 3 × 230 V, 1 A, 50 Hz", () => {
		const phase = { voltage: 230, current: 1, angle: 0, harmonics: [] };
		expect(validateMains(DEFAULT_MAINS)).toEqual({
			wiring: "3P4W",
			frequency: 50,
			sequence: "123",
			tariffInput: false,
			phases: [phase, phase, phase],
		});
	});

	it("take their limits in", () => {
		for (const [voltage, current, angle] of [
			[0, 0, -360],
			[480, 21.2, 360],
		]) {
			const settings = validateMains(withPhase(2, { voltage, current, angle }));
			expect(settings.phases[2]).toMatchObject({ voltage, current, angle });
		}
		expect(validateMains(whole({ frequency: 40 })).frequency).toBe(40);
		expect(validateMains(whole({ frequency: 70 })).frequency).toBe(70);
	});

	it("take harmonics left out as none, and what a harmonic leaves out as 0", () => {
		const phase = { voltage: 230, current: 1, angle: 0 };
		const settings = validateMains(
			whole({ phases: [phase, { ...phase, harmonics: [{ order: 5 }] }, phase] }),
		);
		expect(settings.phases[0].harmonics).toEqual([]);
		expect(settings.phases[1].harmonics).toEqual([
			{ order: 5, voltagePercent: 0, currentPercent: 0, voltageAngle: 0, currentAngle: 0 },
		]);
	});

	it("do not follow the object they came from", () => {
		const source = JSON.parse(JSON.stringify(whole()));
		const settings = validateMains(source);
		source.phases[0].voltage = 1;
		source.phases[0].harmonics.push({ order: 3 });
		expect(settings).toEqual(DEFAULT_MAINS);
	});

	it.each<[unknown, string]>([
		[null, "mains: must be an object, not null"],
		[[], "mains: must be an object, not an array"],
		["x", "mains: must be an object, not a string"],
		[whole({ colour: 1 }), "colour: is not a known field"],
		[whole({ "a\nb": 1 }), "a?b: is not a known field"],
		[JSON.parse('{"__proto__": {}}'), "__proto__: is not a known field"],
		[whole({ wiring: "4P4W" }), 'wiring: "4P4W" is none of "3P4W", "3P3W", "2P3W", "1P2W"'],
		[whole({ wiring: 3 }), 'wiring: must be one of "3P4W", "3P3W", "2P3W", "1P2W", not a number'],
		[whole({ sequence: 123 }), 'sequence: must be one of "123", "132", not a number'],
		[whole({ sequence: "321" }), 'sequence: "321" is none of "123", "132"'],
		[whole({ tariffInput: 1 }), "tariffInput: must be true or false, not a number"],
		[whole({ frequency: 0 }), "frequency: 0 is out of range 40..70 Hz"],
		[whole({ frequency: 39.99 }), "frequency: 39.99 is out of range 40..70 Hz"],
		[whole({ frequency: 70.01 }), "frequency: 70.01 is out of range 40..70 Hz"],
		[whole({ frequency: "50" }), "frequency: must be a number, not a string"],
		[whole({ frequency: null }), "frequency: must be a number, not null"],
		[whole({ frequency: undefined }), "frequency: is missing"],
		[whole({ frequency: Number.NaN }), "frequency: NaN is out of range 40..70 Hz"],
		[whole({ phases: {} }), "phases: must be an array, not an object"],
		[whole({ phases: [] }), "phases: 3 phases are needed, not 0"],
		[whole({ phases: [1, 2, 3, 4] }), "phases: 3 phases are needed, not 4"],
		[whole({ phases: [1, 2, 3] }), "phases[0]: must be an object, not a number"],
		[withPhase(1, { voltage: -3 }), "phases[1].voltage: -3 is out of range 0..480 V"],
		[withPhase(1, { voltage: 10_000 }), "phases[1].voltage: 10000 is out of range 0..480 V"],
		[withPhase(2, { current: -0.001 }), "phases[2].current: -0.001 is out of range 0..21.2 A"],
		[withPhase(2, { current: 21.21 }), "phases[2].current: 21.21 is out of range 0..21.2 A"],
		[withPhase(2, { current: Infinity }), "phases[2].current: Infinity is out of range 0..21.2 A"],
		[withPhase(0, { angle: 361 }), "phases[0].angle: 361 is out of range -360..360 degrees"],
		[withPhase(0, { angle: [0] }), "phases[0].angle: must be a number, not an array"],
		[withPhase(0, { power: 1 }), "phases[0].power: is not a known field"],
		[withPhase(0, { harmonics: 5 }), "phases[0].harmonics: must be an array, not a number"],
		[withHarmonics(null), "phases[0].harmonics[0]: must be an object, not null"],
		[withHarmonics({}), "phases[0].harmonics[0].order: is missing"],
		[withHarmonics({ order: 1 }), "phases[0].harmonics[0].order: 1 is out of range 2..3000"],
		[withHarmonics({ order: 3001 }), "phases[0].harmonics[0].order: 3001 is out of range 2..3000"],
		[withHarmonics({ order: 2.5 }), "phases[0].harmonics[0].order: 2.5 is not a whole number"],
		[withHarmonics({ order: 3 }, { order: 3 }), "phases[0].harmonics[1].order: 3 is given twice"],
		[
			withHarmonics({ order: 3, voltagePercent: 101 }),
			"phases[0].harmonics[0].voltagePercent: 101 is out of range 0..100 %",
		],
		[
			withHarmonics({ order: 3, currentPercent: -1 }),
			"phases[0].harmonics[0].currentPercent: -1 is out of range 0..100 %",
		],
		[
			withHarmonics({ order: 3, voltageAngle: "0" }),
			"phases[0].harmonics[0].voltageAngle: must be a number, not a string",
		],
		[
			withHarmonics({ order: 3, currentAngle: null }),
			"phases[0].harmonics[0].currentAngle: must be a number, not null",
		],
	])("refuse %j in one line", (candidate, message) => {
		expect(() => validateMains(candidate)).toThrow(new MainsError(...split(message)));
	});

	it("keep the voltage between two phases below full scale in 3P3W", () => {
		const settings = withPhase(1, { voltage: 321 }) as object;
		expect(() => validateMains({ ...settings, wiring: "3P3W" })).toThrow(
			"phases[1].voltage: 321 is out of range 0..320 V in 3P3W",
		);
		expect(validateMains(settings).phases[1].voltage).toBe(321);
	});
});

function split(message: string): [string, string] {
	const colon = message.indexOf(": ");
	return [message.slice(0, colon), message.slice(colon + 2)];
}

describe("a part of the settings", () => {
	const current = validateMains(withHarmonics({ order: 7, voltagePercent: 3 }));

	it("changes what it names and nothing else", () => {
		expect(patchMains(current, { frequency: 60, tariffInput: true })).toEqual({
			...current,
			frequency: 60,
			tariffInput: true,
		});
	});

	it("reaches into phases, null and {} and missing ones staying as they are", () => {
		const [l1, l2, l3] = current.phases;
		expect(patchMains(current, { phases: [null, { current: 5 }] }).phases).toEqual([
			l1,
			{ ...l2, current: 5 },
			l3,
		]);
		expect(patchMains(current, { phases: [{}, {}, { angle: 180 }] }).phases).toEqual([
			l1,
			l2,
			{ ...l3, angle: 180 },
		]);
		expect(patchMains(current, { phases: [] })).toEqual(current);
		expect(patchMains(current, {})).toEqual(current);
	});

	it("replaces a phase's harmonics whole", () => {
		const { phases } = patchMains(current, {
			phases: [{ harmonics: [{ order: 5, currentPercent: 40 }] }],
		});
		expect(phases[0].harmonics.map(({ order }) => order)).toEqual([5]);
	});

	it.each<[unknown, string]>([
		[[], "mains: must be an object, not an array"],
		[{ wirings: "3P4W" }, "wirings: is not a known field"],
		[{ frequency: null }, "frequency: must be a number, not null"],
		[
			{ frequency: 60, phases: [{ current: 5 }, { current: -5 }] },
			"phases[1].current: -5 is out of range 0..21.2 A",
		],
		[{ phases: null }, "phases: must be an array, not null"],
		[{ phases: [null, null, null, null] }, "phases: 3 phases at most, not 4"],
		[{ phases: [7] }, "phases[0]: must be an object, not a number"],
		[{ phases: [{}, { volts: 7 }] }, "phases[1].volts: is not a known field"],
		[{ phases: [{ harmonics: null }] }, "phases[0].harmonics: must be an array, not null"],
	])("that is wrong, such as %j, is refused and changes nothing", (patch, message) => {
		const before = JSON.stringify(current);
		expect(() => patchMains(current, patch)).toThrow(new MainsError(...split(message)));
		expect(JSON.stringify(current)).toBe(before);
	});
});

/**
 * JSON that is often close to settings: their field names, values in and out of range, and noise.
 */
function almostSettings(): fc.Arbitrary<unknown> {
	const value = fc.oneof(
		fc.jsonValue({ maxDepth: 1 }),
		fc.constantFrom<unknown>(0, -1, 2, 5, 40, 41, 50, 230, 1e4, "3P4W", "3P3W", "132", true, null),
	);
	const harmonic = fc.record(
		{ order: value, voltagePercent: value, currentPercent: value, voltageAngle: value },
		{ requiredKeys: [] },
	);
	const phase = fc.record(
		{
			voltage: value,
			current: value,
			angle: value,
			harmonics: fc.oneof(value, fc.array(harmonic)),
		},
		{ requiredKeys: [] },
	);
	return fc.oneof(
		fc.jsonValue(),
		fc.record(
			{
				wiring: fc.oneof(value, fc.constantFrom("3P4W", "3P3W")),
				frequency: fc.oneof(value, fc.double({ min: 40, max: 70 })),
				sequence: fc.oneof(value, fc.constantFrom("123", "132")),
				tariffInput: fc.oneof(value, fc.boolean()),
				phases: fc.oneof(value, fc.array(fc.oneof(value, phase), { maxLength: 4 })),
			},
			{ requiredKeys: [] },
		),
	);
}

describe("whatever arrives", () => {
	const current = validateMains(withHarmonics({ order: 7, voltagePercent: 3 }));

	function attempt(action: () => MainsSettings): MainsSettings | undefined {
		try {
			return action();
		} catch (error) {
			expect(error).toBeInstanceOf(MainsError);
			expect((error as Error).message).toMatch(/^[\x20-\x7e]{3,200}$/);
			return undefined;
		}
	}

	it("is accepted and valid, or refused in one line, and changes nothing in force", () => {
		const before = JSON.stringify(current);
		let taken = 0;
		fc.assert(
			fc.property(almostSettings(), (candidate) => {
				for (const result of [
					attempt(() => validateMains(candidate)),
					attempt(() => patchMains(current, candidate)),
				]) {
					if (result === undefined) continue;
					taken++;
					expect(validateMains(JSON.parse(JSON.stringify(result)))).toEqual(result);
				}
				expect(JSON.stringify(current)).toBe(before);
			}),
			{ numRuns: 1000 },
		);
		expect(taken).toBeGreaterThan(0);
	});

	it("fits the schemas of PUT and PATCH whenever it is taken, limits included", async () => {
		const server = Fastify({
			ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
		});
		server.put("/", { schema: { body: MAINS_SCHEMA } }, () => "");
		server.patch("/", { schema: { body: MAINS_PATCH_SCHEMA } }, () => "");
		const accepts = async (method: "PUT" | "PATCH", body: unknown): Promise<boolean> => {
			const headers = { "content-type": "application/json" };
			const payload = JSON.stringify(body);
			return (await server.inject({ method, url: "/", headers, payload })).statusCode === 200;
		};
		expect(await accepts("PUT", whole())).toBe(true);
		for (const phase of [
			{ voltage: 0, current: 0, angle: -360 },
			{ voltage: 480, current: 21.2, angle: 360, harmonics: [{ order: 40, currentPercent: 100 }] },
		]) {
			expect(await accepts("PUT", whole({ frequency: 40, phases: [phase, phase, phase] }))).toBe(
				true,
			);
			expect(await accepts("PATCH", { frequency: 70, phases: [phase] })).toBe(true);
		}
		expect(await accepts("PATCH", { phases: [null, { harmonics: [{ order: 5 }] }] })).toBe(true);
		const taken = new Set<unknown>();
		await fc.assert(
			fc.asyncProperty(almostSettings(), fc.boolean(), async (some, isWhole) => {
				const candidate = isWhole ? whole(Object(some)) : some;
				const put = attempt(() => validateMains(candidate)) !== undefined;
				const patch = attempt(() => patchMains(current, candidate)) !== undefined;
				if (put) expect(await accepts("PUT", candidate)).toBe(true);
				if (patch) expect(await accepts("PATCH", candidate)).toBe(true);
				for (const method of [put && "PUT", patch && "PATCH"]) taken.add(method);
			}),
			{ numRuns: 300 },
		);
		expect([...taken]).toEqual(expect.arrayContaining(["PUT", "PATCH"]));
		await server.close();
	});
});
