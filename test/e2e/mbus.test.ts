import { setTimeout as sleep } from "node:timers/promises";
import ModbusRTU from "modbus-serial";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { bytesOf } from "../../testkit/line.ts";
import {
	type LibmbusMaster,
	PlainMaster,
	type Telegram,
	withLibmbus,
} from "../../testkit/mbus-master.ts";
import { E5, long, SND, short } from "../mbus/support.ts";

const METERS = 8;
const FIRST_SERIAL_NUMBER = 12345678;

/** Time that libmbus waits for an answer, which begins within 188 ms at 2400 baud. */
const TIMEOUT_MS = 500;

const QUICK = { pingFirst: false };

/** Modbus addresses of the 32 records, in the telegram's order (manual A1.2 and A2.2). */
const RECORDS: readonly number[] = [
	...[0x600c, 0x600e, 0x6010, 0x604f, 0x6051],
	...[0x6018, 0x601a, 0x601c, 0x6053, 0x6055],
	...[0x6049, 0x6030, 0x603c],
	...[0x5002, 0x5004, 0x5006],
	...[0x500c, 0x500e, 0x5010],
	...[0x5012, 0x5014, 0x5016, 0x5018],
	...[0x501a, 0x501c, 0x501e, 0x5020],
	...[0x5022, 0x502a, 0x5008],
	...[0x6048, 0x401f],
];
const TARIFF = RECORDS.indexOf(0x6048);
const CT_RATIO = RECORDS.indexOf(0x401f);

let bench: RunningBench;
let plain: PlainMaster;
const modbus = new ModbusRTU();

beforeAll(async () => {
	bench = await startBench(["--meters", `${METERS}`, "--calibrated", "no"], 600_000);
	const phases = [30, -20, 200].map((angle, i) => ({
		voltage: 229 + i,
		current: 2 + i,
		angle,
		harmonics: [],
	}));
	expect((await bench.call("PATCH", "/api/mains", { phases })).status).toBe(200);
	plain = await PlainMaster.open(bench);
	await modbus.connectTCP("127.0.0.1", { port: bench.tcpPort });
	modbus.setID(1);
	// Selects integer registers, which have the scalings of M-Bus.
	await modbus.writeRegister(0x4026, 2);
	expect((await bench.call("POST", "/api/advance", { seconds: 2 })).status).toBe(200);
});

afterAll(async () => {
	plain.close();
	modbus.close(() => {});
	expect((await bench.stop()).code).toBe(0);
});

const words = async (address: number, count: number): Promise<Buffer> =>
	(await modbus.readHoldingRegisters(address, count)).buffer;

/** Reads the present values of all records over Modbus. */
async function registers(): Promise<number[]> {
	const blocks = [
		{ first: 0x5000, bytes: await words(0x5000, 0x38) },
		{ first: 0x6000, bytes: await words(0x6000, 0x60) },
	];
	const ratio = (await words(0x401f, 2)).toString("hex");
	return RECORDS.map((address, i) => {
		if (i === CT_RATIO) return Number(ratio.slice(0, 4) + ratio.slice(6));
		const block = blocks.find(({ first }) => address >> 12 === first >> 12);
		if (!block) throw new Error("no block");
		const at = 2 * (address - block.first);
		return i === TARIFF ? block.bytes.readInt16BE(at) : block.bytes.readInt32BE(at);
	});
}

/** Reads the telegram of a meter; tries again if a busy machine exceeded the timeout of libmbus. */
async function telegram(master: LibmbusMaster, address: number): Promise<Telegram> {
	for (let again = 0; again < 5; again++) {
		const got = await master.getDataAsync(address, QUICK).catch(() => undefined);
		if (got) return got;
	}
	return master.getDataAsync(address, QUICK);
}

interface Watched {
	/** Values in the telegram. */
	values: number[];
	/** Registers before, during and after the telegram: they change once per second. */
	seen: number[][];
}

async function telegramAndRegisters(): Promise<Watched> {
	const seen = [await registers()];
	let reading = true;
	const watching = (async () => {
		while (reading) {
			seen.push(await registers());
			await sleep(50);
		}
	})();
	try {
		const { DataRecord } = await withLibmbus(bench, TIMEOUT_MS, (master) => telegram(master, 1));
		return { values: DataRecord.map(({ Value }) => Value), seen };
	} finally {
		reading = false;
		await watching;
	}
}

/** Sends user data to the meter at primary address 1. */
const write = (data: string): Promise<number[]> => plain.ask(long(SND, 1, 0x51, bytesOf(data)), 1);

