/** Debian packages: installed as root, named otherwise. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import type { Report } from "../../engine/image/made.ts";

const QUERY_TIME_LIMIT_MS = 30_000;
const INSTALL_TIME_LIMIT_MS = 900_000;

function run(command: string, args: readonly string[], timeout: number): SpawnSyncReturns<string> {
	return spawnSync(command, args, {
		encoding: "utf8",
		timeout,
		maxBuffer: 1 << 24,
		env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
	});
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg-query's
const QUERY_FORMAT = "${Package} ${db:Status-Status}\\n";

/** The packages that are not installed, by dpkg-query's answer (lines of QUERY_FORMAT). */
function missingOf(packages: readonly string[], answer: string): string[] {
	const installed = new Set(
		answer
			.split("\n")
			.filter((line) => line.endsWith(" installed"))
			.map((line) => line.slice(0, line.indexOf(" "))),
	);
	return packages.filter((name) => !installed.has(name));
}

function missingPackages(packages: readonly string[]): string[] {
	const query = ["-W", "-f", QUERY_FORMAT, ...packages];
	const { error, stdout } = run("dpkg-query", query, QUERY_TIME_LIMIT_MS);
	// dpkg-query fails when it does not know a package, but its output is still right
	if (error !== undefined)
		throw new Error(
			`set-up: this is not Debian; please install ${packages.join(", ")} or their equivalents`,
		);
	return missingOf(packages, stdout);
}

/** The first line in which apt-get says what went wrong. */
function failure({ error, status, stderr }: SpawnSyncReturns<string>): string {
	if (error !== undefined) return error.message;
	return stderr.split("\n").find((line) => line.startsWith("E:")) ?? `status ${status}`;
}

/**
 * Installs the missing ones of these Debian packages.
 *
 * @param report gets one line before a step that takes time
 * @param options of apt-get, such as another release
 * @throws one line: the missing packages and the command that installs them, if this is not root;
 *   or apt-get's reason for failing
 */
export function ensureDebianPackages(
	packages: readonly string[],
	report: Report,
	options: readonly string[] = [],
): void {
	const missing = missingPackages(packages);
	if (missing.length === 0) return;
	const command = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
	if (process.getuid?.() !== 0)
		throw new Error(
			`set-up: missing Debian packages: ${missing.join(" ")}; install them: sudo ${command}`,
		);
	report(`set-up: installing Debian packages: ${missing.join(" ")}`);
	for (const args of [["update"], command.split(" ").slice(1)]) {
		const result = run("apt-get", [...options, ...args], INSTALL_TIME_LIMIT_MS);
		if (result.error !== undefined || result.status !== 0)
			throw new Error(`set-up: apt-get ${args.join(" ")}: ${failure(result)}`);
	}
}
