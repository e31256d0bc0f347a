/**
 * `node scripts/boot.mjs COMMAND [ARGUMENT...]`: installs the npm packages of package-lock.json,
 * bundles scripts/ambit.ts and runs it. The only file that is not TypeScript: Node 20 runs none,
 * and esbuild is one of the packages. Quiet when there is nothing to do.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const INSTALL_TIME_LIMIT_MS = 600_000;

/** The bundle. Its first line lists the hash of each file that it was made from. */
const BUNDLE = join(ROOT, "build/ambit/ambit.mjs");
const LIST = /^\/\/ (\[.*\])$/m;

/** @param {string} path */
const hashOf = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** @typedef {{ version?: string, optional?: boolean }} Package */
/** @typedef {{ packages: Record<string, Package> }} Lock */

/**
 * True if node_modules holds the packages of the lock file.
 *
 * @param {Lock} lock contents of package-lock.json
 * @param {Lock} installed contents of node_modules/.package-lock.json, npm's list after installing
 */
function installedAsLocked(lock, installed) {
	const wanted = Object.entries(lock.packages).filter(([path]) => path.startsWith("node_modules/"));
	const complete = wanted.every(([path, { version, optional }]) => {
		const found = installed.packages[path];
		// packages for other processors are optional and left out
		return found === undefined ? optional === true : found.version === version;
	});
	return complete && Object.keys(installed.packages).every((path) => path in lock.packages);
}

/**
 * The first line in which npm says in words what failed: its codes come before.
 *
 * @param {string} stderr
 * @returns {string | undefined}
 */
export function npmFailure(stderr) {
	const lines = stderr.split("\n").filter((line) => line.startsWith("npm error"));
	return lines.map((line) => line.slice(9).trim()).find((line) => /\s.*\s/.test(line));
}

/** Throws one line if the packages do not run on this Node: their own errors do not say so. */
function checkNode() {
	/** @type {{ engines: { node: string } }} */
	const { engines } = readJson(join(ROOT, "package.json"));
	const [major = 0, minor = 0] = numbersOf(engines.node);
	const [ownMajor = 0, ownMinor = 0] = numbersOf(process.version);
	if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
	throw new Error(
		`set-up: Node ${process.version} is too old: ${major}.${minor} or newer is needed`,
	);
}

/** @param {string} version */
const numbersOf = (version) => Array.from(version.matchAll(/\d+/g), Number);

/** Installs the npm packages unless node_modules holds them. Throws one line when npm fails. */
function installPackages() {
	const lockPath = join(ROOT, "package-lock.json");
	const hash = hashOf(lockPath);
	const stamp = join(ROOT, "node_modules", ".ambit-stamp");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;

	// a person may have run npm by hand
	const listPath = join(ROOT, "node_modules", ".package-lock.json");
	if (!existsSync(listPath) || !installedAsLocked(readJson(lockPath), readJson(listPath))) {
		process.stderr.write("set-up: installing npm packages\n");
		// only node-mbus needs a script of its own: scripts/setup/mbus-master.ts
		const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
		const { status, error, stderr } = spawnSync("npm", args, {
			cwd: ROOT,
			encoding: "utf8",
			timeout: INSTALL_TIME_LIMIT_MS,
			maxBuffer: 1 << 24,
		});
		if (error !== undefined) throw new Error(`set-up: npm ci: ${error.message}`);
		if (status !== 0)
			throw new Error(`set-up: npm ci: ${npmFailure(stderr) ?? `status ${status}`}`);
	}
	writeFileSync(stamp, hash);
}

/** True if the bundle was made from the files as they are now. */
function isBundled() {
	if (!existsSync(BUNDLE)) return false;
	const list = LIST.exec(readFileSync(BUNDLE, "utf8"))?.[1];
	if (list === undefined) return false;
	/** @type {[string, string][]} */
	const files = JSON.parse(list);
	return files.every(([path, hash]) => {
		const file = join(ROOT, path);
		return existsSync(file) && hashOf(file) === hash;
	});
}

async function bundle() {
	const { build, stop } = await import("esbuild");
	const { metafile, outputFiles } = await build({
		absWorkingDir: ROOT,
		entryPoints: ["scripts/ambit.ts"],
		outfile: BUNDLE,
		bundle: true,
		format: "esm",
		target: "node20",
		platform: "node",
		packages: "external",
		tsconfig: join(ROOT, "scripts/tsconfig.json"),
		write: false,
		metafile: true,
		logLevel: "error",
	});
	await stop();
	const files = ["scripts/boot.mjs", ...Object.keys(metafile.inputs)];
	const list = files.map((path) => [path, hashOf(join(ROOT, path))]);
	mkdirSync(dirname(BUNDLE), { recursive: true });
	// renamed when complete: another process may be reading it
	const partial = `${BUNDLE}.${process.pid}`;
	writeFileSync(partial, `// ${JSON.stringify(list)}\n${outputFiles[0].text}`);
	renameSync(partial, BUNDLE);
}

async function main() {
	try {
		checkNode();
		installPackages();
		if (!isBundled()) await bundle();
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
		return 1;
	}
	const { main } = await import(pathToFileURL(BUNDLE).href);
	return main(process.argv.slice(2));
}

/** The program that Node was called with; undefined if it was none, as with `node -e`. */
const program = process.argv[1];

// Node resolves the links in a module's own path only.
if (program !== undefined && realpathSync(program) === fileURLToPath(import.meta.url)) {
	const exitCode = await main();
	// a command may also set it itself
	if (exitCode !== undefined) process.exitCode = exitCode;
}
