/** The scenario that plays on a bench, one at a time. */
import { Fault } from "../fault.ts";
import type { LiveScenario } from "../live/protocol.ts";
import { secondsOf } from "./duration.ts";
import { type CheckedScenario, parseScenario, readScenario } from "./parse.ts";
import { Play } from "./play.ts";
import type { Scenario } from "./scenario.ts";
import { ScenarioError, SourceText } from "./source-text.ts";
import { NoMains, Stage, type StageParts } from "./stage.ts";

/** Answer of `GET /api/scenario`. */
export interface ScenarioState {
	readonly state: "none" | "playing" | "over" | "stopped";
	/** Where it is, or was when it was stopped. */
	readonly seconds?: number;
	/** Null: it has no end. */
	readonly durationSeconds?: number | null;
	readonly scenario?: Scenario;
}

/** Another scenario is just being set up. */
export class ScenarioBusy extends Error {
	constructor() {
		super("another scenario is just being set up");
	}
}

/** A meter that is to be given a CT ratio has no supply. */
export class MeterIsOff extends Error {
	constructor(index: number) {
		super(`meter ${index} is off: it cannot take its CT ratio`);
	}
}

export interface HostOptions {
	readonly parts: StageParts;
	/** Meter seconds per second. */
	readonly speed: number;
	/** Folder that the files of a scenario without a file of its own start from. */
	readonly directory: string;
	/** The scenario has ended and wants the bench to end too. */
	onEnd(): void;
	/** A fault of the bench itself. */
	onFailure(error: unknown): void;
}

/**
 * Reads the scenario of the command line before anything starts.
 * @param hasMains false: a recorded waveform takes the place of the mains
 * @throws Fault with exit code 2
 */
export function scenarioOf(path: string, meters: number, hasMains: boolean): CheckedScenario {
	try {
		const checked = readScenario(path, meters);
		const indices = Array.from({ length: meters }, (_, index) => index);
		if (!hasMains && indices.some((index) => changesMains(checked.scenario, index)))
			throw new ScenarioError(`${path}: --waveform has no mains that it could change`);
		return checked;
	} catch (error) {
		if (error instanceof ScenarioError) throw new Fault(`--scenario ${error.message}`, 2);
		throw error;
	}
}

/** True if a scenario changes the mains of a meter. */
function changesMains({ meters = [], events = [] }: Scenario, index: number): boolean {
	const { mains, load } = meters[index] ?? {};
	const own = events.filter(({ meter = 0 }) => meter === index);
	return (
		mains !== undefined ||
		load !== undefined ||
		own.some((event) => event.mains !== undefined || event.tariffInput !== undefined)
	);
}

export class ScenarioHost {
	readonly #options: HostOptions;
	#play: Play | undefined;
	/** True while a scenario is set up. */
	#isSetUp = false;
	/** True: that one is stopped before it begins. */
	#isWithdrawn = false;

	constructor(options: HostOptions) {
		this.#options = options;
	}

	get state(): ScenarioState {
		const play = this.#play;
		if (!play) return { state: "none" };
		const { scenario, durationSeconds } = play.checked;
		return {
			state: play.isStopped ? "stopped" : play.isOver ? "over" : "playing",
			seconds: play.present,
			durationSeconds: Number.isFinite(durationSeconds) ? durationSeconds : null,
			scenario,
		};
	}

	/** Where the scenario is; null: none was played. */
	get progress(): LiveScenario | null {
		const { scenario, ...rest } = this.state;
		const { state, seconds = 0, durationSeconds = null } = rest;
		if (state === "none" || !scenario) return null;
		const clockSeconds = scenario.clock === undefined ? null : (secondsOf(scenario.clock) ?? null);
		const title = scenario.title ?? "scenario";
		return { state, title, seconds: Math.floor(seconds), durationSeconds, clockSeconds };
	}

	/** Time of what happens now, in seconds; undefined: no scenario plays. */
	get seconds(): number | undefined {
		return this.#play?.isOver === false ? this.#play.seconds : undefined;
	}

	/**
	 * Sets a scenario up on meters whose supply is off, and switches them on; it begins with
	 * {@link begin}.
	 * @param first something that needs the meters' time before it
	 * @throws RatioRefused
	 */
	async open(checked: CheckedScenario, first: () => Promise<void>): Promise<void> {
		const { meters, lines } = this.#options.parts;
		await this.#setUp(checked, false, async ({ conductor }) => {
			for (const index of meters.keys()) await conductor.powerOn(index);
			await conductor.during(first(), lines.rs485);
		});
	}

	/** Begins the scenario that was set up, unless it was stopped meanwhile. */
	begin(): void {
		const play = this.#play;
		if (this.#isWithdrawn) {
			play?.stop();
			return;
		}
		play?.run().then(
			() => {
				if (play.checked.scenario.end === "stop" && !play.isStopped) this.#options.onEnd();
			},
			(error: unknown) => this.#options.onFailure(error),
		);
	}

	/**
	 * Plays another scenario, which begins now.
	 * @param text YAML or JSON
	 * @param hurried true: as fast as possible
	 * @throws ScenarioError; the present one plays on then
	 * @throws ScenarioBusy, MeterIsOff, NoMains; so it does
	 * @throws RatioRefused when a meter does not take its CT ratio; it has ended then
	 */
	async replace(text: string, hurried = false): Promise<void> {
		if (this.#isSetUp) throw new ScenarioBusy();
		const { parts, directory } = this.#options;
		const checked = parseScenario(new SourceText("body", text), directory, parts.meters.length);
		for (const [index, { source }] of parts.meters.entries())
			if (!source.mains && changesMains(checked.scenario, index)) throw new NoMains();
		for (const [index, { ct }] of (checked.scenario.meters ?? []).entries())
			if (ct !== undefined && !parts.meters[index]?.powered) throw new MeterIsOff(index);
		this.#play?.stop();
		await this.#setUp(checked, hurried);
		this.begin();
	}

	/** Ends what plays; mains and settings stay as they are. */
	stop(): void {
		this.#isWithdrawn = true;
		this.#play?.stop();
	}

	#stageFor({ scenario }: CheckedScenario, hurried: boolean): Stage {
		const { seed = 1, fastForward = false } = scenario;
		const { parts, speed } = this.#options;
		for (const disturbance of [parts.disturbances.rs485, parts.disturbances.mbus]) {
			disturbance.fault = undefined;
			disturbance.seed(seed);
		}
		return new Stage(parts, speed, { hurried, fastForward });
	}

	async #setUp(
		checked: CheckedScenario,
		hurried: boolean,
		first?: (stage: Stage) => Promise<void>,
	): Promise<void> {
		this.#isSetUp = true;
		this.#isWithdrawn = false;
		const stage = this.#stageFor(checked, hurried);
		try {
			if (first) await first(stage);
			const play = new Play(stage, checked);
			await play.prepare();
			this.#play = play;
		} catch (error) {
			stage.conductor.release();
			throw error;
		} finally {
			this.#isSetUp = false;
		}
	}
}
