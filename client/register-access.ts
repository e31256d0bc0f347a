/** The registers of one meter, over whatever carries them. */
import { ByteReader } from "./bytes.ts";
import type { ModbusClient } from "./modbus-client.ts";

/** Reads and writes the registers of one meter. */
export interface RegisterAccess {
	/** Reads `count` registers from `address`. Rejects with the reason if that fails. */
	read(address: number, count: number): Promise<ByteReader>;
	/** Writes registers from `address` on. Rejects with the reason if that fails. */
	write(address: number, words: readonly number[]): Promise<void>;
}

/** The registers of the meter that a client asks. */
export function accessBy(client: ModbusClient): RegisterAccess {
	return {
		read: async (address, count) => new ByteReader(await client.read(address, count)),
		write: (address, words) => client.write(address, words),
	};
}
