/**
 * A board in QEMU whose processor stands still: a test reads and writes its registers and sets its
 * pins, by QEMU's own test protocol (docs/devel/qtest.rst of QEMU), and each answer is there when
 * the call returns.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../bench/temporary.ts";

/** Between two looks for QEMU's first answer. */
const LOOK_MS = 20;

const OK = /^OK(?: (0x[0-9a-f]+))?$/;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

export class QemuBus {
	readonly #child: ChildProcess;
	readonly #orders: number;
	readonly #answers: number;
	readonly #bytes = Buffer.alloc(65_536);
	#rest = "";

	private constructor(child: ChildProcess, orders: number, answers: number) {
		this.#child = child;
		this.#orders = orders;
		this.#answers = answers;
	}

	/**
	 * Starts QEMU and waits until it answers.
	 *
	 * @param options of QEMU: the machine and its devices
	 * @throws Error with QEMU's own words if it ends
	 */
	static async start(options: readonly string[]): Promise<QemuBus> {
		const directory = temporaryDirectory();
		const pipe = join(directory.path, "qtest");
		execFileSync("mkfifo", [`${pipe}.in`, `${pipe}.out`]);
		const child = spawn(
			"setpriv",
			[
				...["--pdeathsig", "KILL", "qemu-system-arm", "-S", "-display", "none"],
				...["-monitor", "none", "-serial", "null", "-nic", "none"],
				...["-qtest", `pipe:${pipe}`, "-qtest-log", "/dev/null", ...options],
			],
			{ stdio: ["ignore", "ignore", "pipe"] },
		);
		let said = "";
		let ended = false;
		child.stderr?.on("data", (text: Buffer) => {
			said += text.toString();
		});
		child.once("close", () => {
			ended = true;
		});
		// open for both, so that this does not wait for the other side
		const orders = openSync(`${pipe}.in`, constants.O_RDWR);
		const looks = openSync(`${pipe}.out`, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			writeSync(orders, "endianness\n");
			while (!hasAnswer(looks)) {
				if (ended) throw new Error(`QEMU ended: ${said}`);
				await pause();
			}
			return new QemuBus(child, orders, openSync(`${pipe}.out`, constants.O_RDONLY));
		} finally {
			closeSync(looks);
			directory.remove();
		}
	}

	/**
	 * Gives orders; returns the value of each that has one.
	 *
	 * @throws Error if QEMU refuses one, or has ended
	 */
	order(orders: readonly string[]): number[] {
		writeSync(this.#orders, orders.map((order) => `${order}\n`).join(""));
		return orders.flatMap((order) => {
			const answer = this.#line();
			const [whole, value] = OK.exec(answer) ?? [];
			if (whole === undefined) throw new Error(`QEMU: ${order}: ${answer}`);
			return value === undefined ? [] : [Number(value)];
		});
	}

	/** Ends QEMU and waits until it has written the contents of its chips to their files. */
	async close(): Promise<void> {
		const ended = new Promise((resolve) => this.#child.once("close", resolve));
		this.#child.kill("SIGTERM");
		await ended;
		closeSync(this.#orders);
		closeSync(this.#answers);
	}

	/** The next line of QEMU. */
	#line(): string {
		let end = this.#rest.indexOf("\n");
		while (end < 0) {
			const count = readSync(this.#answers, this.#bytes);
			if (count === 0) throw new Error("QEMU has ended");
			this.#rest += this.#bytes.toString("latin1", 0, count);
			end = this.#rest.indexOf("\n");
		}
		const line = this.#rest.slice(0, end);
		this.#rest = this.#rest.slice(end + 1);
		return line;
	}
}

/** True if a byte can be read. */
function hasAnswer(file: number): boolean {
	try {
		return readSync(file, Buffer.alloc(256)) > 0;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
		throw error;
	}
}
