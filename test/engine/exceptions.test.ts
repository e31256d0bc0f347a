/**
 * Exceptions on every engine. XS's run loop is changed where it catches them
 * (engine/image/xs-changes.ts), so each way through try, catch and finally is taken on Node, on XS,
 * on XS as WebAssembly and on the Cortex-M7, and must end alike.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildImage } from "../../engine/image/image.ts";
import { runImage } from "../../testkit/emulated-engine.ts";
import { ASK, allEngines, encode, runProgram, textsOf } from "../../testkit/run-engine.ts";

const directory = mkdtempSync(join(tmpdir(), "ambit-exceptions-"));

afterAll(() => rmSync(directory, { recursive: true }));

/** Each case is a function that returns a text, with the expected text next to it. */
const CASES: Record<string, readonly [body: string, expected: string]> = {
	"a throw across five calls": [
		`const down = (n) => { if (n === 0) throw new RangeError("deep"); return down(n - 1) + n; };
		try { return down(5); } catch (error) { return error.name + error.message; }`,
		"RangeErrordeep",
	],
	"variables changed after try began": [
		`let a = 1, b = "x"; const c = [0];
		try { a += 10; b += "y"; c[0] = a; a *= 2; null.x; b = "never"; } catch { a += 100; }
		return a + b + c[0];`,
		"122xy11",
	],
	"variables of each block": [
		`const log = []; const p = 7; let q = 1;
		try { let p = 8; { const q = 2; let r = p + q; try { r *= 3; throw r; }
			catch (r) { log.push(r, p, q); let q2 = q + r; throw q2; } } }
		catch (e) { log.push(e, p, q); q = e; }
		return log.join() + q;`,
		"30,8,2,32,7,132",
	],
	"a closure of a variable caught": [
		`const all = [];
		for (let i = 0; i < 4; i++) try { throw i * i; } catch (e) { all.push(() => e + i); }
		return all.map((f) => f()).join();`,
		"0,2,6,12",
	],
	"a catch in a loop, a thousand times": [
		`let sum = 0, caught = 0;
		for (let i = 0; i < 1000; i++) {
			try { sum += i; if (i % 3 === 0) throw i; sum += 1; } catch (e) { caught += e; continue; }
			finally { sum -= 2; } sum += 5; }
		return sum + "/" + caught;`,
		"501496/166833",
	],
	"return, over which finally goes": [
		`const log = [];
		const f = () => { try { log.push("t"); return "a"; } finally { log.push("f"); } };
		const g = () => { try { throw 1; } catch { return "b"; } finally { return "c"; } };
		const h = () => { try { throw 1; } finally { return "d"; } };
		return f() + g() + h() + log.join("");`,
		"acdtf",
	],
	"break and continue in finally": [
		`const log = [];
		outer: for (let i = 0; i < 5; i++) {
			for (let k = 0; k < 5; k++) {
				try { if (k === 1) throw "x"; log.push(i * 10 + k); if (k === 3) return "never"; }
				finally { if (k === 1) continue; if (k === 3) continue outer; if (i === 3) break outer; }
			} log.push("never"); }
		return log.join();`,
		"0,2,3,10,12,13,20,22,23,30",
	],
	"break out of three finally": [
		`const log = [];
		for (;;) { try { try { try { break; } finally { log.push(1); } } finally { log.push(2); } }
			finally { log.push(3); } }
		return log.join("");`,
		"123",
	],
	"an exception thrown again, and replaced": [
		`const log = [];
		try { try { try { throw new TypeError("one"); }
			catch (e) { log.push(e.message); throw e; } finally { log.push("f1"); } }
			catch (e) { log.push(e.message); throw new Error(e.message + "two"); }
			finally { log.push("f2"); } }
		catch (e) { log.push(e.message, e instanceof TypeError); }
		return log.join();`,
		"one,f1,one,f2,onetwo,false",
	],
	"a finally that throws": [
		`try { try { throw 1; } finally { throw 2; } } catch (e) { return "" + e; }`,
		"2",
	],
	"functions of the host that throw": [
		`const log = [];
		for (const call of [() => host.send(256, 0), () => host.send(1, -1),
			() => host.unpack({}, 0, 0, 0),
			() => host.unpack([], 0, 0, 9)])
			try { call(); log.push("none"); } catch (e) { log.push(e.name); } finally { log.push("f"); }
		return log.join();`,
		"RangeError,f,RangeError,f,TypeError,f,RangeError,f",
	],
	"throws through functions of JavaScript in C": [
		`const log = [];
		const through = (name, f) => {
			try { f(); log.push(name + "!"); } catch (e) { log.push(name + e); } };
		through("map", () => [1, 2].map((n) => { if (n === 2) throw n; }));
		through("sort", () => [2, 1, 3].sort(() => { throw 3; }));
		through("replace", () => "abc".replace(/b/, () => { throw 4; }));
		through("json", () => JSON.stringify({ toJSON() { throw 5; } }));
		through("value", () => +{ valueOf() { throw 6; } });
		through("text", () => "" + { toString() { throw 7; } });
		through("get", () => ({ get x() { throw 8; } }).x);
		through("set", () => { ({ set x(v) { throw v; } }).x = 9; });
		through("from", () => Array.from([1], () => { throw 10; }));
		through("nested", () => [1].forEach(() => { try { [2].forEach((n) => { throw n; }); }
			catch (e) { [e].forEach((n) => { throw n + 9; }); } }));
		return log.join();`,
		"map2,sort3,replace4,json5,value6,text7,get8,set9,from10,nested11",
	],
	"constructors that throw": [
		`const log = [];
		class Base { constructor(n) { if (n & 1) throw "base"; this.n = n; } }
		class Derived extends Base { #own = 1;
			constructor(n) { try { super(n); } catch (e) { log.push(e); super(n + 1); }
				finally { log.push(this.n + this.#own); } if (n & 2) throw "derived"; } }
		for (const n of [0, 1, 2, 3]) try { log.push(new Derived(n).n); } catch (e) { log.push(e); }
		return log.join();`,
		"1,0,base,3,2,3,derived,base,5,derived",
	],
	"iterators that are closed": [
		`const log = [];
		const list = (name) => ({ [Symbol.iterator]() { let n = 0; return {
			next() { return { done: n > 5, value: n++ }; },
			return() { log.push(name); return {}; } }; } });
		try { for (const n of list("throw")) if (n === 2) throw n; } catch (e) { log.push(e); }
		for (const n of list("break")) if (n === 3) break;
		(() => { for (const n of list("return")) try { return n; } finally { log.push("f" + n); } })();
		for (const n of list("continue")) try { if (n & 1) throw n; } catch { continue; }
		const [a, b] = list("part"); log.push(a + b);
		try { const [{ x }] = [null]; log.push(x); } catch (e) { log.push(e.name); }
		return log.join();`,
		"throw,2,break,f0,return,part,1,TypeError",
	],
	"what is not there": [
		`const log = [];
		for (const f of [() => nothing, () => null.x, () => { later = 1; let later; }, () => (1)(),
			() => { const k = 1; k = 2; }, () => new (() => 1)(), () => new Array(-1),
			() => (1).toFixed(101)])
			try { f(); log.push("none"); } catch (e) { log.push(e.name); }
		return log.join();`,
		"ReferenceError,TypeError,ReferenceError,TypeError,TypeError,TypeError,RangeError,RangeError",
	],
	"twenty nested try in twenty calls": [
		`let depth = 0;
		const nest = (n) => { depth++; const mine = n * 3; let kept = mine;
			try { kept++; if (n === 0) throw []; nest(n - 1); kept = -1; }
			catch (e) { e.push(kept - mine); throw e; } finally { depth--; } };
		try { nest(20); } catch (e) {
			return e.length + "." + e.reduce((a, b) => a + b) + "." + depth; }`,
		"21.21.0",
	],
};

