import { describe, expect, it } from "vitest";
import { changed } from "../../engine/image/xs-changes.ts";

const CHANGES = [
	{ name: "first", find: "one", replacement: "1" },
	{ name: "second", find: "two", replacement: "2" },
];

describe("the changes to XS's sources", () => {
	it("the changes to XS's sources replace each text that they name", () => {
		expect(changed("xs.c", "zero one two three", CHANGES)).toBe("zero 1 2 three");
	});

	it("a change that fits nowhere is an error that names it", () => {
		expect(() => changed("xs.c", "zero one three", CHANGES)).toThrow(
			'engine: xs.c: the replacement "second" fits 0 times, not once',
		);
	});

	it("a change that fits twice is an error that names it", () => {
		expect(() => changed("xs.c", "one two one", CHANGES)).toThrow(
			'engine: xs.c: the replacement "first" fits 2 times, not once',
		);
	});
});
