/** Objects and classes that the start of a bundle makes, in an image for the Cortex-M7. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { buildImage } from "../../engine/image/image.ts";
import { runImage } from "../../testkit/emulated-engine.ts";
import { ASK, encode, runEngine, textsOf } from "../../testkit/run-engine.ts";

const directory = mkdtempSync(join(tmpdir(), "ambit-start-"));

afterAll(() => rmSync(directory, { recursive: true }));

function imageOf(name: string, bundle: string): Promise<string> {
	const script = join(directory, `${name}.js`);
	writeFileSync(script, bundle);
	return buildImage(script, () => {}, join(directory, `${name}.elf`));
}

/** A bundle that answers each message with the texts of `answer(n)`. */
const answering = (declarations: string): string => `"use strict"; (() => { ${declarations}
	const out = new Uint8Array(host.output);
	host.onMessage = () => {
		const text = answer(new Uint8Array(host.input)[0]).join("|");
		for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
		host.send(${ASK}, text.length);
	};
})();`;

/** The start alone names the parts of XS that these expressions need. */
const STARTED = answering(`
	const word = /b+/g;
	const places = Array.from({ length: 6 }, (_, i) => i);
	const closed = [1, 2];
	const separator = [/, */];
	const view = new DataView(new ArrayBuffer(4));
	const named = Object.freeze({ [Symbol.toStringTag]: "Name" });
	class Tagged { get [Symbol.toStringTag]() { return "Tag"; } }
	const tagged = new Tagged();
	class List extends Array { sum() { return this.reduce((a, b) => a + b, 0); } }
	const list = List.of(1, 2, 3);
	class Bytes extends Uint8Array { sum() { return this.reduce((a, b) => a + b, 0); } }
	class Table extends Map { twice(key) { return 2 * this.get(key); } }
	const Keys = Set;
	const makers = [Date];
	class Fields { #a = 1; #b = 2; #c = [3];
		bump() { this.#a++; this.#b += 2; this.#c.push(this.#a); return [this.#a, this.#b, this.#c]; } }
	const fields = [new Fields(), new Fields()];
	function answer(n) {
		view.setInt16(2, n);
		list.push(n);
		const table = new Table();
		table.set("n", n);
		const keys = new Keys();
		keys.add(n);
		fields[0].bump();
		return [word.test("abba"), word.lastIndex, "abba".replace(word, "x"), "xab".search(word),
			"a, b,c".split(separator[0]).length, view.getUint8(3), String(named), String(tagged),
			list.sum(), list.map((each) => 2 * each).sum(), Bytes.of(n, 2).map((each) => each + 1).sum(),
			table.twice("n"), keys.has(n), new makers[0](n).getTime(), fields[0].bump(),
			fields[1].bump(), word.flags, places.splice(1, 2), places,
			Object.freeze(closed)];
	}`);

it("an image has what the objects and classes that its start makes need", async () => {
	const input = Buffer.concat([encode(ASK, [7]), encode(ASK, [2])]);
	const texts = textsOf(runEngine("xs", STARTED, input).messages);
	expect(texts).toEqual(textsOf(runEngine("node", STARTED, input).messages));
	expect(texts[0]).toBe(
		"true|3|axa|2|3|7|[object Name]|[object Tag]|13|26|11|14|true|7|3,6,3,2,3|2,4,3,2" +
			"|g|1,2|0,3,4,5|1,2",
	);
	expect(textsOf(await runImage(await imageOf("started", STARTED), input))).toEqual(texts);
});

it("a board that restarts is told at once, not waited for", async () => {
	const image = await imageOf("thrown", answering('function answer() { throw new Error("no"); }'));
	await expect(runImage(image, encode(ASK))).rejects.toThrow(
		"the board restarted by itself: uncaught exception: Error: no",
	);
});

it.each([
	["a Map", "new Map()"],
	["a WeakMap", "new WeakMap()"],
	["a Date", "new Date(0)"],
	["a Proxy", "new Proxy({}, {})"],
	["an iterator", "[1][Symbol.iterator]()"],
	["a BigInt", "[5n]"],
])("no image is built from a bundle whose start leaves %s", async (what, made) => {
	const bundle = answering(`const made = ${made}; const answer = () => [typeof made];`);
	await expect(imageOf(what.replace(" ", "-"), bundle)).rejects.toThrow(
		`the start of the bundle leaves ${what}, which the image cannot hold`,
	);
});

it("an image is built from a bundle whose start uses a Map and leaves none", async () => {
	const bundle = answering(`
		const known = new Map([["a", 5]]);
		const found = known.get("a");
		const answer = () => [found];`);
	expect(textsOf(await runImage(await imageOf("used", bundle), encode(ASK)))).toEqual(["5"]);
});