/**
 * Blocks nested at random by a seeded generator: each block does one of eight things at each depth,
 * in try, in catch and in finally. Every step, and the variables afterwards, go into a hash.
 */
const RANDOM = `
	let state = 0, hash = 0;
	const random = (n) => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return (state >>> 16) % n; };
	const note = (n) => { hash = (Math.imul(hash, 31) + n) | 0; };
	const codeOf = (error) => (typeof error === "number" ? error : error.name.length);
	function act(depth, a, b) {
		switch (random(8)) {
			case 0: throw a + depth;
			case 1: note(depth); break;
			case 2: return nest(depth, b, a);
			case 3: null.x; break;
			case 4: host.send(256, 0); break;
			case 5: [a, b].forEach((n) => { note(n); if (random(2)) throw n; }); break;
			case 6: return nest(depth, a, depth) + nest(depth, b, depth);
			default: return +{ valueOf() { if (random(2)) throw b; return a; } };
		}
		return a - b;
	}
	function nest(above, a, b) {
		const depth = above - 1;
		if (depth < 0) return a;
		let c = a + 1, d = [b];
		loop: for (let i = 0; i < 2; i++) {
			try {
				c += i; const e = c; d.push(act(depth, c, i)); note(e);
				if (random(6) === 0) return c; if (random(6) === 0) continue; if (random(6) === 0) break;
				c *= 2; act(depth, e, c);
			} catch (error) {
				note(codeOf(error)); note(c); c ^= d.length;
				try { act(depth, c, a); c++; } finally { note(c + i); if (random(5) === 0) continue loop; }
				if (random(4) === 0) throw error;
			} finally {
				note(c + d.length);
				const way = random(9);
				if (way === 0) break; if (way === 1) return c;
				if (way === 2) throw c; if (way === 3) continue;
			}
		}
		note(a + b + c);
		return c + d.length;
	}
	function tortured(seed) {
		state = seed; hash = 0;
		for (let i = 0; i < 100; i++) try { note(nest(4, i, seed)); } catch (e) { note(codeOf(e)); }
		return "" + hash;
	}`;
