/** Moddable's `crc`: CRC-8 and CRC-16 of any polynomial, table-driven, one byte a step. */

function reflect(value: number, width: number): number {
	let result = 0;
	for (let bit = 0; bit < width; bit++) if (value & (1 << bit)) result |= 1 << (width - 1 - bit);
	return result;
}

class CRC {
	readonly #width: number;
	readonly #table: number[] = [];
	readonly #initial: number;
	readonly #reflectInput: boolean;
	readonly #reflectOutput: boolean;
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
		for (let byte = 0; byte < 256; byte++) {
			let value = byte << (width - 8);
			for (let bit = 0; bit < 8; bit++) value = (value & top ? (value << 1) ^ polynomial : value << 1) & mask;
			this.#table.push(value);
		}
		this.#width = width;
		this.#initial = initial;
		this.#reflectInput = reflectInput;
		this.#reflectOutput = reflectOutput;
		this.#xorOutput = xorOutput;
		this.#value = initial;
	}

	/** Checksum of all bytes since the last reset, these included. */
	checksum(bytes: ArrayBuffer | Uint8Array): number {
		const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
		const mask = 2 ** this.#width - 1;
		let value = this.#value;
		for (let i = 0; i < view.length; i++) {
			const byte = this.#reflectInput ? reflect(view[i], 8) : view[i];
			value = ((value << 8) ^ this.#table[((value >> (this.#width - 8)) ^ byte) & 0xff]) & mask;
		}
		this.#value = value;
		return (this.#reflectOutput ? reflect(value, this.#width) : value) ^ this.#xorOutput;
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
