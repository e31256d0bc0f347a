/** The virtual meter as a child process, which ends with this one. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Last lines of the child's standard error that are kept. */
const KEPT_LINES = 20;

/** Names of the services by the lines that the child prints when it is ready. */
const SERVICES = {
	modbusRtu: "Modbus RTU over TCP",
	modbusTcp: "Modbus TCP",
	rs485Pty: "RS-485 pty",
	mbus: "M-Bus over TCP",
	mbusPty: "M-Bus pty",
	http: "HTTP",
} as const;

/** Where each service answers, as printed. */
export type Services = Readonly<Record<keyof typeof SERVICES, string>>;

export class BenchProcess {
	readonly #child: ChildProcess;
	#output = "";
	#lines: string[] = [];
	/** Settles when the process has ended. */
	readonly #ended: Promise<void>;

	/** @param arguments_ of the command line */
	constructor(arguments_: readonly string[]) {
		const command = fileURLToPath(new URL("ambit.mjs", import.meta.url));
		// The channel closes when this process ends, however it ends; the child ends then.
		this.#child = fork(command, arguments_, {
			stdio: ["ignore", "pipe", "pipe", "ipc"],
			execArgv: [],
		});
		this.#ended = new Promise((resolve) => {
			this.#child.once("error", (error) => {
				this.#lines.push(error.message);
				resolve();
			});
			this.#child.once("close", () => resolve());
		});
		this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
			this.#lines = [...this.#lines, ...text.split("\n").filter(Boolean)].slice(-KEPT_LINES);
		});
	}

	/** Its last lines on standard error: the firmware's trace, and why it has ended. */
	get log(): readonly string[] {
		return this.#lines;
	}

	/**
	 * Waits until the meter meters.
	 * @throws Error with the child's own words if it ends before
	 */
	ready(): Promise<Services> {
		const { stdout } = this.#child;
		return new Promise((resolve, reject) => {
			stdout?.setEncoding("utf8").on("data", (text: string) => {
				this.#output += text;
				if (!/^HTTP .*\n/m.test(this.#output)) return;
				// This process may end while the child runs.
				this.#keepWaiting(false);
				resolve(this.#services());
			});
			this.#ended.then(() => reject(new Error(`ambit: ${this.#lines.at(-1) ?? "it has ended"}`)));
		});
	}

	/** Ends it; done when nothing is left of it. */
	async stop(): Promise<void> {
		this.#child.kill("SIGTERM");
		// This process waits for that, though nothing else may keep it.
		this.#keepWaiting(true);
		await this.#ended;
	}

	/** @param on true: the child keeps this process from ending */
	#keepWaiting(on: boolean): void {
		const child = this.#child;
		const parts: (object | null | undefined)[] = [child, child.channel, child.stdout, child.stderr];
		for (const part of parts) if (part) keep(part, on);
	}

	#services(): Services {
		const found = Object.entries(SERVICES).map(([key, title]) => {
			const line = this.#output.split("\n").find((each) => each.startsWith(`${title}  `));
			return [key, line?.slice(title.length + 2) ?? ""];
		});
		return Object.fromEntries(found) as Services;
	}
}

/** Pipes of a child are sockets, which the types do not say. */
function keep(part: { ref?: unknown; unref?: unknown }, on: boolean): void {
	const act = on ? part.ref : part.unref;
	if (typeof act === "function") act.call(part);
}
