/** Modbus clients of other projects that read and write words over Modbus TCP. */
import { execFile, spawn } from "node:child_process";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { client as jsmodbus } from "jsmodbus";
import ModbusRTU from "modbus-serial";
import type { RunningBench } from "./bench.ts";
import { connectSocket } from "./modbus-clients.ts";

const run = promisify(execFile);

/** Timeout of one request in ms, and longest life of a client's process. */
const TIMEOUT = 20_000;
const LIFE_LIMIT = 300_000;

/** Operations of a client; each rejects on an exception response. */
export interface WordClient {
	/** Reads words, the first at holding register `address`. */
	read(address: number, count: number): Promise<number[]>;
	/** Writes one word by FC 06, more by FC 16. */
	write(address: number, words: readonly number[]): Promise<void>;
	close(): void | Promise<void>;
}

async function modbusSerial(bench: RunningBench): Promise<WordClient> {
	const client = new ModbusRTU();
	client.setTimeout(TIMEOUT);
	await client.connectTCP("127.0.0.1", { port: bench.tcpPort });
	client.setID(1);
	return {
		read: async (address, count) => (await client.readHoldingRegisters(address, count)).data,
		async write(address, words) {
			if (words.length === 1) await client.writeRegister(address, words[0]);
			else await client.writeRegisters(address, [...words]);
		},
		close: () => new Promise((resolve) => client.close(() => resolve())),
	};
}

async function jsModbus(bench: RunningBench): Promise<WordClient> {
	const socket = new Socket();
	const client = new jsmodbus.TCP(socket, 1, TIMEOUT);
	await connectSocket(socket, bench.tcpPort);
	return {
		async read(address, count) {
			const { valuesAsArray } = (await client.readHoldingRegisters(address, count)).response.body;
			return [...valuesAsArray];
		},
		async write(address, words) {
			if (words.length === 1) await client.writeSingleRegister(address, words[0]);
			else await client.writeMultipleRegisters(address, [...words]);
		},
		close: () => void socket.destroy(),
	};
}

async function mbpoll(bench: RunningBench): Promise<WordClient> {
	const call = async (options: string[], values: readonly number[] = []): Promise<string> => {
		const target = [
			"-m",
			"tcp",
			"-p",
			`${bench.tcpPort}`,
			"-a",
			"1",
			"-o",
			"10",
			"-0",
			"-1",
			"127.0.0.1",
		];
		const { stdout } = await run("mbpoll", [...options, ...target, ...values.map(String)], {
			timeout: 60_000,
		});
		return stdout;
	};
	return {
		async read(address, count) {
			const said = await call(["-t", "4:hex", "-r", `${address}`, "-c", `${count}`]);
			return [...said.matchAll(/^\[\d+\]:\s+0x([0-9A-F]+)$/gm)].map(([, word]) =>
				Number.parseInt(word, 16),
			);
		},
		async write(address, words) {
			const said = await call(["-t", "4", "-r", `${address}`], words);
			if (!said.includes(`Written ${words.length} reference`)) throw new Error(said);
		},
		close: () => {},
	};
}

/** Debian's pymodbus in a process that answers line by line. */
async function pymodbus(bench: RunningBench): Promise<WordClient> {
	const script = fileURLToPath(new URL("pymodbus-client.py", import.meta.url));
	const child = spawn("/usr/bin/python3", [script, `${bench.tcpPort}`], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	const limit = setTimeout(() => child.kill("SIGKILL"), LIFE_LIMIT);
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const ask = async (...request: unknown[]): Promise<number[]> => {
		child.stdin.write(`${JSON.stringify(request)}\n`);
		const { value, done } = await lines.next();
		if (done) throw new Error("pymodbus ended");
		const answer = JSON.parse(value) as number[] | { error: string };
		if (!Array.isArray(answer)) throw new Error(answer.error);
		return answer;
	};
	return {
		read: (address, count) => ask("read_holding_registers", address, count),
		async write(address, words) {
			if (words.length === 1) await ask("write_register", address, words[0]);
			else await ask("write_registers", address, words);
		},
		async close() {
			const ended = new Promise((resolve) => child.once("close", resolve));
			child.stdin.end();
			await ended;
			clearTimeout(limit);
		},
	};
}

/** All clients by name. */
export const WORD_CLIENTS: Readonly<Record<string, (bench: RunningBench) => Promise<WordClient>>> =
	{
		mbpoll,
		"modbus-serial": modbusSerial,
		jsmodbus: jsModbus,
		pymodbus,
	};
