/** The measurement registers as one object, read by a master of the test's. */
import ModbusRTU from "modbus-serial";
import type { RunningBench } from "./bench.ts";

/** Readings in V, A, W, var, VA and Hz. */
export interface Readings {
	voltage: number[];
	frequency: number;
	current: number[];
	/** Total, L1, L2, L3. */
	activePower: number[];
	reactivePower: number[];
	apparentPower: number[];
	powerFactor: number[];
	/** L1-L2, L1-L3, L2-L3. */
	lineVoltage: number[];
}

/** Registers of the block from 5000 on. */
const LENGTH = 0x38;

/** Time-out of a request in ms. */
const TIMEOUT = 20_000;

/** The whole block as it stands on the wire. */
export async function readBlock(
	bench: RunningBench,
	address = 0x5000,
	count = LENGTH,
): Promise<Buffer> {
	const client = new ModbusRTU();
	client.setTimeout(TIMEOUT);
	await client.connectTCP("127.0.0.1", { port: bench.tcpPort });
	client.setID(1);
	try {
		return (await client.readHoldingRegisters(address, count)).buffer;
	} finally {
		await new Promise<void>((resolve) => client.close(() => resolve()));
	}
}

/** Reads the block, each value at the address that the manual prints. */
export async function readMeasurements(bench: RunningBench): Promise<Readings> {
	const block = await readBlock(bench);
	const at = (address: number, count: number, factor = 1): number[] =>
		Array.from(
			{ length: count },
			(_, i) => block.readFloatBE(2 * (address - 0x5000) + 4 * i) * factor,
		);
	return {
		voltage: at(0x5002, 3),
		frequency: block.readFloatBE(0x10),
		current: at(0x500c, 3),
		activePower: at(0x5012, 4, 1000),
		reactivePower: at(0x501a, 4, 1000),
		apparentPower: at(0x5022, 4, 1000),
		powerFactor: at(0x502a, 4),
		lineVoltage: at(0x5032, 3),
	};
}
