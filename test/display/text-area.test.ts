import fc from "fast-check";
import { fontOf } from "indication/font";
import smallFont from "indication/font-6x12";
import Picture from "indication/picture";
import TextArea from "indication/text-area";
import { beforeEach, describe, expect, it } from "vitest";
import { read } from "../../bench/display/reading.ts";
import { TestPanel } from "../../testkit/board.ts";

const font = fontOf(smallFont, [5, 1]);

let panel: TestPanel;
let picture: Picture;
let area: TextArea;

beforeEach(() => {
	panel = new TestPanel();
	picture = new Picture(panel.lcd);
	area = new TextArea(picture, font, { x: 0, y: 5, columns: 20, rows: 2 });
});

/** Text of the area, read from the pixels. */
function shown(): string {
	area.paint();
	picture.flush();
	return read(panel.screen.pixels()).rows.join("|");
}

describe("a number", () => {
	it.each([
		[0, 6, 0, false, "     0"],
		[42, 6, 0, false, "    42"],
		[-42, 6, 0, false, "   -42"],
		[42, 6, 0, true, "000042"],
		[-42, 6, 0, true, "-00042"],
		[7, 6, 3, false, " 0.007"],
		[12_345, 6, 3, false, "12.345"],
		[123, 10, 3, true, "000000.123"],
		[999_999_999, 10, 3, true, "999999.999"],
		[-2000, 10, 3, true, "-00002.000"],
		[0.4, 3, 0, false, "  0"],
		[-0.4, 3, 0, false, "  0"],
		[1.5, 3, 0, false, "  2"],
	])("%d in %d cells, %d decimals, zeros %s is '%s'", (value, width, decimals, zeros, text) => {
		const write = zeros ? "zeroPadded" : "number";
		expect(area[write](0, 0, width, value, decimals)).toBe(width);
		expect(shown().padStart(width)).toBe(text);
	});

	it.each([
		[1_000_000_000, 10, 3, "----------"],
		[-100_000_000, 10, 3, "----------"],
		[1000, 3, 0, "---"],
		[-100, 3, 0, "---"],
		[999.5, 3, 0, "---"],
		[Number.NaN, 4, 1, "----"],
		[Number.POSITIVE_INFINITY, 4, 1, "----"],
		[Number.NEGATIVE_INFINITY, 4, 1, "----"],
		[1e300, 4, 0, "----"],
	])(
		"%d is dashes, because it does not fit into %d cells with %d decimals",
		(value, width, decimals, text) => {
			area.number(0, 0, width, value, decimals);
			expect(shown()).toBe(text);
		},
	);

	it.each([
		[123, " 000000.123"],
		[-123, "-000000.123"],
		[-0.4, " 000000.000"],
		[-0.5, "-000000.001"],
		[-999_999_999, "-999999.999"],
		[-1_000_000_000, "-----------"],
		[Number.NaN, " ----------"],
	])("%d with its sign in front of ten cells is '%s'", (value, text) => {
		area.signed(1, 0, 10, -1, 3);
		expect(area.signed(1, 0, 10, value, 3)).toBe(11);
		expect(shown().padStart(text.length)).toBe(text);
	});

	it("is right in every digit or dashes, whatever the cells held before", () => {
		// Of all doubles hardly any but fractions and zero fit.
		const value = fc.oneof(
			fc.double(),
			...[1e3, 1e9].map((limit) => fc.double({ min: -limit, max: limit, noNaN: true })),
		);
		const values = fc.array(fc.tuple(value, fc.nat(4), fc.boolean()), {
			minLength: 1,
			maxLength: 6,
		});
		fc.assert(
			fc.property(values, (list) => {
				for (const [value, decimals, zeros] of list) {
					if (zeros) area.zeroPadded(2, 0, 9, value, decimals);
					else area.number(2, 0, 9, value, decimals);
					const text = shown().trim();
					const fits = Math.abs(value) < 10 ** (decimals > 0 ? 7 : 8) - 0.5;
					if (!fits && /^-{9}$/.test(text)) continue;
					// A person reads the number, rounded to its last digit.
					const units = Number(text.replace(".", ""));
					expect(Math.abs(units - value)).toBeLessThanOrEqual(0.5);
					expect(text.replace(/^-/, "")).toMatch(
						decimals > 0 ? new RegExp(`^\\d+\\.\\d{${decimals}}$`) : /^\d+$/,
					);
				}
			}),
			{ numRuns: 25 },
		);
	});
});

