import { spawnSync } from "node:child_process";
import {
	existsSync,
	lstatSync,
	mkdtempSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { openPty, type Pty } from "../../../bench/bus/pty.ts";
import { PtyFolder } from "../../../bench/bus/pty-folder.ts";
import { RTU } from "../../../bench/bus/rtu.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

const NAMES = ["rs485", "mbus"];

let directory: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-test-"));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("a terminal", () => {
	let pty: Pty;
	let meter: FakeLineMeter;
	let path: string;

	beforeEach(async () => {
		path = join(directory, "rs485");
		meter = new FakeLineMeter();
		pty = await openPty(new SerialLine(RTU, [meter]), path, () => {});
	});

	afterEach(() => pty.close());

	const speed = (): string => spawnSync("stty", ["-F", path, "speed"]).stdout.toString().trim();

	it.each([
		[
			"pyserial with the meter's even parity",
			"import sys, serial; serial.Serial(sys.argv[1], 9600, parity='E').write(b'x')",
		],
		[
			"pymodbus without parity",
			"import sys; from pymodbus.client import ModbusSerialClient as C; " +
				"c = C(sys.argv[1], baudrate=9600, parity='N'); assert c.connect(); c.send(b'x')",
		],
	])("is opened again and again by %s", async (_client, script) => {
		for (const count of [1, 2, 3]) {
			await expect.poll(speed, { timeout: 60_000 }).toBe("50");
			const { status, stderr } = spawnSync("/usr/bin/python3", ["-c", script, path]);
			expect([status, stderr.toString()]).toEqual([0, ""]);
			await expect
				.poll(() => {
					meter.pass(100);
					return meter.received.length;
				})
				.toBe(count);
		}
	});

	it("is gone, link and all, when it is closed", async () => {
		expect(lstatSync(path).isSymbolicLink()).toBe(true);
		await pty.close();
		expect(existsSync(path)).toBe(false);
	});
});

describe("the folder of --pty", () => {
	it("keeps the paths of the links, and replaces those of a killed bench", async () => {
		symlinkSync("/dev/pts/does-not-exist", join(directory, "rs485"));
		const folder = new PtyFolder(directory, NAMES);
		const path = folder.pathOf("rs485");
		expect(path).toBe(join(directory, "rs485"));
		const pty = await openPty(new SerialLine(RTU, [new FakeLineMeter()]), path, () => {});
		expect(readlinkSync(path)).not.toContain("does-not-exist");
		await pty.close();
		folder.close();
	});

	it("is for one bench at a time", () => {
		const folder = new PtyFolder(directory, NAMES);
		expect(() => new PtyFolder(directory, NAMES)).toThrow(
			expect.objectContaining({
				exitCode: 1,
				message: `--pty: ${directory} is in use by the bench with process ID ${process.pid}`,
			}),
		);
		folder.close();
		new PtyFolder(directory, NAMES).close();
	});

	it("is refused if a file has the name of a link, which stays as it is", () => {
		const path = join(directory, "mbus");
		writeFileSync(path, "mine");
		const open = () => new PtyFolder(directory, NAMES);
		const refusal = expect.objectContaining({
			exitCode: 2,
			message: expect.stringContaining(path),
		});
		expect(open).toThrow(refusal);
		expect(open).toThrow(refusal);
		expect(existsSync(path)).toBe(true);
	});

	it("is a temporary one unless it is given", () => {
		const folder = new PtyFolder(undefined, NAMES);
		const paths = NAMES.map((name) => folder.pathOf(name));
		expect(existsSync(join(paths[0] ?? "", ".."))).toBe(true);
		folder.close();
		expect(existsSync(join(paths[1] ?? "", ".."))).toBe(false);
	});
});
