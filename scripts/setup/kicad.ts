/** KiCad 9, which draws, checks and exports the schematic. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Report } from "../../engine/image/made.ts";
import { ROOT } from "../../engine/root.ts";
import { ensureDebianPackages } from "./debian.ts";

const PACKAGES = ["kicad", "kicad-symbols", "kicad-footprints"];
/** Debian 12 has KiCad 6 only; its backports have KiCad 9. */
const BACKPORTS = "bookworm-backports";
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
const MIRROR = "http://deb.debian.org/debian";
const BACKPORTS_LINE = `deb [signed-by=${KEYRING}] ${MIRROR} ${BACKPORTS} main\n`;
const OLDEST = 9;
const COMMAND = `apt-get install -t ${BACKPORTS} ${PACKAGES.join(" ")}`;
const HOW = `Debian 12 with its backports: sudo ${COMMAND}; others: https://www.kicad.org/download`;

/** Version of the KiCad that is installed, or undefined. */
export function kicadVersion(): string | undefined {
	const { status, stdout } = spawnSync("kicad-cli", ["version"], { encoding: "utf8" });
	return status === 0 ? stdout.trim() : undefined;
}

function isBookworm(): boolean {
	const release = "/etc/os-release";
	return existsSync(release) && /^VERSION_CODENAME=bookworm$/m.test(readFileSync(release, "utf8"));
}

/** Options that add the backports to apt's sources for this call alone. */
function backports(): string[] {
	const list = join(ROOT, "build/kicad/sources.list");
	const system = "/etc/apt/sources.list";
	mkdirSync(dirname(list), { recursive: true });
	const own = existsSync(system) ? readFileSync(system, "utf8") : "";
	writeFileSync(list, `${own}\n${BACKPORTS_LINE}`);
	return ["-o", `Dir::Etc::SourceList=${list}`, "-t", BACKPORTS];
}

/**
 * Installs KiCad 9 and its libraries, as root on Debian.
 *
 * @param report gets one line before a step that takes time
 * @throws one line: what is missing and where to get it, if this is not root; or apt-get's reason
 */
export function ensureKicad(report: Report): void {
	if (Number.parseInt(kicadVersion() ?? "0", 10) >= OLDEST) return;
	if (process.getuid?.() !== 0)
		throw new Error(`set-up: KiCad ${OLDEST} is missing; install it: ${HOW}`);
	ensureDebianPackages(PACKAGES, report, isBookworm() ? backports() : []);
	if (Number.parseInt(kicadVersion() ?? "0", 10) < OLDEST)
		throw new Error(`set-up: Debian has KiCad ${kicadVersion()}, and ${OLDEST} is needed`);
}
