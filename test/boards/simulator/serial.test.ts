import type { SerialOptions } from "board";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Serial, { RS485 } from "../../../boards/simulator/serial.ts";

/** The simulator's class: reads and writes ArrayBuffers, throws if the device does not exist. */
const desktop = vi.hoisted(() => ({
	config: {} as Record<string, unknown>,
	opened: [] as { device: string; onError(): void }[],
	input: [] as number[],
	output: [] as number[],
	full: false,
	closed: 0,
}));

vi.mock("mc/config", () => ({ default: desktop.config }));
vi.mock("embedded:io/serial", () => ({
	default: class {
		constructor(options: { device: string; onError(): void }) {
			if (options.device === "/nowhere") throw new Error("No such file or directory");
			desktop.opened.push(options);
		}
		read(count: number) {
			const bytes = desktop.input.splice(0, count);
			return bytes.length === 0 ? undefined : Uint8Array.from(bytes).buffer;
		}
		write(bytes: unknown) {
			if (!(bytes instanceof ArrayBuffer)) throw new TypeError("not an ArrayBuffer instance");
			if (desktop.full) throw new Error("would overflow");
			desktop.output.push(...new Uint8Array(bytes));
		}
		close() {
			desktop.closed++;
		}
	},
}));

const OPTIONS: SerialOptions = {
	port: RS485,
	receive: 0,
	transmit: 0,
	baud: 9600,
	parity: "even",
	format: "buffer",
	onReadable: () => {},
};

describe("the simulator's serial port", () => {
	const trace = vi.fn();
	beforeEach(() => {
		vi.stubGlobal("trace", trace);
		trace.mockClear();
		Object.assign(desktop, { opened: [], input: [], output: [], full: false, closed: 0 });
		desktop.config.rs485 = "/dev/pts/7";
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it("the simulator's serial port opens the path set in the configuration", () => {
		new Serial(OPTIONS);
		expect(desktop.opened.map(({ device }) => device)).toEqual(["/dev/pts/7"]);
	});

	it.each([undefined, "", 5])(
		"the simulator's serial port is not connected if the path is %j",
		(path) => {
			desktop.config.rs485 = path;
			const serial = new Serial(OPTIONS);
			serial.write(Uint8Array.of(1));
			expect(serial.read(new Uint8Array(4))).toBeUndefined();
			expect(desktop.opened).toEqual([]);
		},
	);

	it("the simulator's serial port names a path that cannot be opened", () => {
		desktop.config.rs485 = "/nowhere";
		expect(() => new Serial(OPTIONS)).toThrow(/rs485: cannot open \/nowhere .*No such file/);
	});

	it("the simulator's serial port fills the buffer given to it and no more", () => {
		const serial = new Serial(OPTIONS);
		desktop.input.push(1, 2, 3, 4, 5);
		const buffer = new Uint8Array(4);
		expect(serial.read(buffer)).toBe(4);
		expect([...buffer]).toEqual([1, 2, 3, 4]);
		expect(serial.read(buffer)).toBe(1);
		expect([...buffer]).toEqual([5, 2, 3, 4]);
		expect(serial.read(buffer)).toBeUndefined();
	});

	it("the simulator's serial port writes only the view of a larger buffer", () => {
		new Serial(OPTIONS).write(Uint8Array.of(9, 1, 2, 9).subarray(1, 3));
		expect(desktop.output).toEqual([1, 2]);
	});

	it("the simulator's serial port reports characters that the other end does not read", () => {
		desktop.full = true;
		new Serial(OPTIONS).write(Uint8Array.of(1));
		expect(desktop.output).toEqual([]);
		expect(trace).toHaveBeenCalledOnce();
	});

	it("the simulator's serial port does not use a device that has gone", () => {
		const serial = new Serial(OPTIONS);
		desktop.opened[0].onError();
		serial.write(Uint8Array.of(1));
		serial.close();
		expect(desktop.output).toEqual([]);
		expect(desktop.closed).toBe(0);
		expect(trace).toHaveBeenCalledWith("rs485: /dev/pts/7 has gone\n");
	});
});
