/** `npm run flash-dump IMAGE`: prints a flash image, by docs/storage.md alone. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { bundleForNode, root } from "./bundle.mjs";

const entry = join(root, "lab/flash-dump/main.ts");
const module = await bundleForNode(entry, join(root, "build/run/flash-dump.mjs"));
await stop();
const { main } = await import(pathToFileURL(module).href);
main(process.argv.slice(2));
