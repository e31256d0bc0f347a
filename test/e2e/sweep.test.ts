import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registers } from "../../client/register-table.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { WORD_CLIENTS, type WordClient } from "../../testkit/word-clients.ts";

/** First and last address of each block. */
const BLOCKS = [
	[0x4000, 0x4034],
	[0x5000, 0x5037],
	[0x6000, 0x6090],
	[0x6100, 0x619f],
	[0x6300, 0x639f],
	[0x7000, 0x70ff],
] as const;

/** Most registers of one read. */
const MAXIMUM_READ = 125;

/** Every writable register with a value other than a new meter's, and the value to restore. */
const WRITES: readonly { address: number; words: number[]; restore?: number[] }[] = [
	{ address: 0x4003, words: [1] },
	{ address: 0x4004, words: [9], restore: [6] },
	{ address: 0x400d, words: [0x42c8, 0x0000], restore: [0x447a, 0x0000] },
	{ address: 0x400f, words: [4], restore: [1] },
	{ address: 0x4010, words: [0x0025], restore: [0x0010] },
	{ address: 0x4011, words: [3], restore: [1] },
	{ address: 0x4016, words: [0] },
	{ address: 0x4021, words: [0x0050], restore: [0x0030] },
	{ address: 0x4022, words: [2], restore: [1] },
	{ address: 0x4026, words: [2], restore: [1] },
	{ address: 0x4032, words: [1], restore: [0] },
	{ address: 0x4033, words: [1], restore: [0] },
	{ address: 0x4034, words: [3], restore: [1] },
	{ address: 0x6048, words: [4], restore: [1] },
	{ address: 0x6049, words: [0, 0] },
];

/** A CT ratio for each client: a meter accepts only seven changes. */
const RATIOS: Readonly<Record<string, number>> = {
	mbpoll: 0x0010,
	"modbus-serial": 0x0015,
	jsmodbus: 0x0020,
	pymodbus: 0x0025,
};

let bench: RunningBench;

beforeAll(async () => {
	bench = await startBench();
	// Counters that are reset must read 0 afterwards, so nothing may be counted.
	const phases = [{ current: 0 }, { current: 0 }, { current: 0 }];
	expect((await bench.call("PATCH", "/api/mains", { phases })).status).toBe(200);
});

afterAll(async () => {
	expect((await bench.stop()).code).toBe(0);
});

it("the sweep writes every register that a client may write while the seal is closed", () => {
	const written = [...WRITES.map(({ address }) => address), 0x401f];
	const writable = registers.filter(
		({ address, range }) => range && address >= 0x4000 && address < 0x7000,
	);
	expect(writable.map(({ address }) => address).sort()).toEqual(written.sort());
});

describe.each(Object.keys(WORD_CLIENTS))("%s", (name) => {
	let client: WordClient;

	beforeAll(async () => {
		client = await WORD_CLIENTS[name](bench);
	});

	afterAll(() => client.close());

	it("the client reads all blocks in the largest reads that the protocol allows", async () => {
		for (const [first, last] of BLOCKS)
			for (let address = first; address <= last; address += MAXIMUM_READ) {
				const count = Math.min(MAXIMUM_READ, last + 1 - address);
				expect(await client.read(address, count)).toHaveLength(count);
			}
		expect(await client.read(0x4000, 3)).toEqual([0x1234, 0x5678, 0x1113]);
	});

	it("the client writes every writable register and reads it back", async () => {
		for (const { address, words, restore } of WRITES) {
			await client.write(address, words);
			expect(await client.read(address, words.length), address.toString(16)).toEqual(words);
			if (restore) await client.write(address, restore);
		}
		const ratio = [RATIOS[name], 5];
		await client.write(0x401f, ratio);
		expect(await client.read(0x401f, 2)).toEqual(ratio);
	});

	it("the client is refused read-only and unknown registers and values out of range", async () => {
		await expect(client.write(0x4000, [1, 2])).rejects.toThrow();
		await expect(client.write(0x4010, [0x0031])).rejects.toThrow();
		await expect(client.read(0x8000, 1)).rejects.toThrow();
		expect(await client.read(0x4010, 1)).toEqual([0x0010]);
	});
});

describe("sweeps that integrators' clients make", () => {
	it("reads of two registers at a time, and in blocks, cause no exception", async () => {
		const client = await WORD_CLIENTS["modbus-serial"](bench);
		try {
			for (let address = 0x5000; address <= 0x5036; address += 2) await client.read(address, 2);
			for (let address = 0x6000; address <= 0x608f; address += 2) await client.read(address, 2);
			expect(await client.read(0x4000, 0x20)).toHaveLength(0x20);
			expect(await client.read(0x5000, 0x32)).toHaveLength(0x32);
			expect(await client.read(0x6000, 0x4b)).toHaveLength(0x4b);
		} finally {
			await client.close();
		}
	});
});
