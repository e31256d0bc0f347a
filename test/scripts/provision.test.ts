import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../testkit/until.ts";

const script = fileURLToPath(new URL("../../scripts/boot.mjs", import.meta.url));

/** An espefuse that keeps the block in a file, and burns it over another no more than the chip. */
const ESPEFUSE = `#!/bin/sh
echo "$*" >> "$CHIP/log"
while [ $# -gt 0 ]; do
	case "$1" in
		--file) file="$2" ;;
		burn-block-data) cp "$3" "$CHIP/block" ;;
	esac
	shift
done
if [ -n "$file" ]; then
	[ -f "$CHIP/block" ] || head -c 32 /dev/zero > "$CHIP/blank"
	value=$(od -An -v -tx1 -w32 "$([ -f "$CHIP/block" ] && echo "$CHIP/block" || echo "$CHIP/blank")")
	value=$(echo $value)
	echo "{ \\"BLOCK_USR_DATA\\": { \\"value\\": \\"$value\\" } }" > "$file"
fi
`;

describe("npm run provision", () => {
	let chip: string;
	beforeEach(() => {
		chip = mkdtempSync(join(tmpdir(), "ambit-chip-"));
		writeFileSync(join(chip, "espefuse"), ESPEFUSE);
		chmodSync(join(chip, "espefuse"), 0o755);
	});
	afterEach(() => {
		rmSync(chip, { recursive: true });
	});
	const call = (path: string, ...parameters: string[]) => {
		const { status, stderr } = spawnSync(process.execPath, [script, "provision", ...parameters], {
			env: { PATH: path, CHIP: chip },
			encoding: "utf8",
			timeout: 20_000,
		});
		return { status, stderr };
	};
	const provision = (...parameters: string[]) =>
		call(`${chip}${delimiter}${process.env.PATH}`, ...parameters);

	it("a board is given its identity once, and refused in one line the second time", () => {
		expect(provision("serial=12345679", "modbus=17", "mbus=5", "port=/dev/ttyUSB0")).toEqual({
			status: 0,
			stderr: "",
		});
		const block = readFileSync(join(chip, "block"));
		expect(block.toString("hex")).toBe(
			"416d0111050000004f61bc0000000000000000000000000000000000facd63f9",
		);
		expect(readFileSync(join(chip, "log"), "utf8").split("\n")[1]).toMatch(
			/^--chip esp32s3 --port \/dev\/ttyUSB0 burn-block-data BLOCK_USR_DATA \S+$/,
		);
		expect(provision("serial=12345680")).toEqual({
			status: 1,
			stderr: "provision: this board is No. 12345679 already, for ever\n",
		});
		expect(readFileSync(join(chip, "block"))).toEqual(block);
	});

	it.each([
		[[], "serial=: a number from 1 to 99999999 is wanted"],
		[["serial=100000000"], "serial=100000000: a number from 1 to 99999999 is wanted"],
		[["serial=7", "modbus=248"], "modbus=248: a number from 1 to 247 is wanted"],
		[["serial=7", "mbus=-1"], "mbus=-1: a number from 0 to 250 is wanted"],
		[["serial=7", "name=x"], "name=x is no setting; serial=N is needed, see docs/hardware.md"],
	])("%j is refused in one line, before the chip is asked", (parameters, line) => {
		expect(provision(...parameters)).toEqual({ status: 2, stderr: `provision: ${line}\n` });
		expect(existsSync(join(chip, "log"))).toBe(false);
	});

	it("a missing espefuse is reported in one line", () => {
		rmSync(join(chip, "espefuse"));
		expect(provision("serial=7")).toEqual({
			status: 1,
			stderr: "provision: espefuse was not found; ESP-IDF's export.sh puts it on the PATH\n",
		});
	});

	it("leaves nothing if espefuse's question is interrupted", async () => {
		writeFileSync(join(chip, "espefuse"), `#!/bin/sh\ntouch "$CHIP/asked"\nexec sleep 60\n`);
		const path = `${chip}${delimiter}${process.env.PATH}`;
		const child = spawn(process.execPath, [script, "provision", "serial=7"], {
			env: { PATH: path, CHIP: chip },
			stdio: "ignore",
			// the terminal's Ctrl-C is for the whole group
			detached: true,
		});
		const ended = once(child, "exit");
		await until(() => existsSync(join(chip, "asked"))).toBe(true);
		process.kill(-(child.pid ?? 0), "SIGINT");
		expect(await ended).toEqual([1, null]);
		const output = fileURLToPath(new URL("../../build/moddable", import.meta.url));
		expect(readdirSync(output).filter((name) => name.startsWith("identity-"))).toEqual([]);
	});
});
