/** Diagrams in the pages, drawn while the site is built. */
import { renderMermaidSVG } from "beautiful-mermaid";

const STYLE = /<style>([\s\S]*?)<\/style>/;

/** Colours of the pages, light or dark. */
const COLOURS = "--bg:var(--vp-c-bg);--fg:var(--vp-c-text-1);--muted:var(--vp-c-text-2)";

/** A diagram as HTML for a page, without its style, which {@link DIAGRAM_STYLE} is. */
export function diagram(source: string): string {
	const svg = renderMermaidSVG(source)
		.replace(STYLE, "")
		.replace(/ style="[^"]*"/, ` style="${COLOURS}"`);
	return `<div class="diagram" tabindex="0" v-pre>${svg.replace(/\n\s*/g, "")}</div>\n`;
}

/** Rules for all diagrams; their font is the page's, and nothing is loaded from elsewhere. */
export const DIAGRAM_STYLE = [
	(STYLE.exec(renderMermaidSVG("flowchart LR\n  a --> b"))?.[1] ?? "")
		.replace(/@import url\([^)]*\);/g, "")
		.replace(/^\s*text \{[^}]*\}/m, "")
		.replace(/^\s*svg \{/m, ".diagram svg {"),
	".diagram { overflow-x: auto; margin: 16px 0; }",
	".diagram svg { max-width: none; }",
	".diagram svg text { font-family: inherit; }",
].join("\n");
