import { describe, expect, it } from "vitest";
import { point, turned } from "../../hardware/drawing/geometry.ts";
import { CAPACITOR, DIODE, RESISTOR } from "../../hardware/drawing/glyphs.ts";
import type { Part } from "../../hardware/drawing/part.ts";
import { list, parse, textOf, word } from "../../hardware/drawing/s-expression.ts";
import { Sheet } from "../../hardware/drawing/sheet.ts";

const part = (symbol: Part["symbol"]): Part => ({
	symbol,
	value: "1k",
	footprint: "Library:Name",
	maker: "Maker",
	mpn: "1",
});

describe("KiCad's format", () => {
	it("what is written is read again, quotes and brackets in texts included", () => {
		const value = list("a", 'say "(no)"', 1.27, list("b", word("yes"), "back\\slash"), "");
		expect(textOf(parse(textOf(value)))).toBe(textOf(value));
		expect(parse(textOf(value))[1]).toBe('say "(no)"');
	});

	it.each(["", "(a", "(a))", "a b"])("%j is refused, since it is not one whole list", (text) => {
		expect(() => parse(text)).toThrow(/s-expression/);
	});
});

describe("a sheet", () => {
	it("a symbol that is turned by 90° counterclockwise has its upper pin on the left", () => {
		expect(turned(point(0, 3), 0, false)).toEqual({ x: 0, y: -3 });
		expect(turned(point(0, 3), 90, false).x).toBe(-3);
		expect(turned(point(0, 3), 180, false).y).toBe(3);
		expect(turned(point(0, 3), 270, false).x).toBe(3);
	});

	it("references count up by their letters, from a hundred times the page", () => {
		const sheet = new Sheet("test", "Test", 7);
		const [first, diode, second] = [RESISTOR, DIODE, RESISTOR].map((symbol, i) =>
			sheet.place(part(symbol), 10 * i, 10),
		);
		expect([first, diode, second].map(({ reference }) => reference)).toEqual([
			"R701",
			"D701",
			"R702",
		]);
	});

	it("a wire that ends on another one is joined to it, and one that crosses is not", () => {
		const sheet = new Sheet("test", "Test", 1);
		sheet.wire(point(0, 10), point(20, 10));
		sheet.wire(point(5, 0), point(5, 20));
		expect(sheet.junctions).toEqual([]);
		sheet.wire(point(12, 4), point(12, 10));
		expect(sheet.junctions).toEqual([{ x: 12, y: 10 }]);
		expect(sheet.wires).toHaveLength(4);
	});

	it("a pin on a wire is joined to it", () => {
		const sheet = new Sheet("test", "Test", 1);
		const capacitor = sheet.place(part(CAPACITOR), 8, 13);
		sheet.wire(point(0, 10), point(20, 10));
		expect(capacitor.pin("1")).toEqual({ x: 8, y: 10 });
		expect(sheet.junctions).toEqual([{ x: 8, y: 10 }]);
	});

	it("a pin that a part does not have is refused by its reference", () => {
		const resistor = new Sheet("test", "Test", 1).place(part(RESISTOR), 0, 0);
		expect(() => resistor.pin("3")).toThrow("hardware: R101 has no pin 3");
	});
});
