import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../../bench/command-line.ts";
import { Fault } from "../../../bench/fault.ts";

const parse = (line: string) =>
	parseCommandLine(line === "" ? [] : line.split(" "), {
		command: "npm start --",
		engines: ["xs", "mcu", "node"],
		kernels: ["compiled", "bytecode"],
		directory: "/home/user",
	});

describe("the command line", () => {
	it("has the documented defaults", () => {
		expect(parse("")).toEqual({
			engine: "xs",
			kernel: "compiled",
			host: "127.0.0.1",
			http: 8080,
			modbusRtu: 5020,
			modbusTcp: 5021,
			mbus: 5022,
			serialNumber: 12345678,
			meters: 1,
			speed: 1,
			fastForward: false,
			calibrated: true,
			waveform: undefined,
		});
	});

	it("accepts every option", () => {
		const line =
			"--engine node --kernel bytecode --http 0 --modbus-rtu 1 --modbus-tcp 65535 --mbus 2 " +
			"--host ::1 --serial-number 00000042 --meters 3 --speed max --calibrated no --state s " +
			"--pty /p --temperature -12.5 --front-end linear --ct-class ordinary --fast-forward";
		expect(parse(line)).toEqual({
			engine: "node",
			kernel: "bytecode",
			host: "::1",
			http: 0,
			modbusRtu: 1,
			modbusTcp: 65535,
			mbus: 2,
			serialNumber: 42,
			meters: 3,
			speed: Number.POSITIVE_INFINITY,
			fastForward: true,
			calibrated: false,
			waveform: undefined,
			state: "/home/user/s",
			pty: "/p",
			temperature: -12.5,
			frontEnd: "linear",
			ctClass: "ordinary",
		});
	});

	it("finds a waveform relative to the user's directory", () => {
		const line =
			"--waveform a.cfg --waveform-channels 5,6,7:1,2,3 --waveform-scale 1:0.5 " +
			"--waveform-segment 10:650 --speed 2.5";
		expect(parse(line)).toMatchObject({
			speed: 2.5,
			waveform: {
				file: "/home/user/a.cfg",
				channels: { voltages: [5, 6, 7], currents: [1, 2, 3] },
				scale: { voltage: 1, current: 0.5 },
				segment: { from: 10, to: 650 },
			},
		});
	});

	it.each([
		["--frobnicate", "--frobnicate"],
		["--kernel wasm", "--kernel wasm: must be one of compiled, bytecode"],
		["--engine mcu --kernel bytecode", "--kernel bytecode"],
		["--htp 1", "--htp"],
		["9000", "unknown argument '9000'; usage: npm start -- [options]"],
		["--http", "--http"],
		["--http 65536", "--http"],
		["--http -1", "--http"],
		["--http 80x", "--http"],
		["--modbus-rtu 1.5", "--modbus-rtu"],
		["--modbus-tcp 0x10", "--modbus-tcp"],
		["--serial-number 123456789", "--serial-number"],
		["--serial-number 99999999 --meters 2", "--serial-number"],
		["--meters 0", "--meters"],
		["--meters 248", "--meters"],
		["--temperature 86", "--temperature"],
		["--temperature warm", "--temperature"],
		["--front-end perfect", "--front-end"],
		["--front-end ideal --ct-class good", "--ct-class good"],
		["--ct-class best", "--ct-class"],
		["--speed 0", "--speed"],
		["--speed -1", "--speed"],
		["--speed fast", "--speed"],
		["--engine v8", "--engine v8"],
		["--mbus x", "--mbus"],
		["--calibrated perhaps", "--calibrated"],
		["--host ", "--host <address>' argument '' is invalid. It must not be empty."],
		["--state ", "--state"],
		["--pty ", "--pty"],
		["--scenario a.yaml --transcript ./a.yaml", "--transcript ./a.yaml: that is the scenario"],
		["--waveform a.cfg", "--waveform-channels"],
		["--waveform-channels 1,2,3:4,5,6", "--waveform-channels"],
		["--waveform-segment 0:10", "--waveform-segment"],
		["--waveform a.cfg --waveform-channels 1,2:3", "--waveform-channels 1,2:3"],
		[
			"--waveform a.cfg --waveform-channels 1,2,3:4,5,6 --waveform-scale 0:1",
			"--waveform-scale 0:1",
		],
	])("refuses %s with one line that names it", (line, named) => {
		let fault: unknown;
		try {
			parse(line);
		} catch (error) {
			fault = error;
		}
		expect(fault).toBeInstanceOf(Fault);
		if (!(fault instanceof Fault)) return;
		expect(fault.exitCode).toBe(2);
		expect(fault.message).toContain(named);
		expect(fault.message).not.toContain("\n");
	});
});
