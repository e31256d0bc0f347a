/** Documents point at what exists: links, commands, and the files that they name. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../manifest/manifest.ts";
import { isDocument, textFiles } from "./files.ts";

const documents = textFiles().filter(isDocument);

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
	scripts: Record<string, string>;
};

/** Targets of links and pictures; what a forge resolves by itself is left out. */
const LINK = /\]\((?!https?:|\.\.\/\.\.\/)([^)#\s]*)(?:#([^)\s]+))?\)/g;

/** A file of ours in backticks, from the repository's root. */
const FOLDERS = "app|bench|boards|client|engine|hardware|lab|scripts|spec|src|test|testkit";
const NAMED_FILE = new RegExp(`\`((?:${FOLDERS})/[\\w./-]+\\.\\w+)\``, "g");

/** Anchor of a heading, as forges make it. */
const anchorOf = (heading: string): string =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, "")
		.replaceAll(" ", "-");

const anchorsIn = (text: string): string[] =>
	[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

describe.each(documents.map((file) => [file.path, file] as const))("%s", (path, { text }) => {
	it("links to files and headings that exist", () => {
		const broken = [...text.matchAll(LINK)].flatMap(([link, target = "", anchor]) => {
			const file = target === "" ? path : join(dirname(path), target);
			if (!existsSync(join(root, file))) return [link];
			if (anchor === undefined) return [];
			const headings = anchorsIn(readFileSync(join(root, file), "utf8"));
			return headings.includes(anchor) ? [] : [link];
		});
		expect(broken).toEqual([]);
	});

	it("names files that exist", () => {
		const named = [...text.matchAll(NAMED_FILE)].map(([, name = ""]) => name);
		expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
	});

	it("names commands that exist", () => {
		const named = [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w-]*)/g)].map(
			([, name = ""]) => name,
		);
		expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
	});
});

it("docs/README.md leads to every page of docs/", () => {
	const contents = readFileSync(join(root, "docs/README.md"), "utf8");
	const pages = documents
		.map(({ path }) => /^docs\/([^/]+\.md)$/.exec(path)?.[1])
		.filter((page) => page !== undefined && page !== "README.md");
	expect(pages.filter((page) => !contents.includes(`(${page})`))).toEqual([]);
});

it("docs/clients.md leads to a page for every export and client", () => {
	const contents = readFileSync(join(root, "docs/clients.md"), "utf8");
	const pages = documents
		.map(({ path }) => /^docs\/(clients\/.+\.md)$/.exec(path)?.[1])
		.filter((page) => page !== undefined);
	expect(pages.length).toBeGreaterThan(8);
	expect(pages.filter((page) => !contents.includes(`(${page})`))).toEqual([]);
});

it("docs/decisions/README.md leads to every decision", () => {
	const contents = readFileSync(join(root, "docs/decisions/README.md"), "utf8");
	const decisions = documents
		.map(({ path }) => /^docs\/decisions\/(\d.+\.md)$/.exec(path)?.[1])
		.filter((page) => page !== undefined);
	expect(decisions.length).toBeGreaterThan(10);
	expect(decisions.filter((page) => !contents.includes(`(${page})`))).toEqual([]);
});

describe("the figures that README quotes", () => {
	const readme = readFileSync(join(root, "README.md"), "utf8");
	const figures = JSON.parse(readFileSync(join(root, "docs/figures.json"), "utf8")) as Record<
		string,
		number
	>;

	it.each([
		["byte codes for a three-phase frame, nobody polling", "byte codes a frame, all that", 1],
		["start-up on it", "Cortex-M7, ms of start-up", 1],
		["longest message on it", "Cortex-M7, ms of the longest message", 1],
		["flash of the image", "image, bytes of flash", 1024],
		["RAM of the image", "image, bytes of RAM", 1024],
	])("%s: the one in docs/figures.json, to 3 %", (row, start, unit) => {
		const quoted = new RegExp(`^\\| ${row} \\| ([\\d.]+)`, "m").exec(readme)?.[1];
		const [, measured = Number.NaN] =
			Object.entries(figures).find(([name]) => name.startsWith(start)) ?? [];
		expect(Math.abs((Number(quoted) * unit) / measured - 1)).toBeLessThan(0.03);
	});
});
