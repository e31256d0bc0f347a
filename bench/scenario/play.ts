/** Plays a scenario: everything in the order of its times, each at its own frame of meter time. */
import { ModbusException, NoResponse } from "../../client/modbus-client.ts";
import { reasonOf } from "../fault.ts";
import { MainsError } from "../mains/validation.ts";
import { secondsOf } from "./duration.ts";
import type { MeterLoads } from "./load.ts";
import type { CheckedScenario } from "./parse.ts";
import { ask, requestsOf } from "./questions.ts";
import type { Event, Poll } from "./scenario.ts";
import { type Item, NoMains, type Stage } from "./stage.ts";

/** A meter has not taken its CT ratio: it refuses it, or has another Modbus ID. */
export class RatioRefused extends Error {}

/** Something that happens again and again; what is due next is taken from it. */
interface Track {
	/** Infinity: nothing more happens. */
	readonly seconds: number;
	run(): Promise<void> | void;
}

export class Play {
	readonly checked: CheckedScenario;
	readonly #stage: Stage;
	#isOver = false;
	#isStopped = false;
	/** True while nothing happens but that time passes. */
	#isBetween = false;
	/** Meters whose loads have no mains, as was told. */
	readonly #withoutMains = new Set<number>();
	/** Where the meters were when it was stopped. */
	#stoppedAt: number | undefined;

	constructor(stage: Stage, checked: CheckedScenario) {
		this.#stage = stage;
		this.checked = checked;
	}

	/** True when it has ended or was stopped. */
	get isOver(): boolean {
		return this.#isOver;
	}

	get isStopped(): boolean {
		return this.#isStopped;
	}

	/** Time of what happens now, in seconds; of what others do between two events too. */
	get seconds(): number {
		const { seconds, present } = this.#stage.conductor;
		return this.#isBetween ? present : seconds;
	}

	/** Where the meters are on their way to what happens next, in seconds. */
	get present(): number {
		return this.#stoppedAt ?? this.#stage.conductor.present;
	}

	/**
	 * Sets up the meters at time 0: CT ratios, front ends, mains, loads. Meters that are off stay so.
	 */
	async prepare(): Promise<void> {
		const { conductor, parts } = this.#stage;
		const { meters = [] } = this.checked.scenario;
		// First what a meter may refuse.
		for (const [index, { ct }] of meters.entries())
			if (ct !== undefined) await conductor.during(this.#transform(index, ct), parts.lines.rs485);
		for (const [index, { mains, temperature, ctClass }] of meters.entries()) {
			this.#stage.frontEnd(index, temperature, ctClass);
			if (mains) this.#stage.mains(index, mains);
			this.#load(index, 0);
		}
		conductor.begin();
	}

	/** Plays to the end. The meters' time passes by itself then. */
	async run(): Promise<void> {
		const { conductor } = this.#stage;
		const { durationSeconds } = this.checked;
		const tracks = this.#tracks();
		while (!this.#isStopped) {
			const [first] = tracks.toSorted((a, b) => a.seconds - b.seconds);
			const seconds = Math.min(first?.seconds ?? Number.POSITIVE_INFINITY, durationSeconds);
			if (seconds === Number.POSITIVE_INFINITY) break;
			this.#isBetween = true;
			await conductor.runTo(seconds);
			this.#isBetween = false;
			if (!first || first.seconds > durationSeconds || this.#isStopped) break;
			await first.run();
		}
		this.#isOver = true;
		// Another scenario may already play on the meters.
		if (!this.#isStopped) this.#stage.leave();
	}

	/** Leaves out what is left of it. */
	stop(): void {
		if (this.#isOver) return;
		this.#stoppedAt = this.present;
		this.#isStopped = true;
		this.#isOver = true;
		this.#stage.leave();
	}

	/** @throws RatioRefused */
	async #transform(index: number, ratio: string): Promise<void> {
		try {
			await this.#stage.parts.transform(index, ratio);
		} catch (error) {
			if (!(error instanceof ModbusException || error instanceof NoResponse)) throw error;
			throw new RatioRefused(`meters[${index}].ct: ${ratio}: ${reasonOf(error)}`);
		}
	}

	/** In the order in which they happen at the same time. */
	#tracks(): Track[] {
		const { scenario, loads } = this.checked;
		const loaded = loads.flatMap((each, index) => (each ? [this.#loadTrack(each, index)] : []));
		const polls = (scenario.polls ?? []).map((poll) => this.#pollTrack(poll));
		return [...loaded, this.#eventTrack(scenario.events ?? []), ...polls];
	}

	#loadTrack(loads: MeterLoads, index: number): Track {
		const track = {
			seconds: loads.next(0),
			run: () => {
				this.#changeLoad(index, track.seconds);
				track.seconds = loads.next(track.seconds);
			},
		};
		return track;
	}

	#eventTrack(events: readonly Event[]): Track {
		const items = events
			.flatMap((event) => this.#stage.itemsOf(event))
			.toSorted((a: Item, b: Item) => a.seconds - b.seconds);
		return {
			get seconds() {
				return items[0]?.seconds ?? Number.POSITIVE_INFINITY;
			},
			run: () => items.shift()?.run(),
		};
	}

	#pollTrack(poll: Poll): Track {
		const { conductor, parts } = this.#stage;
		const line = poll.mbus === undefined ? parts.lines.rs485 : parts.lines.mbus;
		const every = secondsOf(poll.every) ?? 0;
		const requests = requestsOf(poll);
		const track = {
			seconds: secondsOf(poll.from ?? every) ?? 0,
			run: async () => {
				for (const request of requests)
					if (!this.#isStopped) await conductor.during(ask(line, request), line);
				// A poll that takes longer than its interval leaves some out, as a client would.
				while (track.seconds <= conductor.seconds) track.seconds += every;
			},
		};
		return track;
	}

	/**
	 * Somebody may have lowered the voltage so far that the terminals do not take the current, or
	 * plays a recording, which is told once.
	 */
	#changeLoad(index: number, seconds: number): void {
		try {
			this.#load(index, seconds);
			this.#withoutMains.delete(index);
		} catch (error) {
			const noMains = error instanceof NoMains;
			if (!noMains && !(error instanceof MainsError)) throw error;
			const line = `scenario: at ${seconds} s: load of meter ${index}: ${reasonOf(error)}`;
			if (!this.#withoutMains.has(index)) this.#stage.parts.note(line);
			if (noMains) this.#withoutMains.add(index);
		}
	}

	#load(index: number, seconds: number): void {
		const loads = this.checked.loads[index];
		if (!loads) return;
		const phases = loads.phasesAt(seconds, this.#stage.settings(index));
		this.#stage.mains(index, { phases });
	}
}