const SEEDS = 20;

/**
 * The script of all cases: message n is answered with the text of case n, later ones with a seed's
 * hash.
 */
const SCRIPT = `"use strict"; (() => { ${RANDOM}
	const out = new Uint8Array(host.output);
	const cases = [${Object.values(CASES).map(([body]) => `() => { ${body} }`)}];
	host.onMessage = () => {
		const n = new Uint8Array(host.input)[0];
		const text = n < cases.length ? cases[n]() : tortured(n);
		for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
		host.send(${ASK}, text.length);
	};
})();`;

const COUNT = Object.keys(CASES).length;
const INPUT = Buffer.concat(Array.from({ length: COUNT + SEEDS }, (_, n) => encode(ASK, [n])));

const engines = await allEngines();

function textsOn(engine: keyof typeof engines, script: string, input: Buffer = INPUT): string[] {
	const { messages, stderr } = runProgram(engines[engine], script, input);
	expect(stderr).toBe("");
	return textsOf(messages);
}

const named = (texts: readonly string[]): Record<string, string | undefined> =>
	Object.fromEntries(Object.keys(CASES).map((name, i) => [name, texts[i]]));
const EXPECTED = named(Object.values(CASES).map(([, expected]) => expected));

describe("exceptions", () => {
	const node = textsOn("node", SCRIPT);

	it("exceptions end on Node as the language says, differently for each seed", () => {
		expect(named(node)).toEqual(EXPECTED);
		expect(new Set(node.slice(COUNT)).size).toBe(SEEDS);
	});

	it.each(["xs", "wasm"] as const)("exceptions end on %s as on Node", (engine) => {
		const texts = textsOn(engine, SCRIPT);
		expect(named(texts)).toEqual(EXPECTED);
		expect(texts).toEqual(node);
	});

	it("exceptions end on the Cortex-M7 as on Node", async () => {
		const script = join(directory, "exceptions.js");
		writeFileSync(script, SCRIPT);
		const image = await buildImage(script, () => {}, join(directory, "exceptions.elf"));
		const mcu = textsOf(await runImage(image, INPUT));
		expect(named(mcu)).toEqual(EXPECTED);
		expect(mcu).toEqual(node);
	});

	it("exceptions in generators, which only the desktop runs, end alike", () => {
		const script = `"use strict"; (() => {
			const log = [];
			function* steps(n) {
				let a = n;
				for (;;) try { try { a += yield a; } finally { log.push("f" + a); } if (a > 20) return a; }
				catch (e) { log.push("c" + e); try { a = yield e; } catch (e) { a = e * 2; } }
			}
			host.onMessage = () => {
				const made = steps(1);
				const say = ({ value, done }) => log.push(value + (done ? "!" : ""));
				say(made.next()); say(made.next(4)); say(made.throw(3));
				say(made.throw(6)); say(made.next(2));
				say(made.throw(7)); say(made.next(1)); say(made.return(9)); say(made.next());
				const text = log.join();
				const out = new Uint8Array(host.output);
				for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
				host.send(${ASK}, text.length);
			};
		})();`;
		const input = encode(ASK, [0]);
		const node = textsOn("node", script, input);
		expect(node[0]).toBe("1,f5,5,f5,c3,3,12,f14,14,f14,c7,7,1,f1,9!,undefined!");
		expect(textsOn("xs", script, input)).toEqual(node);
		expect(textsOn("wasm", script, input)).toEqual(node);
	});
});
