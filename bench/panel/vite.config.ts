import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { firmwareAliases } from "../../spec/aliases.ts";

export default defineConfig({
	// Relative, so that the page works wherever it is served.
	base: "./",
	resolve: {
		alias: firmwareAliases(fileURLToPath(new URL("../../", import.meta.url))),
	},
	build: {
		target: "es2022",
		// Some fonts would be inlined as data, which the page's policy forbids.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
});
