import { describe, expect, it } from "vitest";
import { changed } from "../../engine/image/xs-changes.ts";

const CHANGES = [
	{ name: "first", find: "one", replacement: "1" },
	{ name: "second", find: "two", replacement: "2" },
];

describe("the changes to XS's sources", () => {
	it("replace each text that they name", () => {
		expect(changed("xs.c", "zero one two three", CHANGES)).toBe("zero 1 2 three");
	});

	it("fail, naming the replacement, if one fits nowhere", () => {
		expect(() => changed("xs.c", "zero one three", CHANGES)).toThrow(
			'engine: xs.c: the replacement "second" fits 0 times, not once',
		);
	});

	it("fail, naming the replacement, if one fits twice", () => {
		expect(() => changed("xs.c", "one two one", CHANGES)).toThrow(
			'engine: xs.c: the replacement "first" fits 2 times, not once',
		);
	});
});
