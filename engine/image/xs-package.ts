// SPDX-License-Identifier: Apache-2.0
/**
 * The C sources of XS: fetched with npm, verified, unpacked in build/xs and changed; never
 * committed.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import type { XsSources } from "./program.ts";
import { changeXs, XS_CHANGES } from "./xs-changes.ts";

const NAME = "@agoric/xsnap";
const VERSION = "0.15.0";
const ARCHIVE = `agoric-xsnap-${VERSION}.tgz`;
const COMMAND_TIME_LIMIT_MS = 300_000;

/** SHA-512 of the archive, as npm prints it ("integrity"). */
const XS_INTEGRITY =
	"sha512-ZBm4DZxbtfacxMHVVdJjZi0Y8zOxN77vpu1WwI5RWfPkaRh0aHkz/dVdTGKXalDNzWfz183lljKxlxl3/h0n+A==";

/** Short hash of the changes: sources with other changes are in another folder. */
const CHANGES_KEY = createHash("sha256")
	.update(JSON.stringify(XS_CHANGES))
	.digest("hex")
	.slice(0, 8);

/** @param step what the command does, for its error */
function run(command: string, args: readonly string[], step: string): void {
	try {
		execFileSync(command, args, {
			stdio: ["ignore", "pipe", "pipe"],
			timeout: COMMAND_TIME_LIMIT_MS,
		});
	} catch (error) {
		const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: Buffer };
		if (code === "ENOENT") throw new Error(`engine: ${command} was not found`);
		const [detail] = String(stderr ?? "")
			.trim()
			.split("\n");
		throw new Error(`engine: ${step}: ${detail || message}`);
	}
}

function verify(archive: string): void {
	const digest = createHash("sha512").update(readFileSync(archive)).digest("base64");
	const integrity = `sha512-${digest}`;
	if (integrity === XS_INTEGRITY) return;
	rmSync(archive);
	throw new Error(
		`engine: ${archive} is not ${NAME} ${VERSION}: its SHA-512 is ${integrity}; removed`,
	);
}

/** Fetches the archive unless it is there, and verifies it; returns its path. */
function fetchArchive(directory: string): string {
	const archive = join(directory, ARCHIVE);
	const pack = ["pack", `${NAME}@${VERSION}`, "--silent", "--pack-destination", directory];
	if (!existsSync(archive)) run("npm", pack, "npm pack");
	verify(archive);
	return archive;
}

function unpackAndChange(archive: string, unpacked: string): void {
	// renamed when complete: an interrupted run leaves nothing that looks complete
	const partial = `${unpacked}.${process.pid}`;
	mkdirSync(partial);
	try {
		run("tar", ["-xzf", archive, "-C", partial, "--strip-components=1", "package"], "tar");
		changeXs(join(partial, "moddable", "xs"));
		renameSync(partial, unpacked);
	} catch (error) {
		rmSync(partial, { recursive: true });
		if (!existsSync(unpacked)) throw error;
	}
}

/**
 * Fetches, unpacks and changes the package unless that was done; returns XS's folder.
 *
 * @throws one line: npm or tar failed, the archive is a different one, or a change does not fit
 */
function ensureUnpacked(directory: string): string {
	const unpacked = join(directory, `agoric-xsnap-${VERSION}-${CHANGES_KEY}`);
	if (!existsSync(unpacked)) {
		mkdirSync(directory, { recursive: true });
		unpackAndChange(fetchArchive(directory), unpacked);
	}
	return join(unpacked, "moddable", "xs");
}

/** XS of the package, in build/xs. */
export const PACKAGED_XS: XsSources = {
	key: `${XS_INTEGRITY} ${CHANGES_KEY}`,
	folder: () => ensureUnpacked(join(ROOT, "build", "xs")),
	parts: [],
};
