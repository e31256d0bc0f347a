import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MODDABLE, PARTS } from "../../spec/parts.ts";
import { type Import, importsIn, importsOf } from "./imports.ts";
import { filesIn, root } from "./manifest.ts";

/** Moddable's modules that may be imported only for types: the classes come from the board. */
const MODDABLE_TYPES = /^embedded:io\//;

/** Any module of Moddable. */
const MODDABLE_MODULE = new RegExp(`^(${MODDABLE.join("|")}|embedded:io/.*)$`);

const partOf = (specifier: string) => specifier.split("/")[0];

/** Returns the specifier of a file in src/. */
const specifierOf = (file: string) => file.replace(/^src\/(.*)\.ts$/, "$1");

const imports = new Map(filesIn("src").map((file) => [specifierOf(file), importsIn(file)]));

function isAllowed(importer: string, { specifier, typeOnly }: Import): boolean {
	if (MODDABLE.some((each) => each === specifier)) return true;
	if (MODDABLE_TYPES.test(specifier)) return typeOnly;
	const part = partOf(importer);
	const target = partOf(specifier);
	return target === part || PARTS[part].imports.includes(target);
}

/** Returns the first cycle of imports reached from `start`, types included; empty if none. */
function cycleFrom(
	graph: ReadonlyMap<string, readonly Import[]>,
	start: string,
	path: string[],
): string[] {
	if (path.includes(start)) return [...path.slice(path.indexOf(start)), start];
	for (const { specifier } of graph.get(start) ?? []) {
		const cycle = cycleFrom(graph, specifier, [...path, start]);
		if (cycle.length > 0) return cycle;
	}
	return [];
}

describe("imports of the firmware", () => {
	it("every part of the firmware has a place in the direction of imports", () => {
		const parts = new Set([...imports.keys()].map(partOf));
		expect([...parts].filter((part) => !(part in PARTS))).toEqual([]);
	});

	it("the firmware imports only in its direction, and Moddable's modules of every platform", () => {
		const wrong = [...imports].flatMap(([importer, list]) =>
			list
				.filter((each) => !isAllowed(importer, each))
				.map((each) => `${importer} imports ${each.specifier}`),
		);
		expect(wrong).toEqual([]);
	});

	it("legally relevant files import only legally relevant files, types included", () => {
		const isRelevant = (specifier: string) => PARTS[partOf(specifier)]?.legallyRelevant === true;
		const relevant = [...imports].filter(([importer]) => isRelevant(importer));
		expect(relevant.length).toBeGreaterThan(40);
		const wrong = relevant.flatMap(([importer, list]) =>
			list
				.filter(({ specifier }) => !MODDABLE_MODULE.test(specifier) && !isRelevant(specifier))
				.map(({ specifier }) => `${importer} imports ${specifier}`),
		);
		expect(wrong).toEqual([]);
	});

	it("every import of the firmware names a module that exists", () => {
		const known = new Set([...imports.keys(), ...MODDABLE, "device"]);
		const unknown = [...imports].flatMap(([importer, list]) =>
			list
				.filter(({ specifier }) => !known.has(specifier) && !MODDABLE_TYPES.test(specifier))
				.map(({ specifier }) => `${importer} imports ${specifier}`),
		);
		expect(unknown).toEqual([]);
	});

	it("the imports of the firmware form no cycle", () => {
		for (const start of imports.keys()) expect(cycleFrom(imports, start, [])).toEqual([]);
	});
});

describe("the rules themselves", () => {
	it.each([
		["registers/model", "metrology/window", true],
		["metrology/metrology", "energy/energy", true],
		["energy/energy", "storage/storage", false],
		["storage/keeper", "modbus/settings", true],
		["indication/energy-part", "catalogue", true],
		["metrology/window", "modbus/rtu", true],
		["energy/counters", "modbus/map", true],
		["modbus/rtu", "energy/energy", true],
		["modbus/rtu", "embedded:io/serial", false],
		["modbus/rtu", "node:fs", false],
		["modbus/rtu", "../registers/model", false],
		["modbus/rtu", "./pdu", false],
		["modbus/rtu", "device", false],
	])("the direction of imports refuses %s → %s", (importer, specifier, typeOnly) => {
		expect(isAllowed(importer, { specifier, typeOnly })).toBe(false);
	});

	it("the search finds a cycle, including one through types", () => {
		const to = (specifier: string, typeOnly = false): Import[] => [{ specifier, typeOnly }];
		const graph = new Map([
			["a", to("b")],
			["b", to("c", true)],
			["c", to("b")],
		]);
		expect(cycleFrom(graph, "a", [])).toEqual(["b", "c", "b"]);
	});

	it("the search sees every form of import, and none in comments or strings", () => {
		const source = [
			'import a from "one";',
			'import type B from "two";',
			'import { type C, d } from "three";',
			"import {",
			"	e,",
			"	type F,",
			'} from "four";',
			'import "five";',
			'export { g } from "six";',
			'export * from "seven";',
			'export type { H } from "eight";',
			'import * as i from "nine";',
			'import type from "ten";',
			' * import j from "comment";',
			'// import k from "comment";',
			'export const text = "from";',
			'export const other = "text";',
		].join("\n");
		const found = importsOf(source).map((each) => each.specifier + (each.typeOnly ? " type" : ""));
		expect(found.sort()).toEqual(
			[
				"one",
				"two type",
				"three",
				"four",
				"five",
				"six",
				"seven",
				"eight type",
				"nine",
				"ten",
			].sort(),
		);
	});

	it("no file of the firmware imports dynamically", () => {
		const dynamic = filesIn("src").filter((file) =>
			/\b(import|require)\s*\(/.test(readFileSync(join(root, file), "utf8")),
		);
		expect(dynamic).toEqual([]);
	});
});
