import { spawnSync } from "node:child_process";
import {
	closeSync,
	constants,
	existsSync,
	lstatSync,
	mkdtempSync,
	openSync,
	readlinkSync,
	readSync,
	rmSync,
	symlinkSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { openPty, type Pty } from "../../../bench/bus/pty.ts";
import { PtyFolder } from "../../../bench/bus/pty-folder.ts";
import { RTU } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

/** Prints the number of bytes that wait in a terminal. */
const WAITING =
	"import array, fcntl, sys, termios; n = array.array('i', [0]); " +
	"fcntl.ioctl(open(sys.argv[1], 'rb'), termios.FIONREAD, n); print(n[0])";

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

	const stty = (...args: string[]): string =>
		spawnSync("stty", ["-F", path, ...args])
			.stdout.toString()
			.trim();

	/** Speed that nobody's serial device has; stty knows no name for it. */
	const untouched = () => expect.poll(() => stty("speed")).toBe("0");

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
			await untouched();
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

	it("keeps what waits in it when its speed is put back", async () => {
		const client = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
		try {
			writeSync(client, "x");
			await expect
				.poll(() => {
					meter.pass(100);
					return meter.received.length;
				})
				.toBe(1);
			meter.transmit(Buffer.from("answer"));
			const answered = async () => {
				meter.pass(100);
				return spawnSync("/usr/bin/python3", ["-c", WAITING, path]).stdout.toString().trim();
			};
			await expect.poll(answered).toBe("6");
			stty("9600");
			await untouched();
			const answer = Buffer.alloc(16);
			expect(answer.toString("latin1", 0, readSync(client, answer))).toBe("answer");
		} finally {
			closeSync(client);
		}
	});

	it("is gone, link and all, when it is closed", async () => {
		expect(lstatSync(path).isSymbolicLink()).toBe(true);
		await pty.close();
		expect(existsSync(path)).toBe(false);
	});
});

it("a terminal that nobody reads loses answers, as a serial port does", async () => {
	const path = join(directory, "rs485");
	const [part, parts] = [Buffer.alloc(65_536, "x"), 100];
	const asked = { first: false };
	const line = {
		send: (client: LineClient) => {
			if (asked.first) client.answer(Buffer.from("END"));
			else for (let count = 0; count < parts; count++) client.answer(part);
			asked.first = true;
			client.over();
		},
		waitingBytes: () => 0,
		leave: () => {},
	} as unknown as SerialLine;
	const pty = await openPty(line, path, () => {});
	const client = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
	const chunk = Buffer.alloc(65_536);
	let [read, end] = [0, ""];
	const drain = () => {
		try {
			const count = readSync(client, chunk);
			read += count;
			end = (end + chunk.toString("latin1", 0, count)).slice(-100);
		} catch (error) {
			expect(error).toMatchObject({ code: "EAGAIN" });
			writeSync(client, "q");
		}
		return end;
	};
	try {
		writeSync(client, "q");
		await expect.poll(() => asked.first).toBe(true);
		await expect.poll(drain, { interval: 1, timeout: 60_000 }).toContain("END");
		expect(read).toBeLessThan((part.length * parts) / 4);
	} finally {
		closeSync(client);
		await pty.close();
	}
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
