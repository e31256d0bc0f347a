/** Debian packages: installed as root, named otherwise. */
import { spawnSync } from "node:child_process";

const QUERY_TIME_LIMIT_MS = 30_000;
const INSTALL_TIME_LIMIT_MS = 900_000;

function run(command, args, timeout) {
	return spawnSync(command, args, {
		encoding: "utf8",
		timeout,
		maxBuffer: 1 << 24,
		env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
	});
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg-query's
const QUERY_FORMAT = "${Package} ${db:Status-Status}\\n";

/** Those of the packages that dpkg-query's answer (lines of QUERY_FORMAT) does not call installed. */
export function missingOf(packages, answer) {
	const installed = new Set(
		answer
			.split("\n")
			.filter((line) => line.endsWith(" installed"))
			.map((line) => line.slice(0, line.indexOf(" "))),
	);
	return packages.filter((name) => !installed.has(name));
}

function missingPackages(packages) {
	const query = ["-W", "-f", QUERY_FORMAT, ...packages];
	const { error, stdout } = run("dpkg-query", query, QUERY_TIME_LIMIT_MS);
	// dpkg-query fails when it does not know a package: what it prints is still right
	if (error !== undefined)
		throw new Error(
			`set-up: needs ${packages.join(", ")}; this is not Debian: please install them`,
		);
	return missingOf(packages, stdout);
}

/** The first line in which apt-get says what went wrong. */
function failure({ error, status, stderr }) {
	if (error !== undefined) return error.message;
	return stderr.split("\n").find((line) => line.startsWith("E:")) ?? `status ${status}`;
}

/**
 * Installs those of the Debian packages that are missing; without root's rights it names them.
 *
 * @param {readonly string[]} packages
 * @param {(line: string) => void} report told one line before what takes time
 * @throws {Error} one line: what is missing and how to install it, or why apt-get failed
 */
export function ensureDebianPackages(packages, report) {
	const missing = missingPackages(packages);
	if (missing.length === 0) return;
	const command = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
	if (process.getuid() !== 0)
		throw new Error(
			`set-up: missing Debian packages: ${missing.join(" ")}; install them: sudo ${command}`,
		);
	report(`set-up: installing Debian packages: ${missing.join(" ")}`);
	for (const args of [["update"], command.split(" ").slice(1)]) {
		const result = run("apt-get", args, INSTALL_TIME_LIMIT_MS);
		if (result.error !== undefined || result.status !== 0)
			throw new Error(`set-up: apt-get ${args.join(" ")}: ${failure(result)}`);
	}
}
