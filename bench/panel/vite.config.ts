import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** Path of a file of the firmware, from which the panel imports the register table. */
const at = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

export default defineConfig({
	// Relative, so that the page works wherever it is served.
	base: "./",
	resolve: {
		alias: [
			{ find: /^board$/, replacement: at("board.ts") },
			{ find: /^(registers|metrology|energy|mbus)\/(.*)$/, replacement: at("$1/$2.ts") },
		],
	},
	build: {
		target: "es2022",
		// Some fonts would be inlined as data, which the page's policy forbids.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
});
