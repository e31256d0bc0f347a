import { describe, expect, it } from "vitest";
import { circleIn, folderOf, type Graph, importGraph } from "./imports.ts";

/**
 * Top folders with source and the folders each may import: test → lab → testkit → bench → boards →
 * src. A folder that is not listed fails the test.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
	src: [],
	boards: ["src"],
	client: ["src"],
	spec: [],
	hardware: ["boards"],
	engine: ["src", "boards", "spec"],
	bench: ["src", "boards", "client", "spec"],
	app: ["src", "client", "spec"],
	site: ["src", "boards", "client", "spec", "engine", "bench"],
	examples: [],
	scripts: ["src", "boards", "client", "spec", "hardware", "engine"],
	testkit: ["src", "boards", "client", "spec", "engine", "bench", "scripts"],
	lab: ["src", "boards", "client", "bench", "testkit"],
	test: [
		"src",
		"boards",
		"client",
		"spec",
		"hardware",
		"engine",
		"bench",
		"app",
		"site",
		"scripts",
		"testkit",
		"lab",
	],
};

const isAllowed = (importer: string, imported: string): boolean =>
	folderOf(importer) === folderOf(imported) ||
	(MAY_IMPORT[folderOf(importer)] ?? []).includes(folderOf(imported));

describe("the imports of the whole tree", () => {
	const graph = importGraph();

	it("the direction test knows every folder that contains source", () => {
		const folders = new Set([...graph.keys()].map(folderOf));
		expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
	});

	it("every import between folders follows the order of the folders", () => {
		const wrong = [...graph].flatMap(([importer, list]) =>
			list
				.filter((imported) => !isAllowed(importer, imported))
				.map((imported) => `${importer} imports ${imported}`),
		);
		expect(wrong).toEqual([]);
	});

	it("no files import each other in a circle, types included", () => {
		expect(circleIn(graph)).toEqual([]);
	});

	it("the order of the folders has no circle itself", () => {
		expect(circleIn(new Map(Object.entries(MAY_IMPORT)))).toEqual([]);
	});

	it("the graph contains the imports of every folder with more than one file", () => {
		for (const folder of ["src", "boards", "bench", "app", "lab", "testkit", "scripts", "test"])
			expect(
				[...graph].filter(([file, list]) => folderOf(file) === folder && list.length > 0).length,
				folder,
			).toBeGreaterThan(3);
	});
});

describe("the rules of the whole tree", () => {
	it.each([
		["lab/torture/run.ts", "test/storage/cut.ts"],
		["testkit/bench.ts", "lab/fuzz/fuzz.ts"],
		["testkit/bench.ts", "test/e2e/start.ts"],
		["bench/main.ts", "testkit/bench.ts"],
		["app/src/main.tsx", "bench/main.ts"],
		["src/meter.ts", "boards/virtual/link.ts"],
	])("the direction test refuses that %s imports %s", (importer, imported) => {
		expect(isAllowed(importer, imported)).toBe(false);
	});

	it("the search finds a circle and names its files", () => {
		const graph: Graph = new Map([
			["a", ["b"]],
			["b", ["c", "d"]],
			["c", []],
			["d", ["b"]],
		]);
		expect(circleIn(graph)).toEqual(["b", "d", "b"]);
	});
});