describe("text", () => {
	it("sends nothing when it is written again", () => {
		area.number(0, 0, 6, 4711);
		picture.flush();
		const { sent } = panel;
		area.number(0, 0, 6, 4711);
		area.put(19, 1, 0x20);
		picture.flush();
		expect(panel.sent).toBe(sent);
	});

	it("sends the columns of one character when one digit changes", () => {
		area.number(0, 0, 6, 4711);
		area.paint();
		picture.flush();
		const { sent } = panel;
		area.number(0, 0, 6, 4712);
		area.paint();
		picture.flush();
		// A character of 12 rows that starts in row 5 covers three pages.
		expect(panel.sent - sent).toBe(3 * 6);
	});

	it("comes back after something else was in its place", () => {
		area.number(0, 0, 8, 12_345_678);
		area.hexadecimal(0, 0, 0xdeadbeef);
		expect(shown()).toBe("DEADBEEF");
		area.number(0, 0, 8, 12_345_678);
		expect(shown()).toBe("12345678");
	});

	it("is clipped at the area's edges", () => {
		area.put(20, 0, 0x41);
		area.put(-1, 0, 0x41);
		area.put(0, 2, 0x41);
		area.number(18, 0, 6, 123_456);
		expect(shown().trim()).toBe("12");
	});
});

describe("the picture", () => {
	it("is sent whole at first, because the LCD may show anything", () => {
		picture.flush();
		expect(panel.sent).toBe((240 * 128) / 8);
	});

	it("is turned by 180° pixel for pixel, and back", () => {
		area.number(0, 0, 6, 4711);
		picture.fill(100, 30, 57, 21, true);
		picture.flush();
		const upright = panel.screen.pixels();
		picture.turned = true;
		picture.flush();
		expect(panel.screen.pixels()).toEqual(upright.slice().reverse());
		area.number(0, 0, 6, 815);
		picture.flush();
		const changed = panel.screen.pixels();
		picture.turned = false;
		picture.flush();
		expect(panel.screen.pixels()).toEqual(changed.slice().reverse());
	});

	it("fills exactly the rectangle", () => {
		const rectangles = fc.tuple(
			fc.nat(230),
			fc.nat(120),
			fc.integer({ min: 1, max: 9 }),
			fc.integer({ min: 1, max: 7 }),
		);
		fc.assert(
			fc.property(rectangles, ([x, y, width, height]) => {
				const ours = new TestPanel();
				const fresh = new Picture(ours.lcd);
				fresh.fill(x, y, width, height, true);
				fresh.flush();
				const pixels = ours.screen.pixels();
				expect(pixels.reduce((sum, pixel) => sum + pixel, 0)).toBe(width * height);
				for (let row = y; row < y + height; row++)
					for (let column = x; column < x + width; column++)
						expect(pixels[row * 240 + column]).toBe(1);
			}),
			{ numRuns: 50 },
		);
	});
});

describe("an area", () => {
	it("cannot be where its font has no glyphs", () => {
		const place = { x: 0, y: 6, columns: 20, rows: 1 };
		expect(() => new TextArea(picture, font, place)).toThrow(/no glyphs for row 6/);
	});
});

describe("an area that is drawn in steps", () => {
	/** The same after at most `most` characters were drawn; true if none is left. */
	function shownAfter(most: number): [boolean, string] {
		const done = area.paint(most);
		picture.flush();
		return [done, read(panel.screen.pixels()).rows.join("|")];
	}

	it("draws at most the given number of changed characters, and the others later", () => {
		area.number(0, 0, 4, 1234);
		area.number(2, 1, 3, 567);
		const [first, second, third] = [shownAfter(3), shownAfter(3), shownAfter(3)];
		expect(first).toEqual([false, expect.stringMatching(/^123\s*(\||$)/)]);
		expect(second).toEqual([false, expect.stringMatching(/^1234.*56\s*$/)]);
		expect(third).toEqual([true, expect.stringMatching(/^1234.*567\s*$/)]);
	});

	it("draws cells again that change in the part already drawn", () => {
		area.number(0, 0, 4, 1234);
		expect(shownAfter(4)[1]).toMatch(/^1234/);
		area.number(0, 0, 4, 9934);
		expect(shownAfter(40)).toEqual([true, expect.stringMatching(/^9934/)]);
	});
});