describe("libmbus at 2400 baud", () => {
	it("libmbus reads the values of the registers", async () => {
		const mismatches = ({ values, seen }: Watched) =>
			RECORDS.filter((_, i) => !seen.some((each) => each[i] === values[i]));
		let watched = await telegramAndRegisters();
		// On a busy machine a second may pass between two reads of the registers.
		for (let again = 0; again < 5 && mismatches(watched).length > 0; again++)
			watched = await telegramAndRegisters();
		expect(mismatches(watched)).toEqual([]);
		const { values } = watched;
		// Checks the scalings to 2 %, since the meter is not calibrated.
		const power = 229 * 2;
		const set = [
			{ record: 13, value: 22900 },
			{ record: 18, value: -4000 },
			{ record: 20, value: power * Math.cos(Math.PI / 6) },
			{ record: 24, value: power * Math.sin(Math.PI / 6) },
			{ record: 29, value: 50000 },
		];
		for (const { record, value } of set)
			expect(Math.abs(values[record] / value - 1)).toBeLessThan(0.02);
	});

	it("libmbus sets a primary address", async () => {
		// It cannot be tried again: libmbus refuses an address that a meter has already.
		await withLibmbus(bench, 4 * TIMEOUT_MS, async (master) => {
			await master.setPrimaryIdAsync(2, 99);
			expect((await telegram(master, 99)).SlaveInformation.Id).toBe(FIRST_SERIAL_NUMBER + 1);
			await expect(master.getDataAsync(2, QUICK)).rejects.toThrow();
			await master.setPrimaryIdAsync(99, 2);
		});
	});
});

describe("the manual's writes", () => {
	it.each([
		["tariff", "09 7C 01 54 02", 0x6048, "0002"],
		["combined code", "09 FD 3A 03", 0x400f, "0003"],
		["S0 rate", "0C FD 3A 00 00 01 00", 0x400d, "42c80000"],
		["S0 rate of 0.01", "0C FD 3A 01 00 00 00", 0x400d, "3c23d70a"],
		["power down counter", "0A FD 60 00 00", 0x4016, "0000"],
		["primary address", "01 7A 01", 0x7080, "0001"],
		["secondary address", "0C 79 15 01 23 45", 0x7082, "45230115"],
	])("the manual's write of the %s reaches the register", async (_, data, address, value) => {
		expect(await write(data)).toEqual(E5);
		expect((await words(address, value.length / 4)).toString("hex")).toBe(value);
	});

	it("the manual's reset clears the resettable energy and no other", async () => {
		await bench.call("POST", "/api/advance", { seconds: 60 });
		const [forward, resettable] = [0, 10];
		const before = await registers();
		expect(before[resettable]).toBeGreaterThan(2);
		expect(await write("0C 04 00 00 00 00")).toEqual(E5);
		const after = await registers();
		// The counter has at most the energy since the reset; both values are rounded.
		const counted = (after[forward] ?? 0) - (before[forward] ?? 0);
		expect(after[resettable]).toBeLessThanOrEqual(counted + 1);
		expect(after[forward]).toBeGreaterThanOrEqual(before[forward]);
	});

	it("the telegram contains the values written", async () => {
		const telegram = await plain.ask(short(0x7b, 1), 250);
		expect(telegram).toHaveLength(250);
		expect(telegram.slice(7, 11)).toEqual(bytesOf("15 01 23 45"));
		expect(telegram.slice(-9, -8)).toEqual([2]);
	});
});

describe("a line at another baud rate", () => {
	it("one broadcast makes all meters send telegrams four times as fast", async () => {
		expect(await plain.ask(long(SND, 255, 0xbd), 1, 500)).toEqual([]);
		for (let address = 1; address <= METERS; address++)
			expect(await plain.ask(short(0x40, address), 1)).toEqual(E5);
		expect((await words(0x7081, 1)).readInt16BE()).toBe(6);
		// At 2400 baud it takes 1.15 s; at 9600 a busy machine may need another try.
		const quickTelegram = async () => (await plain.ask(short(0x5b, 1), 250, 600)).length;
		await expect.poll(quickTelegram, { timeout: 120_000, interval: 2000 }).toBe(250);
	});
});

describe("libmbus on a line of eight meters", () => {
	it("libmbus reads eight meters by primary address, with new secondary address", async () => {
		await withLibmbus(bench, TIMEOUT_MS, async (master) => {
			for (let address = 1; address <= METERS; address++) {
				const { SlaveInformation, DataRecord } = await telegram(master, address);
				expect(SlaveInformation).toMatchObject({
					Id: address === 1 ? 45230115 : FIRST_SERIAL_NUMBER + address - 1,
					Manufacturer: "INM",
					Version: 1,
					Medium: "Electricity",
					Status: 0,
				});
				expect(DataRecord).toHaveLength(RECORDS.length);
			}
		});
	});
});

describe("libmbus' secondary scan", () => {
	/** Secondary addresses for a short search: only two share their first digit. */
	const ADDRESSES = [
		"10000001",
		"20000012",
		"30000123",
		"40001234",
		"50012345",
		"60123456",
		"71234567",
		"79876543",
	];

	it("the secondary scan of libmbus finds all eight meters, including colliding ones", {
		timeout: 180_000,
	}, async () => {
		for (const [i, address] of ADDRESSES.entries()) {
			const bytes = [...Buffer.from(address, "hex")].reverse();
			expect(await plain.ask(long(SND, i + 1, 0x51, [0x0c, 0x79, ...bytes]), 1)).toEqual(E5);
		}
		const scan = (): Promise<string[]> =>
			withLibmbus(bench, TIMEOUT_MS, (master) => master.scanSecondaryAsync());
		// libmbus accepts one in 256 collisions, whose checksum is right by chance, and takes a
		// machine that is stopped for half a second for a line without a meter.
		let found = await scan();
		for (let again = 0; again < 2 && found.length < METERS; again++) found = await scan();
		expect(found.sort()).toEqual(ADDRESSES.map((address) => `${address}CD250102`));
	});
});
