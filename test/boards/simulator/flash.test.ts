import { beforeEach, describe, expect, it, vi } from "vitest";
import FileFlash from "../../../boards/simulator/flash.ts";

/** Files of the desktop by path. */
const files = vi.hoisted(() => new Map<string, Uint8Array<ArrayBuffer>>());

vi.mock("file", () => ({
	File: class {
		readonly #path: string;
		position = 0;
		constructor(path: string, write: boolean) {
			if (!write) throw new Error("read only");
			this.#path = path;
			if (!files.has(path)) files.set(path, new Uint8Array(0));
		}
		get #bytes() {
			return files.get(this.#path) ?? new Uint8Array(0);
		}
		get length() {
			return this.#bytes.length;
		}
		read(_type: unknown, count: number) {
			const part = this.#bytes.slice(this.position, this.position + count);
			this.position += part.length;
			return part.buffer;
		}
		write(buffer: ArrayBuffer) {
			const bytes = new Uint8Array(Math.max(this.length, this.position + buffer.byteLength));
			bytes.set(this.#bytes);
			bytes.set(new Uint8Array(buffer), this.position);
			files.set(this.#path, bytes);
			this.position += buffer.byteLength;
		}
	},
}));

describe("the simulator's flash", () => {
	const readBack = (flash: FileFlash, offset: number, length: number) => {
		const buffer = new Uint8Array(length);
		flash.read(offset, buffer);
		return [...buffer];
	};
	beforeEach(() => {
		files.clear();
	});

	it("the simulator's flash is blank if its file is new or has another length", () => {
		files.set("/cut", new Uint8Array(100));
		for (const path of ["/new", "/cut"]) {
			const flash = new FileFlash(path);
			expect(files.get(path)).toEqual(new Uint8Array(flash.byteLength).fill(0xff));
		}
	});

	it("the simulator's flash keeps its content for the next start", () => {
		new FileFlash("/state").program(1000, Uint8Array.of(1, 2, 3));
		expect(readBack(new FileFlash("/state"), 999, 5)).toEqual([255, 1, 2, 3, 255]);
	});

	it("the simulator's flash only clears bits by programming and sets them all by erasing", () => {
		const flash = new FileFlash("/state");
		expect(flash.program(4096, Uint8Array.of(0x0f))).toBe(true);
		flash.program(4096, Uint8Array.of(0xf1));
		expect(readBack(flash, 4096, 1)).toEqual([0x01]);
		flash.startErase(1);
		expect(flash.erased).toBe(true);
		expect(readBack(flash, 4095, 2)).toEqual([255, 255]);
	});
});
