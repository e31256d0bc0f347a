/** A debugger for an emulated processor: the part of GDB's remote protocol that a test needs. */
import { connect, type Socket } from "node:net";

/** Longest wait in ms for the emulator to listen, and pause between two attempts. */
const PATIENCE = 20_000;
const RETRY = 50;

/** Number of the program counter (ARM's core registers in GDB's order). */
const PROGRAM_COUNTER = 0xf;

export class Debugger {
	readonly #socket: Socket;
	#said = "";

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.setEncoding("latin1").on("data", (text: string) => {
			this.#said += text;
		});
	}

	/**
	 * Attaches and stops the processor.
	 * @param path of the socket of QEMU's `-gdb unix:path,server=on,wait=off`
	 */
	static async attach(path: string): Promise<Debugger> {
		for (const end = Date.now() + PATIENCE; ; ) {
			const socket = connect(path);
			const error = await new Promise<Error | undefined>((resolve) => {
				socket.once("connect", () => resolve(undefined)).once("error", resolve);
			});
			if (!error) return new Debugger(socket);
			if (Date.now() > end) throw error;
			await new Promise((resolve) => setTimeout(resolve, RETRY));
		}
	}

	/**
	 * Runs the processor until it has written to a word.
	 * @param address of a word, in hexadecimal
	 */
	async runToWrite(address: string): Promise<void> {
		await this.#ask(`Z2,${address},4`);
		await this.#ask("c");
		await this.#ask(`z2,${address},4`);
		// QEMU stops before the write.
		await this.#ask("s");
	}

	/** Continues execution at an address. */
	async jump(address: number): Promise<void> {
		const word = Buffer.alloc(4);
		word.writeUInt32LE(address);
		await this.#ask("?");
		// QEMU accepts writes of single registers only after a query of its register list.
		await this.#ask("qXfer:features:read:target.xml:0,40");
		await this.#ask(`P${PROGRAM_COUNTER.toString(16)}=${word.toString("hex")}`);
		this.#send("c");
	}

	close(): void {
		this.#socket.destroy();
	}

	#send(command: string): void {
		let sum = 0;
		for (const byte of Buffer.from(command)) sum += byte;
		this.#socket.write(`+$${command}#${(sum & 0xff).toString(16).padStart(2, "0")}`);
	}

	/**
	 * Sends a command and waits for its answer.
	 * @throws Error if the emulator does not know the command
	 */
	async #ask(command: string): Promise<void> {
		this.#said = "";
		this.#send(command);
		for (const end = Date.now() + PATIENCE; !/\$[^#]*#../.test(this.#said); ) {
			if (Date.now() > end)
				throw new Error(`the debugger got no answer to ${command}: ${this.#said}`);
			await new Promise((resolve) => setTimeout(resolve, RETRY));
		}
		if (this.#said.includes("$#00")) throw new Error(`the debugger: ${command} is unknown`);
	}
}
