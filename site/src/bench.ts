/** The bench in the page: one meter, its lines and its API, in a worker. */
import { BenchCore } from "../../bench/core.ts";
import { Chip } from "../../bench/flash/chip.ts";
import { mountMeters } from "../../bench/http/mount.ts";
import { Mains } from "../../bench/mains/model.ts";
import { STARTING_MAINS } from "../../bench/mains/settings.ts";
import { placeOf, type Voice } from "../../bench/place.ts";
import { parseScenario } from "../../bench/scenario/parse.ts";
import { SourceText } from "../../bench/scenario/source-text.ts";
import { Terminals } from "../../bench/terminals.ts";
import { PageApi } from "./api.ts";
import { PageEngine, type Program } from "./engine.ts";
import { SERIAL_NUMBER } from "./identity.ts";
import type { StartWish } from "./protocol.ts";

/** Meter time at the start in which a meter has no readings yet; a visitor need not wait for it. */
const UNREAD_SECONDS = 1.2;

/** The parts that a page brings along. */
export interface PageParts {
	readonly program: Program;
	/** Flash image of the meter as it comes from the factory. */
	readonly flash: Uint8Array;
	/** Of Ambit. */
	readonly version: string;
}

export class PageBench {
	readonly core: BenchCore;
	readonly api: PageApi;
	readonly #scenario: string | undefined;

	constructor({ program, flash, version }: PageParts, wish: StartWish, voice: Voice) {
		const { speed, scenario } = wish;
		const chip = new Chip(flash);
		this.#scenario = scenario;
		const shown = speed === Number.POSITIVE_INFINITY ? "max" : speed;
		this.core = new BenchCore({
			name: { engine: "browser", version, speed: shown },
			speed,
			voice,
			directory: "",
			places: (onTouch) => [
				placeOf(0, {
					serialNumber: SERIAL_NUMBER,
					meters: 1,
					speed,
					voice,
					onTouch,
					flashOf: () => ({ chip, keep: () => {}, close: () => {} }),
					powerUp: (_chip, identity, events, highInputs) =>
						new PageEngine(program, identity, events, highInputs, chip),
					source: () => new Terminals(new Mains(STARTING_MAINS)),
				}),
			],
		});
		const { core } = this;
		this.api = new PageApi((method, url, body) => core.recorder.accepted(method, url, body));
		const primaries = core.places.map(({ primary }) => primary);
		mountMeters(this.api.mount, core.meters, core.name, primaries, core.lines);
		core.mount(this.api.mount, []);
	}

	/**
	 * Switches the meter on; done when it meters.
	 * @throws ScenarioError that names line and key
	 */
	async start(): Promise<void> {
		const text = this.#scenario;
		const scenario =
			text === undefined ? undefined : parseScenario(new SourceText("scenario", text), "", 1);
		await this.core.powerOn(scenario, undefined);
		if (scenario) this.core.scenario.begin();
		else await Promise.all(this.core.meters.map((meter) => meter.advance(UNREAD_SECONDS)));
	}
}
