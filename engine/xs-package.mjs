// SPDX-License-Identifier: Apache-2.0
/** The C sources of XS: fetched with npm, verified, unpacked below build/xs and changed; never committed. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { changeXs, XS_CHANGES } from "./xs-changes.mjs";

const NAME = "@agoric/xsnap";
const VERSION = "0.15.0";
const ARCHIVE = `agoric-xsnap-${VERSION}.tgz`;
const COMMAND_TIME_LIMIT_MS = 300_000;

/** SHA-512 of the archive, as npm prints it ("integrity"). */
const XS_INTEGRITY =
	"sha512-ZBm4DZxbtfacxMHVVdJjZi0Y8zOxN77vpu1WwI5RWfPkaRh0aHkz/dVdTGKXalDNzWfz183lljKxlxl3/h0n+A==";

/** Short name of the changes: sources that were changed otherwise lie in another folder. */
const CHANGES_KEY = createHash("sha256")
	.update(JSON.stringify(XS_CHANGES))
	.digest("hex")
	.slice(0, 8);

/** Identifies the sources: what is compiled from others has another key. */
export const XS_KEY = `${XS_INTEGRITY} ${CHANGES_KEY}`;

function run(command, args, what) {
	try {
		execFileSync(command, args, {
			stdio: ["ignore", "pipe", "pipe"],
			timeout: COMMAND_TIME_LIMIT_MS,
		});
	} catch (error) {
		if (error.code === "ENOENT") throw new Error(`engine: ${command} was not found`);
		const detail =
			String(error.stderr ?? "")
				.trim()
				.split("\n")[0] || error.message;
		throw new Error(`engine: ${what}: ${detail}`);
	}
}

function verify(archive) {
	const integrity = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
	if (integrity !== XS_INTEGRITY) {
		rmSync(archive);
		throw new Error(
			`engine: ${archive} is not ${NAME} ${VERSION}: its SHA-512 is ${integrity}; removed`,
		);
	}
}

/** Fetches the archive unless it is there, and verifies it; returns its path. */
function fetchArchive(directory) {
	const archive = join(directory, ARCHIVE);
	if (!existsSync(archive))
		run(
			"npm",
			["pack", `${NAME}@${VERSION}`, "--silent", "--pack-destination", directory],
			"npm pack",
		);
	verify(archive);
	return archive;
}

/**
 * Fetches, unpacks and changes the package unless that has been done.
 *
 * @param {string} directory where to, e.g. build/xs
 * @returns {string} the folder with XS's `sources`, `includes` and `platforms`
 * @throws {Error} one line: npm or tar failed, the archive is another one, or a change does not fit
 */
export function xsSources(directory) {
	const unpacked = join(directory, `agoric-xsnap-${VERSION}-${CHANGES_KEY}`);
	if (!existsSync(unpacked)) {
		mkdirSync(directory, { recursive: true });
		const archive = fetchArchive(directory);
		// renamed when complete: an interrupted run leaves nothing that looks like the whole
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
	return join(unpacked, "moddable", "xs");
}
