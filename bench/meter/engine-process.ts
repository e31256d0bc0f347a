/** An engine as a child process that speaks the byte link. */
import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import type { Chip } from "../flash/chip.ts";
import type { EngineEvents, Identity } from "./engine.ts";
import type { Launch } from "./launch.ts";
import { LinkEngine } from "./link-engine.ts";

/** Longest silence of an engine that owes an answer; a block takes it about 1 ms. */
const SILENCE_LIMIT_MS = 10_000;

export class EngineProcess extends LinkEngine {
	readonly #child: ChildProcess;
	readonly #watchdog: NodeJS.Timeout;
	/** Looks in a row without a message. */
	#silentTurns = 0;
	#lastErrorLine = "";

	/**
	 * @param highInputs pins that are high before the firmware starts
	 * @param chip flash of the board; undefined: it has none
	 */
	constructor(
		launch: Launch,
		identity: Identity,
		events: EngineEvents,
		highInputs: readonly number[] = [],
		chip?: Chip,
	) {
		chip?.powerUp();
		const { child, input, output, errors } = launch();
		super({ input, output }, events, chip);
		this.#child = child;
		child.on("error", (error) => this.end(`could not be started: ${error.message}`));
		child.on("close", (code, signal) => this.end(this.#epitaph(code, signal)));
		// A write to a process that has just ended; "close" follows and says more.
		input.on("error", () => {});
		this.#listen(errors);
		this.#watchdog = setInterval(() => this.#watch(), SILENCE_LIMIT_MS / 4);
		this.#watchdog.unref();
		this.start(identity, highInputs);
	}

	protected override halt(): Promise<void> {
		const { exitCode, signalCode, pid } = this.#child;
		if (exitCode !== null || signalCode !== null || pid === undefined) return Promise.resolve();
		return new Promise((resolve) => {
			this.#child.once("exit", () => resolve());
			this.#child.kill("SIGKILL");
		});
	}

	#listen(errors: Readable): void {
		errors.setEncoding("utf8");
		errors.on("data", (text: string) => {
			for (const line of text.split("\n"))
				if (line.trim() !== "") this.#lastErrorLine = line.trim();
		});
	}

	/**
	 * Counts silence by its own turns, so that a machine that was suspended does not look like a
	 * dead engine.
	 */
	#watch(): void {
		if (this.ended) {
			clearInterval(this.#watchdog);
			return;
		}
		this.#silentTurns = this.hasSpoken() || !this.owes ? 0 : this.#silentTurns + 1;
		if (this.#silentTurns >= 4) this.break(`has not answered for ${SILENCE_LIMIT_MS / 1000} s`);
	}

	#epitaph(code: number | null, signal: NodeJS.Signals | null): string {
		const how = signal ? `ended by ${signal}` : `ended with exit code ${code}`;
		return this.#lastErrorLine === "" ? how : `${how}: ${this.#lastErrorLine}`;
	}
}
