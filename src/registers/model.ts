/**
 * The register model: the present value of every row, and the one way to read them by address. What measures
 * or sets a value puts it here; the protocols and the display take it from here.
 */
import { encode } from "registers/encoding";
import { BLOCKS, indexOf, type RegisterName, table } from "registers/table";

/** No row at an address. */
const GAP = -1;

/** For each block, by address from its first: the row that the register belongs to, or {@link GAP}. */
const rowsByAddress: readonly (readonly number[])[] = Object.freeze(
	BLOCKS.map(({ first, last }) => {
		const rows: number[] = new Array(last - first + 1).fill(GAP);
		table.forEach((row, index) => {
			if (row.address < first || row.address > last) return;
			for (let i = 0; i < row.length; i++) rows[row.address - first + i] = index;
		});
		return Object.freeze(rows);
	}),
);

export default class RegisterModel {
	/** Values by row, in V, A, W, var, VA, Hz or as the row's range says. */
	readonly #values: number[] = table.map((row) => row.initial);
	/** One row as bytes. */
	readonly #bytes = new DataView(new ArrayBuffer(4));

	/** Value of the row with this index (see `indexOf`). */
	get(index: number): number {
		return this.#values[index];
	}

	/** Sets the value of the row with this index. */
	set(index: number, value: number): void {
		this.#values[index] = value;
	}

	/** The same by name, for what happens seldom. */
	setByName(name: RegisterName, value: number): void {
		this.#values[indexOf(name)] = value;
	}

	/**
	 * Writes `count` 16-bit registers from `address` on, most significant byte first, to `target` at `offset`.
	 * @returns false: the range is not inside one block, and nothing was written
	 */
	read(address: number, count: number, target: DataView, offset: number): boolean {
		for (let block = 0; block < BLOCKS.length; block++) {
			const { first, last } = BLOCKS[block];
			if (address < first || address > last) continue;
			if (address + count - 1 > last) return false;
			this.#readBlock(rowsByAddress[block], first, address, count, target, offset);
			return true;
		}
		return false;
	}

	#readBlock(
		rows: readonly number[],
		first: number,
		address: number,
		count: number,
		target: DataView,
		offset: number,
	): void {
		const bytes = this.#bytes;
		for (let i = 0; i < count; i++) {
			const index = rows[address - first + i];
			if (index === GAP) {
				target.setUint16(offset + 2 * i, 0);
				continue;
			}
			const row = table[index];
			encode(row, this.#values[index], false, bytes, 0);
			target.setUint16(offset + 2 * i, bytes.getUint16(2 * (address + i - row.address)));
		}
	}
}
