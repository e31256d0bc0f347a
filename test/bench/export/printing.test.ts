/** Commands that print one text, and where it cannot go. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { record } from "../../../bench/record/record.ts";
import { root } from "../../manifest/manifest.ts";

const EXPORT = `${process.execPath} scripts/boot.mjs export csv`;

it.each([
	["a reader that leaves at once is no fault", `${EXPORT} | true`, 0, ""],
	[
		"a disk that is full is one line",
		`${EXPORT} > /dev/full`,
		1,
		"export: standard output: no space left on device\n",
	],
])("%s", (_what, line, code, words) => {
	const script = `set -o pipefail; ${line}`;
	const { status, stderr } = spawnSync("bash", ["-c", script], { cwd: root, encoding: "utf8" });
	expect([status, stderr]).toEqual([code, words]);
});

it("a recording that cannot be written names its file, not the bench", async () => {
	const server = createServer((_request, response) => response.end("version: 1\n"));
	const folder = mkdtempSync(join(tmpdir(), "ambit-record-"));
	let words = "";
	const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
		words += text;
		return true;
	});
	onTestFinished(() => {
		write.mockRestore();
		server.close();
		rmSync(folder, { recursive: true });
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const bench = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const code = await record("record", folder, ["--bench", bench, "--output", "no/r.yaml"]);
	expect([code, words]).toEqual([1, "record: --output no/r.yaml: no such file or directory\n"]);
});
