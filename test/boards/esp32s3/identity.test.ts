import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readIdentity } from "../../../boards/esp32s3/identity.ts";
import { readRestartReason } from "../../../boards/esp32s3/restart.ts";
import { identityBlock } from "../../../scripts/commands/provision.ts";
import { RestartReason } from "../../../src/board.ts";

/** The chip's eFuses and its reason for the last reset. */
const chip = vi.hoisted(() => ({ block: "", error: 0, reset: 0, asked: [] as number[] }));

vi.mock("mc/ffi", () => ({
	default: class {
		esp_efuse_read_block(block: number, buffer: ArrayBuffer, first: number, bits: number) {
			chip.asked = [block, first, bits];
			new Uint8Array(buffer).set(Buffer.from(chip.block, "hex"));
			return chip.error;
		}
		esp_reset_reason() {
			return chip.reset;
		}
	},
}));

/** Meter 12345679, Modbus 17, M-Bus 5; made with Python's struct and zlib. */
const BLOCK = "416d0111050000004f61bc0000000000000000000000000000000000facd63f9";

const NOBODY = { serialNumber: 0, modbusId: 1, mbusAddress: 0 };

describe("the identity in the eFuses of the ESP32-S3", () => {
	let lines: string[];
	beforeEach(() => {
		lines = [];
		vi.stubGlobal("trace", (line: string) => lines.push(line));
		Object.assign(chip, { block: BLOCK, error: 0 });
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it("the identity is that of the block for the product's data", () => {
		expect(readIdentity()).toEqual({ serialNumber: 12345679, modbusId: 17, mbusAddress: 5 });
		expect(chip.asked).toEqual([3, 0, 256]);
		expect(lines).toEqual([]);
	});

	it("npm run provision writes what the board reads", () => {
		expect(Buffer.from(identityBlock(12345679, 17, 5)).toString("hex")).toBe(BLOCK);
	});

	it("a board without an identity says so in one line, and is meter 00000000", () => {
		chip.block = "00".repeat(32);
		expect(readIdentity()).toEqual(NOBODY);
		expect(lines).toEqual(["identity: this board has none; npm run provision gives it one\n"]);
	});

	it.each([
		["of another product", `ffff${BLOCK.slice(4)}`, 0],
		["of another version", `416d02${BLOCK.slice(6)}`, 0],
		["with a bit that has changed", BLOCK.replace("4f61", "4f63"), 0],
		["that cannot be read", BLOCK, -1],
	])("eFuses %s are none, with one line", (_name, block, error) => {
		Object.assign(chip, { block, error });
		expect(readIdentity()).toEqual(NOBODY);
		expect(lines).toEqual(["identity: the eFuses hold none of this firmware\n"]);
	});
});

it.each([
	["power-on", 1, RestartReason.NONE],
	["the button EN", 2, RestartReason.NONE],
	["XS, which ends by esp_restart", 3, RestartReason.ENGINE],
	["a panic", 4, RestartReason.ENGINE],
	["the interrupt watchdog", 5, RestartReason.WATCHDOG],
	["the task watchdog", 6, RestartReason.WATCHDOG],
	["another watchdog", 7, RestartReason.WATCHDOG],
	["a supply that was too low", 9, RestartReason.NONE],
	["a fault within a fault", 15, RestartReason.ENGINE],
])("a reset by %s (%i) is restart reason %i", (_name, reset, reason) => {
	chip.reset = reset;
	expect(readRestartReason()).toBe(reason);
});
