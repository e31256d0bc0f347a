import { describe, expect, it } from "vitest";
import { ASK, encode, runEngine, textsOf } from "../../testkit/run-engine.ts";

/** Changes by which an array gets holes, or another length. */
const CHANGES = `[
	(a) => a.push(5), (a) => (a[5] = 5), (a) => (a[9] = 9), (a) => (a.length = 8),
	(a) => (a.length = 3), (a) => a.pop(), (a) => a.shift(), (a) => a.unshift(7),
	(a) => a.splice(1, 2), (a) => a.sort((x, y) => y - x), (a) => a.reverse(),
	(a) => delete a[4], (a) => delete a[1], (a) => { a.constructor = undefined; a.splice(1, 2); },
]`;

const MAKERS = {
	"Array.from with a length": "Array.from({ length: 5 }, (_, i) => i)",
	"Array.from with an array": "Array.from([0, 1, 2, 3, 4])",
	"Array.of": "Array.of(0, 1, 2, 3, 4)",
	"Array with a length": "(() => { const a = new Array(5); a.fill(3); return a; })()",
	"a literal with a hole": "[0, 1, , 3, 4]",
	map: "[0, 1, 2, 3, 4].map((each) => each)",
};

describe("arrays on XS are those of Node", () => {
	it.each(Object.entries(MAKERS))("%s, after each change of its length", (_, maker) => {
		const script = `
			const texts = ${CHANGES}.map((change) => {
				const a = ${maker};
				change(a);
				return [a.length, a.join(), Object.keys(a).join()].join(" ");
			});
			const out = new Uint8Array(host.output);
			host.onMessage = () => {
				const text = texts.join("\\n");
				for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
				host.send(${ASK}, text.length);
			};`;
		const [xs] = textsOf(runEngine("xs", script, encode(ASK)).messages);
		const [node] = textsOf(runEngine("node", script, encode(ASK)).messages);
		expect(xs?.split("\n")).toHaveLength(14);
		expect(xs).toBe(node);
	});
});
