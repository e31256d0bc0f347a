/**
 * Moddable's `crc`: CRC-8 and CRC-16 of any polynomial; native where the engine has it (`host.crc`), as in Moddable,
 * else table-driven, one byte a step. Where the bits of the input are reflected, the register is kept reflected
 * instead, so that a byte costs the same either way.
 */

/** The engine's own; there is no host where the firmware's parts run by themselves. */
const native = globalThis.host?.crc;

function reflect(value: number, width: number): number {
	let result = 0;
	for (let bit = 0; bit < width; bit++) if (value & (1 << bit)) result |= 1 << (width - 1 - bit);
	return result;
}

/** What each byte does to the register. */
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
	readonly #width: number;
	/** In the register's own order of bits. */
	readonly #polynomial: number;
	readonly #initial: number;
	/** Empty where the engine needs none. */
	readonly #table: readonly number[];
	/** Whether the register is kept reflected. */
	readonly #reflected: boolean;
	/** Whether it is turned round for the result. */
	readonly #turned: boolean;
	readonly #xorOutput: number;
	#value: number;

	constructor(
		width: number,
		polynomial: number,
		initial: number,
		reflectInput: boolean,
		reflectOutput: boolean,
		xorOutput: number,
	) {
		this.#width = width;
		this.#polynomial = reflectInput ? reflect(polynomial, width) : polynomial;
		this.#initial = reflectInput ? reflect(initial, width) : initial;
		this.#table = native ? [] : tableOf(width, this.#polynomial, reflectInput);
		this.#reflected = reflectInput;
		this.#turned = reflectInput !== reflectOutput;
		this.#xorOutput = xorOutput;
		this.#value = this.#initial;
	}

	/** Checksum of all bytes since the last reset, these included. */
	checksum(bytes: ArrayBuffer | Uint8Array): number {
		const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
		const value = native
			? native(view, this.#width, this.#polynomial, this.#reflected, this.#value)
			: this.#step(view);
		this.#value = value;
		return (this.#turned ? reflect(value, this.#width) : value) ^ this.#xorOutput;
	}

	#step(view: Uint8Array): number {
		const table = this.#table;
		let value = this.#value;
		if (this.#reflected) {
			for (let i = 0; i < view.length; i++) value = (value >> 8) ^ table[(value ^ view[i]) & 0xff];
			return value;
		}
		const shift = this.#width - 8;
		const mask = 2 ** this.#width - 1;
		for (let i = 0; i < view.length; i++)
			value = ((value << 8) ^ table[((value >> shift) ^ view[i]) & 0xff]) & mask;
		return value;
	}

	/** Forgets the bytes so far. */
	reset(): void {
		this.#value = this.#initial;
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
