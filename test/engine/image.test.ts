import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { headOf } from "../../engine/image/freeze.ts";
import { buildImage } from "../../engine/image/image.ts";
import { runImage } from "../../testkit/emulated-engine.ts";
import { ASK, encode, runEngine, textsOf } from "../../testkit/run-engine.ts";

const directory = mkdtempSync(join(tmpdir(), "ambit-image-"));

afterAll(() => rmSync(directory, { recursive: true }));

function imageOf(name: string, bundle: string): Promise<string> {
	const script = join(directory, `${name}.js`);
	writeFileSync(script, bundle);
	return buildImage(script, () => {}, join(directory, `${name}.elf`));
}

/** The contents of an image's flash. */
const contentsOf = (image: string): Buffer => readFileSync(image.replace(/elf$/, "bin"));

/** The figures at the start of an image's frozen machine. */
function headIn(image: string): ReturnType<typeof headOf> {
	const symbols = execFileSync("arm-none-eabi-nm", [image], { encoding: "utf8" });
	const address = /^(\w+) . frozenStart$/m.exec(symbols)?.[1] ?? "";
	return headOf(contentsOf(image).subarray(Number.parseInt(address, 16)));
}

const slotsOf = (image: string): number => headIn(image).slots;

/** A bundle that answers each message with the text of `answer(n)`. */
function answering(declarations: string): string {
	return `"use strict"; (() => { ${declarations}
		const out = new Uint8Array(host.output);
		host.onMessage = (type, length) => {
			const text = answer(new Uint8Array(host.input)[0]);
			for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
			host.send(${ASK}, text.length);
		};
	})();`;
}

/** Parts of the language that the firmware uses, and more. */
const LANGUAGE = answering(`
	const row = (_, i) => ({ square: i * i, name: "n" + i });
	const table = Object.freeze(Array.from({ length: 8 }, row));
	const unused = (n) => table.reduceRight((sum, { square }) => sum + square, n);
	class Base { #secret = 3; static made = 0; constructor(n) { this.n = n; Base.made++; }
		get secret() { return this.#secret + this.n; } set secret(value) { this.#secret = value; }
		#hidden(n) { return n * 2; } twice() { return this.#hidden(this.n); }
		toString() { return "Base " + this.n; } }
	class Derived extends Base { #own = 4; twice() { return super.twice() + this.#own; } }
	const kept = new Derived(5);
	const buffer = new Uint16Array(4);
	let calls = 0;
	function answer(n) {
		calls++;
		const made = new Derived(n);
		made.secret = 10;
		buffer[n & 3] += 1000;
		const list = [3, 1, 2].map((each) => each * n).sort((a, b) => a - b);
		list.push(...table.slice(0, 2).map(({ name }) => name));
		let caught = "";
		try { null.x; } catch (error) { caught = error instanceof TypeError ? "TypeError" : "other"; }
		const { a, ...rest } = { a: 1, b: 2, c: 3 };
		const words = [];
		for (const key in rest) words.push(key);
		for (const [i, each] of list.entries()) words.push(i + "=" + each);
		return [calls, String(made), made.secret, made.twice(), kept.twice(), Base.made,
			list.join("+"), caught,
			JSON.stringify(rest), words.join(), "x".padStart(3), (1234.5678).toFixed(2),
			Math.max(...buffer),
			[..."aéz"].length, /b+/.exec("abbc")[0],
			"a1b22".replace(/\\d+/g, (d) => "<" + d + ">"), "a, b".split(/, */).join("+"),
			"abab".match(/b/g).length, "xyz".search(/z/), typeof answer,
			Number.parseInt("ff", 16)].join("|");
	}`);

