import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import NorFlash from "../../../boards/esp32s3/nor-flash.ts";
import type { BusDevice } from "../../../boards/esp32s3/spi-bus.ts";

/** A W25Q80DV at its pins, from its data sheet. Each select takes one unit of time. */
class W25Q80 implements BusDevice {
	readonly image = new Uint8Array(1024 * 1024).fill(0xff);
	/** Instructions in the order received. */
	readonly log: number[] = [];
	/** Size in its identification, a power of two. */
	size = 20;
	/** Units of time for a page and a sector. */
	pageTime = 3;
	sectorTime = 1000;
	#enabled = false;
	#asleep = true;
	#programming = 0;
	#erasing = 0;
	#sector = -1;
	#suspended = false;

	exchange(bytes: Uint8Array): void {
		this.#take(bytes);
	}

	send(bytes: Uint8Array): void {
		this.#take(bytes.slice());
	}

	/** Units of time left of the erase. */
	get erasing(): number {
		return this.#erasing;
	}

	#take(bytes: Uint8Array): void {
		const instruction = bytes[0];
		const address = (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
		this.log.push(instruction);
		this.#pass();
		const busy = this.#programming > 0 || (this.#erasing > 0 && !this.#suspended);
		if (instruction === 0xab) this.#asleep = false;
		else if (this.#asleep) return;
		else if (instruction === 0x05) bytes[1] = (busy ? 1 : 0) | (this.#enabled ? 2 : 0);
		else if (instruction === 0x35) bytes[1] = this.#suspended ? 0x80 : 0;
		else if (instruction === 0x75) this.#suspended = this.#erasing > 0;
		else if (instruction === 0x7a) this.#suspended = false;
		else if (busy) return;
		else if (instruction === 0x9f) bytes.set([0xef, 0x40, this.size], 1);
		else if (instruction === 0x03)
			for (let i = 4; i < bytes.length; i++) bytes[i] = this.#read(address + i - 4);
		else if (instruction === 0x06) this.#enabled = true;
		else if (this.#enabled && instruction === 0x02) this.#program(address, bytes.subarray(4));
		else if (this.#enabled && instruction === 0x20 && !this.#suspended) this.#erase(address);
	}

	#read(address: number): number {
		if (address >> 12 === this.#sector) throw new Error("reads what is being erased");
		return this.image[address];
	}

	/** Wraps within the page, as the chip does. */
	#program(address: number, bytes: Uint8Array): void {
		if (address >> 12 === this.#sector) throw new Error("programs what is being erased");
		bytes.forEach((byte, i) => {
			this.image[(address & ~0xff) | ((address + i) & 0xff)] &= byte;
		});
		this.#programming = this.pageTime;
		this.#enabled = false;
	}

	#erase(address: number): void {
		this.#sector = address >> 12;
		this.#erasing = this.sectorTime;
		this.#enabled = false;
	}

	#pass(): void {
		if (this.#programming > 0) this.#programming--;
		else if (this.#erasing > 0 && !this.#suspended && --this.#erasing === 0) {
			this.image.fill(0xff, this.#sector << 12, (this.#sector + 1) << 12);
			this.#sector = -1;
		}
	}
}

function opened(chip: BusDevice): NorFlash {
	const flash = NorFlash.open(chip);
	if (!flash) throw new Error("the chip is refused");
	return flash;
}

const numbers = (length: number) => Uint8Array.from({ length }, (_, i) => i & 0xff);

describe("the flash chip of the ESP32-S3 board", () => {
	let chip: W25Q80;
	let flash: NorFlash;
	/** Waits for the erase to end. */
	const finish = () => {
		while (flash.erased === undefined);
	};
	const readBack = (offset: number, length: number) => {
		const buffer = new Uint8Array(length);
		flash.read(offset, buffer);
		return buffer;
	};
	beforeEach(() => {
		chip = new W25Q80();
		flash = opened(chip);
	});

	it("the flash returns the bytes programmed, a page or a byte, at any address", () => {
		expect(flash.program(0x1200, numbers(256))).toBe(true);
		expect(flash.program(0x3fffe, Uint8Array.of(7))).toBe(true);
		expect(readBack(0x1200, 256)).toEqual(numbers(256));
		expect(readBack(0x3fffe, 1)).toEqual(Uint8Array.of(7));
		expect(chip.image[0x1200 + 255]).toBe(255);
	});

	it("the flash reads more than a page at once", () => {
		chip.image.set(numbers(5000), 0x2100);
		expect(readBack(0x2100, 5000)).toEqual(numbers(5000));
	});

	it("a program returns when the chip has finished, and false if it never does", () => {
		chip.pageTime = 100;
		expect(flash.program(0, numbers(256))).toBe(true);
		chip.pageTime = Number.POSITIVE_INFINITY;
		expect(flash.program(256, numbers(256))).toBe(false);
	});

	it("the flash erases one sector in the background and nothing else", () => {
		chip.image.fill(0);
		flash.startErase(3);
		expect(flash.erased).toBeUndefined();
		finish();
		expect(flash.erased).toBe(true);
		const erased = [...chip.image.entries()].filter(([, byte]) => byte === 0xff).map(([at]) => at);
		expect([erased[0], erased.at(-1), erased.length]).toEqual([0x3000, 0x3fff, 4096]);
	});

	it("the flash suspends an erase to read and program elsewhere, and resumes it", () => {
		chip.image.fill(0, 0x3000, 0x4000);
		flash.startErase(3);
		chip.log.length = 0;
		expect(flash.program(0, numbers(10))).toBe(true);
		expect(readBack(0, 10)).toEqual(numbers(10));
		expect(flash.erased).toBeUndefined();
		expect(chip.log.filter((instruction) => instruction === 0x7a)).toHaveLength(2);
		finish();
		expect(chip.image[0x3800]).toBe(0xff);
	});

	it("a read during an erase is correct even if the erase ends at the moment of suspension", () => {
		for (let time = 1; time < 12; time++) {
			chip.sectorTime = time;
			flash.startErase(5);
			expect(flash.program(time * 256, numbers(20)), `${time}`).toBe(true);
			finish();
			expect(readBack(time * 256, 20)).toEqual(numbers(20));
			expect(chip.erasing).toBe(0);
		}
	});

	it("the flash refuses a second erase while one is running", () => {
		flash.startErase(3);
		expect(() => flash.startErase(4)).toThrow("still erasing");
		finish();
		flash.startErase(4);
	});

	it("a chip that was erasing when the processor restarted is waited for", () => {
		chip.image.fill(0);
		flash.startErase(3);
		flash = opened(chip);
		expect(flash.erased).toBe(true);
		expect(chip.image[0x3000]).toBe(0xff);
	});

	it("an erase that was suspended when the processor restarted continues", () => {
		chip.image.fill(0);
		flash.startErase(3);
		chip.send(Uint8Array.of(0x75));
		flash = opened(chip);
		expect(chip.image[0x3000]).toBe(0xff);
	});
});

describe("a flash chip that is not what was asked for", () => {
	const lines: string[] = [];
	beforeEach(() => {
		lines.length = 0;
		vi.stubGlobal("trace", (line: string) => lines.push(line));
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it.each([19, 20, 24])("a chip of 2^%i bytes is used", (size) => {
		const chip = new W25Q80();
		chip.size = size;
		expect(NorFlash.open(chip)).toBeDefined();
		expect(lines).toEqual([]);
	});

	it.each([18, 25])("a chip of 2^%i bytes is refused in one line", (size) => {
		const chip = new W25Q80();
		chip.size = size;
		expect(NorFlash.open(chip)).toBeUndefined();
		expect(lines).toEqual([
			`flash: 239,64,${size} is no chip of 512 KB to 16 MB; nothing is stored\n`,
		]);
	});

	it.each([0x00, 0xff])("a bus on which only 0x%x is read is reported in one line", (level) => {
		const nobody = { exchange: (bytes: Uint8Array) => bytes.fill(level), send: () => {} };
		expect(NorFlash.open(nobody as BusDevice)).toBeUndefined();
		expect(lines).toEqual(["flash: no chip answers; nothing is stored\n"]);
	});
});
