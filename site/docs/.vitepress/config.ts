/** The documentation as a site: the Markdown files of docs/ as they are (npm run docs). */
import { copyFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { DIAGRAM_STYLE, diagram } from "./diagrams.ts";
import { sidebar } from "./sidebar.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Another folder is for a test of the build. */
const DOCUMENTS = process.env.AMBIT_SITE_DOCUMENTS ?? at("../../../docs");

/** Files that pages link to as they are. */
const FILES = ["figures.json", "openapi.json", "scenario.schema.json"];

/** Commands that are wider than a phone are moved, and not the page. */
const CODE_STYLE = ".vp-doc pre { overflow-x: auto; }";

/** Address of the documentation on its host. */
const base = `${process.env.AMBIT_SITE_BASE ?? "/"}docs/`;

export default defineConfig({
	title: "Ambit",
	description: "Open firmware for a three-phase energy meter, and a virtual meter to run it",
	lang: "en",
	base,
	srcDir: DOCUMENTS,
	outDir: at("../../../build/site/docs"),
	cacheDir: at("../../../build/site/vitepress-cache"),
	rewrites: { "README.md": "index.md", "decisions/README.md": "decisions/index.md" },
	lastUpdated: false,
	head: [["style", {}, DIAGRAM_STYLE + CODE_STYLE]],
	markdown: {
		config(md) {
			const { fence } = md.renderer.rules;
			md.renderer.rules.fence = (tokens, index, ...rest) => {
				const token = tokens[index];
				if (token?.info.trim() === "mermaid") return diagram(token.content);
				return fence?.(tokens, index, ...rest) ?? "";
			};
			// Files of the repository outside of docs/ have no page.
			md.core.ruler.push("repository-links", ({ tokens, env }) => {
				const folder = posix.dirname(env.relativePath ?? "");
				for (const { children } of tokens)
					for (const token of children ?? []) {
						const href = token.type === "link_open" ? token.attrGet("href") : null;
						if (href === null || !posix.join(folder, href).startsWith("..")) continue;
						token.tag = "span";
						token.attrs = [["title", "a file of the repository"]];
						const index = children?.indexOf(token) ?? 0;
						const close = children?.slice(index).find(({ type }) => type === "link_close");
						if (close) close.tag = "span";
					}
			});
		},
	},
	themeConfig: {
		nav: [{ text: "The meter in your browser", link: "/../", target: "_self" }],
		sidebar,
		outline: [2, 3],
		search: { provider: "local" },
	},
	buildEnd({ outDir }) {
		for (const name of FILES) copyFileSync(join(DOCUMENTS, name), join(outDir, name));
	},
});
