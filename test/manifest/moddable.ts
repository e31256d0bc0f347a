/** Modules of the Moddable SDK's manifests that ours include (SDK 8.2.3). */

/**
 * A folder of the SDK's manifests: which specifiers it makes importable, and on which platforms.
 */
interface Provision {
	readonly specifiers: readonly string[];
	/** First parts of platform names. */
	readonly platforms: readonly string[];
}

const EVERYWHERE = ["lin", "mac", "win", "esp32"];

/** By the manifest's path as an `include` writes it. */
export const PROVISIONS: Readonly<Record<string, Provision>> = {
	"$(MODDABLE)/examples/manifest_base.json": {
		specifiers: ["timer", "time"],
		platforms: EVERYWHERE,
	},
	"$(MODULES)/data/crc/manifest.json": { specifiers: ["crc"], platforms: EVERYWHERE },
	"$(MODULES)/data/qrcode/manifest.json": { specifiers: ["qrcode"], platforms: EVERYWHERE },
	"$(IO)/serial/manifest.json": { specifiers: ["embedded:io/serial"], platforms: EVERYWHERE },
	"$(IO)/digital/manifest.json": {
		specifiers: ["embedded:io/digital", "embedded:io/digitalbank"],
		platforms: ["esp32"],
	},
	"$(IO)/spi/manifest.json": { specifiers: ["embedded:io/spi"], platforms: ["esp32"] },
	"$(MODULES)/network/ble/manifest_server.json": {
		specifiers: ["bleserver", "btutils", "gap", "gapwhitelist", "sm"],
		platforms: EVERYWHERE,
	},
	"$(MODULES)/drivers/touchpad/manifest.json": { specifiers: ["touchpad"], platforms: ["esp32"] },
	"$(MODULES)/files/file/manifest.json": { specifiers: ["file"], platforms: EVERYWHERE },
	"$(MODULES)/base/microseconds/manifest.json": {
		specifiers: ["microseconds"],
		platforms: ["mac", "esp32"],
	},
};

/** Made by mcconfig for every program. */
export const GENERATED = ["mc/config"];
