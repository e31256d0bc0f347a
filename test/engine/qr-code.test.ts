import { expect, it } from "vitest";
import { ASK, encode, runEngine } from "../../testkit/run-engine.ts";

/** Answers with the code of a text that a number makes: a meter's, digits, capitals, or any. */
const SCRIPT = `
	const texts = [
		(n) => "https://example.org/" + (12345678 + 7919 * n),
		(n) => "1234567890".repeat(1 + n % 12) + n,
		(n) => "METER " + n + " $%*+-./:".repeat(n % 9),
		(n) => String.fromCharCode(...Array.from({ length: 1 + n % 100 }, (_, i) => 33 + (i * n) % 90)),
	];
	host.onMessage = () => {
		const n = new Uint8Array(host.input)[0];
		const code = new Uint8Array(host.qrCode(texts[n % 4](n), 10));
		host.send(${ASK}, 0, code);
	};`;

it("a text has the same QR code on Node as in Moddable's module, mask and all", () => {
	const input = Buffer.concat(Array.from({ length: 120 }, (_, n) => encode(ASK, [n])));
	const codes = (engine: "xs" | "node"): string[] => {
		const { stderr, messages } = runEngine(engine, SCRIPT, input);
		expect(stderr).toBe("");
		return messages.map(({ payload }) => payload.toString("hex"));
	};
	const xs = codes("xs");
	expect(new Set(xs.map(({ length }) => length)).size).toBeGreaterThan(5);
	expect(codes("node")).toEqual(xs);
});
