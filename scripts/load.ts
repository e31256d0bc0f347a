/** Imports what has been bundled. */
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";

/** Ends esbuild, whose process would keep this one alive, and imports a bundled module. */
export async function load<Module>(path: string): Promise<Module> {
	await stop();
	return import(pathToFileURL(path).href);
}
