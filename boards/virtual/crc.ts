/**
 * Moddable's `crc`: CRC-8 and CRC-16 of any polynomial, table-driven, one byte a step. Where the bits of the input
 * are reflected, the register is kept reflected instead, so that a byte costs the same either way.
 */

function reflect(value: number, width: number): number {
	let result = 0;
	for (let bit = 0; bit < width; bit++) if (value & (1 << bit)) result |= 1 << (width - 1 - bit);
	return result;
}

class CRC {
	readonly #width: number;
	readonly #table: number[] = [];
	/** In the register's own order of bits. */
	readonly #initial: number;
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
		const top = 1 << (width - 1);
		const mask = top * 2 - 1;
		for (let index = 0; index < 256; index++) {
			const byte = reflectInput ? reflect(index, 8) : index;
			let value = byte << (width - 8);
			for (let bit = 0; bit < 8; bit++) value = (value & top ? (value << 1) ^ polynomial : value << 1) & mask;
			this.#table.push(reflectInput ? reflect(value, width) : value);
		}
		this.#width = width;
		this.#initial = reflectInput ? reflect(initial, width) : initial;
		this.#reflected = reflectInput;
		this.#turned = reflectInput !== reflectOutput;
		this.#xorOutput = xorOutput;
		this.#value = this.#initial;
	}

	/** Checksum of all bytes since the last reset, these included. */
	checksum(bytes: ArrayBuffer | Uint8Array): number {
		const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
		const table = this.#table;
		let value = this.#value;
		if (this.#reflected) {
			for (let i = 0; i < view.length; i++) value = (value >> 8) ^ table[(value ^ view[i]) & 0xff];
		} else {
			const shift = this.#width - 8;
			const mask = 2 ** this.#width - 1;
			for (let i = 0; i < view.length; i++)
				value = ((value << 8) ^ table[((value >> shift) ^ view[i]) & 0xff]) & mask;
		}
		this.#value = value;
		return (this.#turned ? reflect(value, this.#width) : value) ^ this.#xorOutput;
	}

	/** Forgets the bytes so far. */
	reset(): void {
		this.#value = this.#initial;
	}

	close(): void {}
}

export class CRC8 extends CRC {
	constructor(polynomial: number, initial = 0, reflectInput = false, reflectOutput = false, xorOutput = 0) {
		super(8, polynomial, initial, reflectInput, reflectOutput, xorOutput);
	}
}

export class CRC16 extends CRC {
	constructor(polynomial: number, initial = 0, reflectInput = false, reflectOutput = false, xorOutput = 0) {
		super(16, polynomial, initial, reflectInput, reflectOutput, xorOutput);
	}
}

export default CRC8;
