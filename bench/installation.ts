/** An installed Ambit: a clone of the repository, or the npm package. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Engines of the firmware: XS on this machine, on an emulated Cortex-M7, on Node; or Node. */
export type EngineName = "xs" | "mcu" | "wasm" | "node";

/** How the kernel (src/metrology/kernel.ts) runs: compiled, or as byte code, the reference. */
export type KernelName = "compiled" | "bytecode";

/** Paths of the parts that the bench runs and serves. */
export interface Built {
	/** Script of the firmware, which every engine runs, with either kernel. */
	readonly firmware: Readonly<Record<KernelName, string>>;
	readonly engines: Readonly<Record<EngineName, string>>;
	/** The front end's work on every frame as WebAssembly (bench/front-end/module.ts). */
	readonly frontEnd: string;
	/** Folders of the web pages. */
	readonly pages: { readonly panel: string; readonly manager: string };
}

export interface Installation {
	/** Of Ambit. */
	readonly version: string;
	/** The words that the user types before the options. */
	readonly command: string;
	/** Other commands, a line each; absent: there are none. */
	readonly commands?: readonly string[];
	/** Engines that it offers; the first is the default. */
	readonly engines: readonly EngineName[];
	/** Kernels that it offers; the first is the default. */
	readonly kernels: readonly KernelName[];
	readonly built: Built;
	/** Folder of the documentation; it need not be there. */
	readonly documents: string;
	/** Folder that relative file names start from. */
	readonly directory: string;
	/**
	 * Builds what an engine needs and is not there yet, if it can. Rejects with one line that says
	 * what is missing.
	 */
	prepare(engine: EngineName): Promise<void>;
}

/** Paths below a folder: build/ of a clone, dist/ of the package. */
export function builtIn(folder: string): Built {
	return {
		firmware: {
			compiled: join(folder, "firmware/ambit.js"),
			bytecode: join(folder, "firmware/ambit-bytecode.js"),
		},
		engines: {
			node: join(folder, "engine/ambit-node.mjs"),
			xs: join(folder, "engine/ambit-xs"),
			mcu: join(folder, "ambit-cortex-m7.elf"),
			wasm: join(folder, "engine/ambit-wasm.mjs"),
		},
		frontEnd: join(folder, "bench/front-end.wasm"),
		pages: { panel: join(folder, "pages/panel"), manager: join(folder, "pages/manager") },
	};
}

/**
 * A clone of the repository, which `npm start` has built.
 * @param root of the repository
 * @param prepare builds the engines that it has not built
 */
export function cloneAt(root: string, prepare: Installation["prepare"]): Installation {
	return {
		version: versionIn(root),
		command: "npm start --",
		engines: ["xs", "mcu", "wasm", "node"],
		kernels: ["compiled", "bytecode"],
		built: builtIn(join(root, "build")),
		documents: join(root, "docs"),
		directory: userDirectory(root),
		prepare,
	};
}

/** Version in the package.json of a folder. */
export function versionIn(folder: string): string {
	const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
		version: string;
	};
	return version;
}

/** The user's working directory: `npm start` changes to the root and says where it was called. */
function userDirectory(root: string): string {
	const here = process.cwd();
	return here === root ? (process.env.INIT_CWD ?? here) : here;
}
