import type { SerialOptions } from "board";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Pin, Port } from "../../../boards/esp32s3/pins.ts";
import Serial from "../../../boards/esp32s3/serial.ts";

/** The native port. */
const uart = vi.hoisted(() => ({
	options: {} as Record<string, unknown>,
	calls: [] as string[],
	receiving: false,
}));

vi.mock("esp32s3/uart", () => ({
	default: class {
		constructor(options: Record<string, unknown>) {
			uart.options = options;
		}
		get receiving() {
			return uart.receiving;
		}
		read(buffer: Uint8Array) {
			uart.calls.push("read");
			return buffer.length;
		}
		write(bytes: Uint8Array) {
			uart.calls.push(`write ${bytes.length}`);
		}
		close() {
			uart.calls.push("close");
		}
	},
}));

const OPTIONS: SerialOptions = {
	port: Port.RS485,
	receive: 18,
	transmit: 17,
	baud: 9600,
	parity: "even",
	format: "buffer",
	onReadable: () => {},
};

describe("a serial port of the ESP32-S3 board", () => {
	beforeEach(() => {
		uart.calls = [];
	});

	it.each([
		["none", 0],
		["even", 2],
		["odd", 3],
	] as const)("parity %s is %i of ESP-IDF", (parity, code) => {
		new Serial({ ...OPTIONS, parity });
		expect(uart.options.parity).toBe(code);
	});

	it("RS-485 has its direction pin, and M-Bus none, since it has a wire each way", () => {
		new Serial(OPTIONS);
		expect(uart.options).toMatchObject({ port: 1, direction: Pin.RS485_DIRECTION, baud: 9600 });
		new Serial({ ...OPTIONS, port: Port.MBUS });
		expect(uart.options).toMatchObject({ port: 2, direction: -1 });
	});

	it("reads, writes and closes are the UART's", () => {
		const serial = new Serial(OPTIONS);
		expect(serial.read(new Uint8Array(8))).toBe(8);
		serial.write(new Uint8Array(261));
		uart.receiving = true;
		expect(serial.receiving).toBe(true);
		serial.close();
		expect(uart.calls).toEqual(["read", "write 261", "close"]);
		expect(uart.options.onReadable).toBe(OPTIONS.onReadable);
	});
});