describe("an image for the Cortex-M7", () => {
	it("an image for the Cortex-M7 answers as its bundle does on the desktop", async () => {
		const input = Buffer.concat([encode(ASK, [7]), encode(ASK, [2])]);
		const xs = runEngine("xs", LANGUAGE, input);
		expect(xs.stderr).toBe("");
		const texts = xs.messages.map(({ payload }) => payload.toString());
		expect(texts[0]).toBe(
			'1|Base 7|17|18|14|2|7+14+21+n0+n1|TypeError|{"b":2,"c":3}|' +
				"b,c,0=7,1=14,2=21,3=n0,4=n1|  x|1234.57|1000|3|bb|a<1>b<22>|a+b|2|2|function|255",
		);
		const image = await imageOf("language", LANGUAGE);
		const answers = (await runImage(image, input)).filter(({ type }) => type === ASK);
		expect(answers.map(({ payload }) => payload.toString())).toEqual(texts);
	});

	it("an image contains the parts of XS that its bundle names, and no others", async () => {
		const symbols = async (name: string, bundle: string): Promise<string> =>
			execFileSync("arm-none-eabi-nm", [await imageOf(name, bundle)], { encoding: "utf8" });
		const all = [
			"fxMatchRegExp",
			"fx_JSON_stringify",
			"fx_Array_prototype_sort",
			"fx_Date_parse",
			"fxRunImport",
		];
		const linked = (text: string): string[] =>
			all.filter((symbol) => text.includes(` ${symbol}\n`));
		expect(linked(await symbols("language", LANGUAGE))).toEqual(all.slice(0, 3));
		expect(linked(await symbols("little", answering(`const answer = (n) => "" + n;`)))).toEqual([]);
	});

	it("an image contains nothing that only the start of its bundle needed", async () => {
		const list = JSON.stringify(Array.from({ length: 20 }, (_, i) => i));
		const start = `const table = ${list}.reverse();`;
		const image = await imageOf(
			"start",
			answering(`${start} const answer = (n) => "" + table[n];`),
		);
		expect(execFileSync("arm-none-eabi-nm", [image], { encoding: "utf8" })).not.toContain(
			"Array_prototype_reverse",
		);
		const [answer] = (await runImage(image, encode(ASK, [4]))).filter(({ type }) => type === ASK);
		expect(answer?.payload.toString()).toBe("15");
	});

	it("two builds of one bundle give the same image", async () => {
		const [one, other] = [await imageOf("one", LANGUAGE), await imageOf("other", LANGUAGE)];
		expect(contentsOf(one).equals(contentsOf(other))).toBe(true);
	});

	for (const [what, declarations, message] of [
		["an async function", `const answer = async () => "";`, /byte code \d+ \(async/],
		["a generator", `function* answer() { yield 1; }`, /byte code \d+ \(async/],
		["a BigInt", `const answer = (n) => "" + 2n * BigInt(n);`, /byte code \d+ \(async|BigInt/],
		["a promise", `const answer = () => "" + new Promise(() => {});`, /names Promise/],
		["a proxy", `const answer = () => "" + new Proxy({}, {});`, /names Proxy/],
	] as const)
		it(`no image is built from a bundle with ${what}`, async () => {
			await expect(imageOf(what.replaceAll(" ", "-"), answering(declarations))).rejects.toThrow(
				message,
			);
		});
});

describe("frozen objects in an image", () => {
	/** Rows with one field each that differs, then three that may be equal. */
	const rows = (last: string): string =>
		answering(`const rows = [];
			for (let i = 0; i < 300; i++)
				rows.push(Object.freeze({ place: i, unit: "W", kind: null, step: ${last} }));
			const answer = (n) => rows[n].unit + rows[n].kind + rows[n].step;`);

	it("frozen objects share the slots of equal last properties", async () => {
		const [equal, different] = [
			slotsOf(await imageOf("equal", rows("0.1"))),
			slotsOf(await imageOf("different", rows("i + 0.5"))),
		];
		expect(different - equal).toBeGreaterThan(3 * 295);
		expect(different - equal).toBeLessThanOrEqual(3 * 299);
	});

	it("frozen arrays share the chunk of equal elements", async () => {
		const arrays = (element: string): string =>
			answering(`const arrays = [];
				for (let i = 0; i < 300; i++) arrays.push(Object.freeze([1, "two", ${element}]));
				const answer = (n) => arrays[n].join();`);
		const [equal, different] = [
			headIn(await imageOf("equal-arrays", arrays("3"))),
			headIn(await imageOf("different-arrays", arrays("i"))),
		];
		const length = 3 * 16 + 8;
		expect(different.chunkBytes - equal.chunkBytes).toBeGreaterThanOrEqual(295 * length);
	});

	it("objects that share slots keep their properties, and none changes with another", async () => {
		const script = answering(`
			const row = (place, more) => ({ place, unit: "W", step: 1, ...more });
			const frozen = [1, 2, 3].map((place) => Object.freeze(row(place, { list: null })));
			const equal = [0, 0].map(() => Object.freeze({ unit: "W", step: 1 }));
			const open = [1, 2].map((place) => row(place, {}));
			const lists = [0, 0].map(() => Object.freeze([1, "a", null]));
			const openLists = [0, 0].map(() => [1, "a", null]);
			const say = (object) => Object.entries(object).map(([key, value]) => key + "=" + value);
			const fails = (change) => { try { change(); return "no"; } catch (e) { return e.name; } };
			function answer(n) {
				open[0].step += n; open[1].more = n; openLists[0][1] = n;
				openLists[1].push(n); delete open[0].unit;
				const text = [...frozen, ...equal, ...open].map(say);
				text.push(...lists, ...openLists, frozen[0] === frozen[1], equal[0] === equal[1],
					lists[0] === lists[1], frozen.every(Object.isFrozen), lists.every(Object.isFrozen),
					fails(() => { frozen[0].step = 2; }), fails(() => { frozen[0].more = 2; }),
					fails(() => { delete equal[1].unit; }), fails(() => { lists[0][0] = 2; }),
					fails(() => { lists[1].push(2); }));
				return text.join(";");
			}`);
		const input = Buffer.concat([encode(ASK, [7]), encode(ASK, [2])]);
		const texts = textsOf(runEngine("xs", script, input).messages);
		expect(texts[0]).toContain("place=2,unit=W,step=1,list=null;place=3,unit=W,step=1,list=null;");
		expect(texts[0]).toMatch(/;false;false;false;true;true(;TypeError){5}$/);
		expect(textsOf(await runImage(await imageOf("rows", script), input))).toEqual(texts);
	});

	const titled = (answer: string): string =>
		answering(`const rows = [];
			for (let i = 0; i < 9; i++)
				rows.push(Object.freeze({ place: i, title: "The row number " + i, step: 1 }));
			const open = { title: "Not a frozen one" };
			const names = Object.freeze(["title", "place"]);
			const answer = (n) => ${answer};`);

	it("a frozen object loses its title if the bundle does not read it", async () => {
		const image = await imageOf(
			"untitled",
			titled(`Object.keys(rows[n]) + rows[n].place + open.place`),
		);
		expect(contentsOf(image).includes("The row number")).toBe(false);
		const [answer] = textsOf(await runImage(image, encode(ASK, [4])));
		expect(answer).toBe("place,step4undefined");
	});

	it.each([
		{ how: "by name", answer: "rows[n].title" },
		{ how: "in brackets", answer: `rows[n][n > 3 ? "title" : "place"]` },
		{ how: "by a name in a list", answer: "rows[n][names[n & 1]]" },
	])("a frozen object keeps its title if the bundle reads it $how", async ({ how, answer }) => {
		const image = await imageOf(`titled-${how}`.replaceAll(" ", "-"), titled(answer));
		expect(textsOf(await runImage(image, encode(ASK, [4])))).toEqual(["The row number 4"]);
	});
});
