/**
 * Moddable's `crc`: CRC-8 and CRC-16 of any polynomial. Native if the engine provides `host.crc`,
 * otherwise table-driven, one byte at a time. If the input is reflected, the register is kept
 * reflected instead, so a byte costs the same in both cases.
 */

/** The engine's implementation; there is no host when parts of the firmware run without a board. */
const native = globalThis.host?.crc;

function reflect(value: number, width: number): number {
	let result = 0;
	for (let bit = 0; bit < width; bit++) if (value & (1 << bit)) result |= 1 << (width - 1 - bit);
	return result;
}

/** Table of each byte's effect on the register. */
function tableOf(width: number, polynomial: number, reflected: boolean): number[] {
	const table: number[] = [];
	const top = 1 << (width - 1);
	for (let index = 0; index < 256; index++) {
		let value = reflected ? index : index << (width - 8);
		for (let bit = 0; bit < 8; bit++) {
			if (reflected) value = value & 1 ? (value >> 1) ^ polynomial : value >> 1;
			else value = (value & top ? (value << 1) ^ polynomial : value << 1) & (2 * top - 1);
		}
		table.push(value);
	}
	return table;
}

class CRC {
	private readonly width: number;
	/** In the bit order of the register. */
	private readonly polynomial: number;
	private readonly initial: number;
	/** Empty if the engine computes the CRC. */
	private readonly table: readonly number[];
	/** True if the register is kept reflected. */
	private readonly reflected: boolean;
	/** True if the result is the reflected register. */
	private readonly reflectResult: boolean;
	private readonly xorOutput: number;
	private value: number;

	constructor(
		width: number,
		polynomial: number,
		initial: number,
		reflectInput: boolean,
		reflectOutput: boolean,
		xorOutput: number,
	) {
		this.width = width;
		this.polynomial = reflectInput ? reflect(polynomial, width) : polynomial;
		this.initial = reflectInput ? reflect(initial, width) : initial;
		this.table = native ? [] : tableOf(width, this.polynomial, reflectInput);
		this.reflected = reflectInput;
		this.reflectResult = reflectInput !== reflectOutput;
		this.xorOutput = xorOutput;
		this.value = this.initial;
	}

	/** Adds `bytes`; returns the checksum of all bytes since the last reset. */
	checksum(bytes: ArrayBuffer | Uint8Array): number {
		const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
		const value = native
			? native(view, this.width, this.polynomial, this.reflected, this.value)
			: this.step(view);
		this.value = value;
		return (this.reflectResult ? reflect(value, this.width) : value) ^ this.xorOutput;
	}

	private step(view: Uint8Array): number {
		const table = this.table;
		let value = this.value;
		if (this.reflected) {
			for (let i = 0; i < view.length; i++) value = (value >> 8) ^ table[(value ^ view[i]) & 0xff];
			return value;
		}
		const shift = this.width - 8;
		const mask = 2 ** this.width - 1;
		for (let i = 0; i < view.length; i++)
			value = ((value << 8) ^ table[((value >> shift) ^ view[i]) & 0xff]) & mask;
		return value;
	}

	/** Starts a new checksum. */
	reset(): void {
		this.value = this.initial;
	}

	close(): void {}
}

export class CRC8 extends CRC {
	constructor(
		polynomial: number,
		initial = 0,
		reflectInput = false,
		reflectOutput = false,
		xorOutput = 0,
	) {
		super(8, polynomial, initial, reflectInput, reflectOutput, xorOutput);
	}
}

export class CRC16 extends CRC {
	constructor(
		polynomial: number,
		initial = 0,
		reflectInput = false,
		reflectOutput = false,
		xorOutput = 0,
	) {
		super(16, polynomial, initial, reflectInput, reflectOutput, xorOutput);
	}
}

export default CRC8;
