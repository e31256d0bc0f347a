import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { RTU } from "../../../bench/bus/rtu.ts";
import { Transcript } from "../../../bench/scenario/transcript.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

/** Has a client ask on a line, in vain. */
function ask(line: SerialLine, meter: FakeLineMeter): void {
	line.send({ answer: () => {}, over: () => {} }, Uint8Array.of(1, 2, 3, 4));
	meter.pass(1000);
}

it("a transcript that cannot be written any more is told once, and the bench runs on", () => {
	const notes: string[] = [];
	const transcript = new Transcript(
		"/dev/full",
		() => 1,
		(line) => void notes.push(line),
	);
	const meter = new FakeLineMeter();
	const line = new SerialLine(RTU, [meter]);
	transcript.listen("rs485", line);
	for (let turn = 0; turn < 3; turn++) ask(line, meter);
	transcript.close();
	expect(notes).toEqual([
		expect.stringMatching(/^--transcript: no space left on device; nothing more is written$/),
	]);
});

it("a turn that ends while no scenario plays is not in it", () => {
	const folder = mkdtempSync(join(tmpdir(), "ambit-transcript-"));
	const path = join(folder, "t.txt");
	let seconds: number | undefined;
	const transcript = new Transcript(
		path,
		() => seconds,
		() => {},
	);
	const meter = new FakeLineMeter();
	const line = new SerialLine(RTU, [meter]);
	transcript.listen("rs485", line);
	ask(line, meter);
	seconds = 2.5;
	ask(line, meter);
	transcript.close();
	expect(readFileSync(path, "utf8")).toBe("      2.5000 rs485 01020304 > -\n");
	rmSync(folder, { recursive: true });
});
