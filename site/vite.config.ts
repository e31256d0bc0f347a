import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { firmwareAliases } from "../spec/aliases.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const FIRMWARE = "virtual:firmware";

/** The firmware's bundle as a function of the globals that an engine gives it. */
const firmware: Plugin = {
	name: "firmware",
	resolveId: (id) => (id === FIRMWARE ? `\0${FIRMWARE}` : undefined),
	load(id) {
		if (id !== `\0${FIRMWARE}`) return undefined;
		const script = readFileSync(at("../build/firmware/ambit.js"), "utf8");
		return `export default (host, trace) => {\n${script}\n};`;
	},
};

/** Stand-ins for what the bench uses of Node, in place of globals. */
const inject = {
	Buffer: [at("../node_modules/buffer/index.js"), "Buffer"],
	setImmediate: [at("src/node/immediate.ts"), "setImmediate"],
	clearImmediate: [at("src/node/immediate.ts"), "clearImmediate"],
} satisfies Record<string, [string, string]>;

export default defineConfig({
	root: at("./"),
	// Relative, so that the page works wherever it is served.
	base: "./",
	resolve: {
		alias: [
			...firmwareAliases(at("../")),
			{ find: "node:timers/promises", replacement: at("src/node/timers-promises.ts") },
			{ find: "node:crypto", replacement: at("src/node/crypto.ts") },
			{ find: /^node:(fs|path)$/, replacement: at("src/node/files.ts") },
		],
	},
	define: { "process.stderr.write": "console.error" },
	oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
	build: {
		target: "es2022",
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
	worker: {
		format: "es",
		plugins: () => [firmware],
		rolldownOptions: { transform: { inject } },
	},
	plugins: [
		VitePWA({
			registerType: "autoUpdate",
			injectRegister: "script-defer",
			manifest: {
				name: "Ambit, a meter in a page",
				short_name: "Ambit",
				description: "A three-phase energy meter with its test bench",
				id: "./",
				start_url: "./",
				scope: "./",
				display: "standalone",
				background_color: "#f3f5f9",
				theme_color: "#0b5fff",
				icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
			},
			workbox: {
				globPatterns: ["**/*.{js,css,html,svg,wasm,flash,woff2}"],
				ignoreURLParametersMatching: [/./],
				navigateFallback: null,
				cleanupOutdatedCaches: true,
			},
		}),
	],
});
