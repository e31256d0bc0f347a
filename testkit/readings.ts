/** The measurement registers as one object, read by an independent Modbus client. */
import ModbusRTU from "modbus-serial";
import { ByteReader } from "../client/bytes.ts";
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

/** The block of measurements: first register and count. */
const FIRST = 0x5000;
const LENGTH = 0x38;

/** Timeout of a request in ms. */
const TIMEOUT = 20_000;

/** Reads the block as the wire carries it. */
export async function readBlock(
	bench: RunningBench,
	address = FIRST,
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

/** Reads the block and decodes each value at the address printed in the manual. */
export async function readMeasurements(bench: RunningBench): Promise<Readings> {
	const block = new ByteReader(await readBlock(bench));
	const at = (address: number, count: number, factor = 1): number[] => {
		block.seek(2 * (address - FIRST));
		return Array.from({ length: count }, () => block.float32() * factor);
	};
	const [frequency = Number.NaN] = at(0x5008, 1);
	return {
		voltage: at(0x5002, 3),
		frequency,
		current: at(0x500c, 3),
		activePower: at(0x5012, 4, 1000),
		reactivePower: at(0x501a, 4, 1000),
		apparentPower: at(0x5022, 4, 1000),
		powerFactor: at(0x502a, 4),
		lineVoltage: at(0x5032, 3),
	};
}
