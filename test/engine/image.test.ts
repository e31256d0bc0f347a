import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildImage } from "../../engine/image/image.ts";
import { runImage } from "../../testkit/emulated-engine.ts";
import { encode, runEngine } from "../../testkit/run-engine.ts";

const directory = mkdtempSync(join(tmpdir(), "ambit-image-"));

/** Type of the messages of these bundles, both ways; the engines do not know it. */
const ASK = 0x70;

afterAll(() => rmSync(directory, { recursive: true }));

function imageOf(name: string, bundle: string): Promise<string> {
	const script = join(directory, `${name}.js`);
	writeFileSync(script, bundle);
	return buildImage(script, () => {}, join(directory, `${name}.elf`));
}

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
			[..."aéz"].length, /b+/.exec("abbc")[0], typeof answer, Number.parseInt("ff", 16)].join("|");
	}`);

describe("an image for the Cortex-M7", () => {
	it("an image for the Cortex-M7 answers as its bundle does on the desktop", async () => {
		const input = Buffer.concat([encode(ASK, [7]), encode(ASK, [2])]);
		const xs = runEngine("xs", LANGUAGE, input);
		expect(xs.stderr).toBe("");
		const texts = xs.messages.map(({ payload }) => payload.toString());
		expect(texts[0]).toBe(
			'1|Base 7|17|18|14|2|7+14+21+n0+n1|TypeError|{"b":2,"c":3}|' +
				"b,c,0=7,1=14,2=21,3=n0,4=n1|  x|1234.57|1000|3|bb|function|255",
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
