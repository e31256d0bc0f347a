/**
 * A bench on XS for tests that compare energies: it has a client, registers in whole Wh, and loads
 * for a given time.
 */
import { expect } from "vitest";
import { Address, DataType } from "./addresses.ts";
import { type RunningBench, startBench } from "./bench.ts";
import { WORD_CLIENTS, type WordClient } from "./word-clients.ts";

/** Amperes and angles of L1 to L3, at 230 V. */
export type PhaseLoads = readonly (readonly [current: number, angle: number])[];

export const NO_LOAD: PhaseLoads = [
	[0, 0],
	[0, 0],
	[0, 0],
];

export interface CountingBench {
	readonly bench: RunningBench;
	readonly client: WordClient;
	/** Energies in Wh or varh, the first at `address`. */
	energies(address: number, count?: number): Promise<number[]>;
	/** One energy. */
	energy(address: number): Promise<number>;
	/** Applies a load and lets `seconds` of meter time pass. */
	run(seconds: number, load: PhaseLoads): Promise<void>;
	stop(): Promise<void>;
}

/** @param limit longest life of the bench in ms */
export async function startCountingBench(limit: number): Promise<CountingBench> {
	const bench = await startBench([], limit);
	const client = await WORD_CLIENTS["modbus-serial"](bench);
	await client.write(Address.DATA_TYPE, [DataType.INTEGER]);
	const energies = async (address: number, count = 1): Promise<number[]> => {
		const words = await client.read(address, 2 * count);
		return Array.from({ length: count }, (_, i) => (words[2 * i] << 16) | words[2 * i + 1]);
	};
	return {
		bench,
		client,
		energies,
		energy: async (address) => (await energies(address))[0],
		async run(seconds, load) {
			const phases = load.map(([current, angle]) => ({ voltage: 230, current, angle }));
			expect((await bench.call("PATCH", "/api/mains", { phases })).status).toBe(200);
			expect((await bench.call("POST", "/api/advance", { seconds })).status).toBe(200);
		},
		async stop() {
			await client.close();
			await bench.stop();
		},
	};
}
