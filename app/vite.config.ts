import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { firmwareAliases } from "../spec/aliases.ts";

export default defineConfig({
	root: fileURLToPath(new URL(".", import.meta.url)),
	// Relative, so that the page works wherever it is served.
	base: "./",
	resolve: {
		alias: firmwareAliases(fileURLToPath(new URL("../", import.meta.url))),
	},
	oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
	build: {
		target: "es2022",
		outDir: fileURLToPath(new URL("../build/pages/manager", import.meta.url)),
		emptyOutDir: true,
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
	plugins: [
		VitePWA({
			registerType: "autoUpdate",
			injectRegister: "script-defer",
			manifest: {
				name: "Meter Manager",
				short_name: "Meters",
				description: "Reads and sets Ambit energy meters over Bluetooth",
				id: "./",
				start_url: "./",
				scope: "./",
				display: "standalone",
				background_color: "#f3f5f9",
				theme_color: "#0b5fff",
				icons: [
					{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
					{ src: "icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
					{ src: "icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
					{
						src: "icon-maskable-512.png",
						sizes: "512x512",
						type: "image/png",
						purpose: "maskable",
					},
				],
			},
			workbox: {
				globPatterns: ["**/*.{js,css,html,svg,png,woff2}"],
				cleanupOutdatedCaches: true,
			},
		}),
	],
});
