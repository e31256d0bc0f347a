/**
 * Modbus clients of other projects, each reading floats of two registers, most significant word
 * first.
 */
import { execFile } from "node:child_process";
import { Socket } from "node:net";
import { promisify } from "node:util";
import { client as jsmodbus } from "jsmodbus";
import ModbusRTU from "modbus-serial";
import { SerialPort } from "serialport";
import type { RunningBench } from "./bench.ts";

const run = promisify(execFile);

/** Reads `count` floats, the first at holding register `address`. */
export type ReadFloats = (address: number, count: number) => Promise<number[]>;

/** A client on a transport. */
export interface ModbusClientUnderTest {
	name: string;
	/** Runs `use` with a connected client and closes it. */
	with(bench: RunningBench, use: (read: ReadFloats) => Promise<void>): Promise<void>;
}

/** Timeout of one request in ms. */
const TIMEOUT = 20_000;

function ptyOf(bench: RunningBench): string {
	if (!bench.pty) throw new Error("the bench has no pty: is socat installed?");
	return bench.pty;
}

function floats(bytes: Buffer): number[] {
	return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatBE(4 * i));
}

function mbpoll(name: string, target: (bench: RunningBench) => string[]): ModbusClientUnderTest {
	return {
		name: `mbpoll over ${name}`,
		async with(bench, use) {
			await use(async (address, count) => {
				const request = [
					"-o",
					"10",
					"-a",
					"1",
					"-0",
					"-t",
					"4:float",
					"-B",
					"-r",
					`${address}`,
					"-c",
					`${count}`,
					"-1",
				];
				const { stdout } = await run("mbpoll", [...request, ...target(bench)], { timeout: 60_000 });
				return [...stdout.matchAll(/^\[\d+\]:\s+(\S+)$/gm)].map(([, value]) => Number(value));
			});
		},
	};
}

function modbusSerial(
	name: string,
	open: (client: ModbusRTU, bench: RunningBench) => Promise<unknown>,
): ModbusClientUnderTest {
	return {
		name: `modbus-serial over ${name}`,
		async with(bench, use) {
			const client = new ModbusRTU();
			client.setTimeout(TIMEOUT);
			await open(client, bench);
			client.setID(1);
			try {
				await use(async (address, count) =>
					floats((await client.readHoldingRegisters(address, 2 * count)).buffer),
				);
			} finally {
				await new Promise<void>((resolve) => client.close(() => resolve()));
			}
		},
	};
}

/**
 * Connects a socket on which a client of jsmodbus listens already. The error listener stays: the
 * client has none of its own, and without one a late error would end the process.
 */
export async function connectSocket(socket: Socket, port: number): Promise<void> {
	const connected = new Promise((resolve, reject) =>
		socket.once("connect", resolve).once("error", reject),
	);
	socket.connect(port, "127.0.0.1");
	await connected;
}

/** The part of jsmodbus' clients that is used here. */
interface JsModbusClient {
	readHoldingRegisters(
		start: number,
		count: number,
	): Promise<{ response: { body: { valuesAsBuffer: Buffer } } }>;
}

const readJsmodbus =
	(client: JsModbusClient): ReadFloats =>
	async (address, count) =>
		floats((await client.readHoldingRegisters(address, 2 * count)).response.body.valuesAsBuffer);

const jsmodbusTcp: ModbusClientUnderTest = {
	name: "jsmodbus over Modbus TCP",
	async with(bench, use) {
		// It listens for the socket's "connect" itself and must therefore exist before.
		const socket = new Socket();
		const client = new jsmodbus.TCP(socket, 1, TIMEOUT);
		await connectSocket(socket, bench.tcpPort);
		try {
			await use(readJsmodbus(client));
		} finally {
			socket.destroy();
		}
	},
};

const jsmodbusRtu: ModbusClientUnderTest = {
	name: "jsmodbus over RTU over TCP",
	async with(bench, use) {
		const socket = new Socket();
		// Its RTU client expects a serial port, of which it uses only a stream and the event "open".
		const client = new jsmodbus.RTU(socket as unknown as SerialPort, 1, TIMEOUT);
		await connectSocket(socket, bench.rtuPort);
		socket.emit("open");
		try {
			await use(readJsmodbus(client));
		} finally {
			socket.destroy();
		}
	},
};

const jsmodbusPty: ModbusClientUnderTest = {
	name: "jsmodbus over the pty",
	async with(bench, use) {
		const port = new SerialPort({
			path: ptyOf(bench),
			baudRate: 9600,
			parity: "even",
			autoOpen: false,
		});
		await new Promise<void>((resolve, reject) =>
			port.open((error) => (error ? reject(error) : resolve())),
		);
		try {
			await use(readJsmodbus(new jsmodbus.RTU(port, 1, TIMEOUT)));
		} finally {
			await new Promise<void>((resolve) => port.close(() => resolve()));
		}
	},
};

/** Every client on every transport that it supports. */
export const MODBUS_CLIENTS: readonly ModbusClientUnderTest[] = [
	mbpoll("Modbus TCP", (bench) => ["-m", "tcp", "-p", `${bench.tcpPort}`, "127.0.0.1"]),
	mbpoll("the pty", (bench) => ["-m", "rtu", "-b", "9600", "-P", "even", ptyOf(bench)]),
	modbusSerial("Modbus TCP", (client, bench) =>
		client.connectTCP("127.0.0.1", { port: bench.tcpPort }),
	),
	// modbus-serial's "RTU over TCP" wraps frames in MBAP; it calls raw frames over TCP "Telnet".
	modbusSerial("RTU over TCP", (client, bench) =>
		client.connectTelnet("127.0.0.1", { port: bench.rtuPort }),
	),
	modbusSerial("the pty", (client, bench) =>
		client.connectRTUBuffered(ptyOf(bench), { baudRate: 9600, parity: "even" }),
	),
	jsmodbusTcp,
	jsmodbusRtu,
	jsmodbusPty,
];
