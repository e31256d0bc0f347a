import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** Where a specifier of the firmware lies: the panel takes the table of registers from there. */
const at = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

export default defineConfig({
	// Relative, so that the page works wherever it is served.
	base: "./",
	resolve: {
		alias: [
			{ find: /^board$/, replacement: at("board.ts") },
			{ find: /^(registers|metrology|mbus)\/(.*)$/, replacement: at("$1/$2.ts") },
		],
	},
	build: {
		target: "es2022",
		// A few fonts would be inlined as data: the page's policy asks for files.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
});
