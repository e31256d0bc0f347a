/** Runs ngspice on a deck and reads what it prints. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TIME_LIMIT_MS = 120_000;

/**
 * Numbers that the deck's `print` and `meas` wrote, by name in lower case.
 *
 * @param control commands of ngspice's own language
 * @throws one line with ngspice's first complaint
 */
export function measured(
	title: string,
	lines: readonly string[],
	control: readonly string[],
): Map<string, number> {
	const folder = mkdtempSync(join(tmpdir(), "ambit-spice-"));
	const deck = join(folder, "deck.cir");
	const text = [title, ...lines, ".control", "set noaskquit", ...control, "quit", ".endc", ".end"];
	try {
		writeFileSync(deck, `${text.join("\n")}\n`);
		const { stdout, stderr, error } = spawnSync("ngspice", ["-b", deck], {
			encoding: "utf8",
			timeout: TIME_LIMIT_MS,
		});
		if (error !== undefined) throw new Error(`schematic: ngspice: ${error.message}`);
		const aborted = /^.*(?:aborted|Timestep too small).*$/m.exec(stdout + stderr)?.[0];
		if (aborted !== undefined) throw new Error(`schematic: ngspice on ${title}: ${aborted.trim()}`);
		const values = new Map<string, number>();
		for (const [, name, value] of stdout.matchAll(/^(\S+)\s*=\s*(-?[\d.]+(?:e[+-]?\d+)?)/gim))
			values.set(name.toLowerCase(), Number(value));
		if (values.size === 0) {
			const complaint = `${stderr}\n${stdout}`.split("\n").find((line) => /error/i.test(line));
			throw new Error(`schematic: ngspice on ${title}: ${complaint ?? "no result"}`);
		}
		return values;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
