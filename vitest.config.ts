import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { firmwareAliases } from "./spec/aliases.ts";

/** Path of a specifier of the firmware on Node, as the manifest has it for Moddable. */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
	resolve: {
		alias: [
			...firmwareAliases(at("./")),
			{ find: /^(simulator|esp32s3)\/(.*)$/, replacement: at("boards/$1/$2.ts") },
			{ find: "qrcode", replacement: at("engine/node/qrcode.ts") },
			{ find: /^(timer|crc|device)$/, replacement: at("boards/virtual/$1.ts") },
			{
				find: /^(mc\/ffi|embedded:io\/(?:serial|digital|spi)|file|touchpad|bleserver|btutils)$/,
				replacement: `${at("testkit/absent.ts")}?$1`,
			},
			{ find: "mc/config", replacement: at("boards/virtual/config.ts") },
		],
	},
	test: {
		include: ["test/**/*.test.ts"],
		// Tests wait for a state, which may take long on a busy machine.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		expect: { poll: { timeout: 120_000 } },
		coverage: {
			provider: "v8",
			include: ["src/**", "boards/**/*.ts", "bench/**/*.ts", "client/**", "app/src/**"],
			reporter: ["text-summary", "html"],
			reportsDirectory: "build/coverage",
		},
	},
});
