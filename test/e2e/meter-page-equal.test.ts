/** The meter in a web page gives the same registers as that of `npm start`, bit for bit. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { METER_PAGE, serveSite } from "../../testkit/site.ts";
import { until } from "../../testkit/until.ts";

/** Longest time of the test. */
const LIMIT_MS = 300_000;

/** Loads, a write, a button, a power cut; the registers read in between, no supply at the end. */
const SCENARIO = `
version: 1
duration: 100 s
events:
  - { at: 5 s, mains: { phases: [{ current: 4.2, angle: 60 }, { voltage: 228.3 }] } }
  - { at: 12 s, write: { combinationCode: 4 } }
  - { at: 15 s, press: { button: right } }
  - { at: 20 s, mains: { frequency: 49.7, phases: [{ angle: 180 }] } }
  - { at: 30 s, tariffInput: true }
  - { at: 40 s, power: cut, for: 2 s }
  - { at: 60 s, mains: { phases: [{ harmonics: [{ order: 5, voltagePercent: 3 }] }] } }
  - { at: 95 s, power: cut }
polls:
  - { every: 18 s, read: { address: 0x4000, count: 53 } }
  - { every: 18 s, read: { address: 0x5000, count: 56 } }
  - { every: 18 s, read: { address: 0x6000, count: 100 } }
  - { every: 45 s, mbus: 0 }
`;

/** An exchange on a bus: the request and its answer. */
type Exchange = readonly [bus: string, request: string, answer: string];

interface Outcome {
	readonly exchanges: readonly Exchange[];
	/** The whole flash image, in hexadecimal. */
	readonly flash: string;
}

/** The scenario on `npm start -- --engine node`. */
async function onNode(folder: string): Promise<Outcome> {
	const scenario = join(folder, "scenario.yaml");
	const transcript = join(folder, "transcript.txt");
	writeFileSync(scenario, SCENARIO);
	const bench = await startBench([
		...["--engine", "node", "--speed", "max"],
		...["--scenario", scenario, "--transcript", transcript],
	]);
	await until(async () => (await bench.call("GET", "/api/scenario")).body).toMatchObject({
		state: "over",
	});
	const image = await (await fetch(`${bench.http}/api/flash`)).arrayBuffer();
	await bench.stop();
	const exchanges = [...readFileSync(transcript, "utf8").matchAll(LINE)].map(
		([, bus = "", request = "", answer = ""]): Exchange => [bus, request, answer],
	);
	return { exchanges, flash: Buffer.from(image).toString("hex") };
}

/** Of a transcript. */
const LINE = /^ *[\d.]+ (\w+) (\w+) > (\S+)( [\d.]+ ms)?$/gm;

/**
 * Runs the scenario in a worker of its own: the page's panel would ask on the same line. A client
 * of its API gathers the exchanges, of which there must be `count` at least.
 */
const inWorker = (count: number): string => `(async () => {
	const count = ${count};
	const address = performance.getEntriesByType("resource")
		.map(({ name }) => name)
		.find((name) => /worker-.*\\.js$/.test(name));
	const worker = new Worker(address, { type: "module" });
	const exchanges = [];
	const answers = new Map();
	worker.addEventListener("message", ({ data }) => {
		if (data.kind === "failed") console.error(data.reason);
		// Before the bench asks the meter for this client, which it does after a second.
		if (data.kind === "opened")
			worker.postMessage({ kind: "text", id: data.id, text: '{"poll":false}' });
		if (data.kind === "answer") answers.get(data.id)(data.answer);
		if (data.kind === "text") exchanges.push(...(JSON.parse(data.text).exchanges ?? []));
	});
	const ask = (id, url) => new Promise((resolve) => {
		answers.set(id, resolve);
		const request = { method: "GET", url, type: null, body: new Uint8Array() };
		worker.postMessage({ kind: "request", id, request });
	});
	worker.postMessage({
		kind: "start",
		wish: { speed: Infinity, scenario: ${JSON.stringify(SCENARIO)} },
	});
	worker.postMessage({ kind: "open", id: 1, path: "/api/live" });
	for (let id = 2; ; id++) {
		const { body } = await ask(id, "/api/scenario");
		if (JSON.parse(body).state === "over") break;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	const { body } = await ask(0, "/api/flash");
	// Exchanges of the end may come with a live message after the answer.
	while (exchanges.length < count) await new Promise((resolve) => setTimeout(resolve, 50));
	const flash = Array.from(body, (byte) => byte.toString(16).padStart(2, "0")).join("");
	worker.terminate();
	return {
		exchanges: exchanges.map(({ bus, request, answer }) => [
			bus === "modbus" ? "rs485" : "mbus", request, answer === "" ? "-" : answer,
		]),
		flash,
	};
})()`;

async function inThePage(count: number): Promise<Outcome> {
	const browser = await openBrowser();
	const site = await serveSite(METER_PAGE);
	try {
		const page = await browser.newPage();
		await page.goto(`${site.url}/`);
		await page.getByText("connected", { exact: true }).waitFor();
		return await page.evaluate<Outcome>(inWorker(count));
	} finally {
		await browser.close();
		await site.close();
	}
}

it(
	"after the same scenario every answer on the buses and the whole flash are equal",
	async () => {
		const folder = mkdtempSync(join(tmpdir(), "ambit-page-"));
		try {
			const node = await onNode(folder);
			const page = await inThePage(node.exchanges.length);
			expect(node.exchanges.length).toBeGreaterThan(15);
			expect(node.exchanges.every(([, , answer]) => answer.length > 10)).toBe(true);
			expect(page.exchanges).toEqual(node.exchanges);
			expect(page.flash === node.flash).toBe(true);
		} finally {
			rmSync(folder, { recursive: true });
		}
	},
	LIMIT_MS,
);
