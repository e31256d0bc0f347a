/** The documentation as a site. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../manifest/manifest.ts";

/** Longest time of a build, in ms: stops what hangs. */
const LIMIT_MS = 300_000;

const folder = mkdtempSync(join(tmpdir(), "ambit-docs-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** Builds the pages of a folder into another one. */
function build(documents: string, out: string) {
	return spawnSync(
		process.execPath,
		[join(root, "node_modules/vitepress/bin/vitepress.js"), "build", "site/docs", "--outDir", out],
		{
			cwd: root,
			encoding: "utf8",
			timeout: LIMIT_MS,
			env: { ...process.env, AMBIT_SITE_BASE: "/ambit/", AMBIT_SITE_DOCUMENTS: documents },
		},
	);
}

const site = join(folder, "site");

beforeAll(() => {
	const { status, stderr } = build(join(root, "docs"), site);
	expect(status, stderr).toBe(0);
}, LIMIT_MS);

const html = (name: string): string => readFileSync(join(site, name), "utf8");

it("every page of docs/ is a page of the site, and the sidebar leads to each", () => {
	const names = ["", "clients/"]
		.flatMap((path) => readdirSync(join(root, "docs", path)).map((name) => `${path}${name}`))
		.filter((name) => name.endsWith(".md") && name !== "README.md")
		.map((name) => name.replace(/\.md$/, ".html"));
	expect(names.filter((name) => !existsSync(join(site, name)))).toEqual([]);
	const index = html("index.html");
	expect(names.filter((name) => !index.includes(`href="/ambit/docs/${name}"`))).toEqual([]);
});

it("the search, the files that pages link to and the way to the meter are there", () => {
	const assets = readdirSync(join(site, "assets", "chunks"));
	expect(assets.some((name) => name.includes("localSearchIndex"))).toBe(true);
	for (const name of ["openapi.json", "scenario.schema.json", "figures.json"])
		expect(JSON.parse(html(name))).toBeInstanceOf(Object);
	expect(html("index.html")).toContain('href="/ambit/docs/../"');
});

it("diagrams are drawn, and nothing is loaded from elsewhere", () => {
	const page = html("architecture.html");
	expect(page).toMatch(/<div class="diagram"[^>]*><svg /);
	expect(page).not.toContain("flowchart LR");
	expect(page.match(/(src|href)="(https?:)?\/\/[^"]*"/g) ?? []).toEqual([]);
	const [style = ""] = /<style>[\s\S]*?<\/style>/.exec(page) ?? [];
	expect(style).toContain("--_node-fill");
	expect(style).not.toMatch(/@import|url\(|https?:/);
});

it("a wide command is moved on a phone, and not the page", () => {
	expect(html("display.html")).toMatch(/<style>[^<]*\.vp-doc pre \{ overflow-x: auto; \}/);
});

it(
	"a dead link fails the build and is named",
	() => {
		const documents = mkdtempSync(join(folder, "dead-"));
		writeFileSync(join(documents, "README.md"), "# Contents\n\n[gone](gone.md)\n");
		for (const name of ["openapi.json", "scenario.schema.json", "figures.json"])
			writeFileSync(join(documents, name), "{}");
		const { status, stdout, stderr } = build(documents, join(folder, "none"));
		expect(status).not.toBe(0);
		expect(stdout + stderr).toContain("gone");
	},
	LIMIT_MS,
);
