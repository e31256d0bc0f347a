/**
 * The bench without the machine that it runs on: meters on one RS-485 and one M-Bus line, what can
 * happen to them, and the API. A process on Node (bench.ts) and a worker in a web page run it.
 */
import { Disturbance, DisturbedPort } from "./bus/disturbance.ts";
import { SerialLine } from "./bus/line.ts";
import { MBUS } from "./bus/mbus.ts";
import { RTU } from "./bus/rtu.ts";
import { RtuClient } from "./bus/rtu-client.ts";
import type { Exchange } from "./bus/turn.ts";
import { Fault, reasonOf } from "./fault.ts";
import { isBlank } from "./flash/chip.ts";
import type { Lines } from "./http/line-routes.ts";
import type { EngineName } from "./http/meter-routes.ts";
import { type Mount, prefixesOf } from "./http/mount.ts";
import { metricsRoutes, readingsRoutes } from "./http/readings-routes.ts";
import { scenarioRoutes } from "./http/scenario-routes.ts";
import type { Service } from "./live/protocol.ts";
import { startLive } from "./live/start.ts";
import type { VirtualMeter } from "./meter/meter.ts";
import { PowerIsOff } from "./meter/refusals.ts";
import type { Place, Voice } from "./place.ts";
import { setRatio } from "./readings/write.ts";
import { ScenarioHost } from "./scenario/host.ts";
import type { CheckedScenario } from "./scenario/parse.ts";
import { Recorder } from "./scenario/recorder.ts";
import { quotientOf, ratioSetBy } from "./truth/ct-ratio.ts";
import { secondaryEnergies } from "./truth/energies.ts";

/** Meter time after which a meter has readings. */
const FIRST_READINGS_S = 0.5;

/** Meters calibrated at a time: enough to keep two cores busy. */
const CALIBRATIONS = 2;

export interface CoreOptions {
	readonly name: EngineName;
	/** Meter seconds per second; Infinity: as fast as possible. */
	readonly speed: number;
	readonly voice: Voice;
	/** Folder that the files of a scenario without a file of its own start from. */
	readonly directory: string;
	/** Makes the meters; `onTouch` is to be told of every touch. */
	places(onTouch: (index: number, pad: number, down: boolean) => void): readonly Place[];
}

export class BenchCore {
	readonly places: readonly Place[];
	readonly meters: readonly VirtualMeter[];
	readonly lines: Lines;
	/** Notes what is done to the meters. */
	readonly recorder: Recorder;
	/** The scenario that plays. */
	readonly scenario: ScenarioHost;
	readonly #options: CoreOptions;
	#stopLive: () => void = () => {};
	#closed = false;

	constructor(options: CoreOptions) {
		const { speed, voice, directory } = options;
		this.#options = options;
		this.places = options.places((index, pad, down) => this.recorder.touched(index, pad, down));
		this.meters = this.places.map(({ meter }) => meter);
		this.recorder = new Recorder(this.meters, speed);
		const disturbances = { rs485: new Disturbance(), mbus: new Disturbance() };
		const rs485 = new SerialLine(
			RTU,
			this.meters.map((meter) => new DisturbedPort(meter.rs485, disturbances.rs485)),
		);
		rs485.observe((exchange) => this.#overhear(exchange));
		const mbus = new SerialLine(
			MBUS,
			this.meters.map((meter) => new DisturbedPort(meter.mbus, disturbances.mbus)),
		);
		this.lines = { rs485, mbus };
		this.scenario = new ScenarioHost({
			parts: {
				meters: this.meters,
				lines: this.lines,
				disturbances,
				transform: (index, ratio) => this.#transform(index, ratio),
				note: (line) => voice.note(line),
			},
			speed,
			directory,
			onEnd: () => voice.end(),
			onFailure: (error) => voice.fail(new Fault(`scenario: ${reasonOf(error)}`, 1)),
		});
	}

	/**
	 * Adds the routes beyond those of mountMeters.
	 * @param services that programs reach the meters by; more may come
	 */
	mount(mount: Mount, services: readonly Service[]): void {
		const { name } = this.#options;
		const { rs485 } = this.lines;
		const identity = { ...name, services };
		const progress = () => this.scenario.progress;
		this.#stopLive = startLive(mount, this.places, this.lines, identity, progress);
		this.places.forEach((place, index) => {
			for (const prefix of prefixesOf(index))
				mount(prefix, (routes) => readingsRoutes(routes, place, rs485, index + 1));
		});
		mount("", (routes) => metricsRoutes(routes, this.places, rs485));
		mount("/api", (routes) => scenarioRoutes(routes, this.scenario, this.recorder), true);
	}

	/** Calibrates new meters before anybody can reach them. */
	async calibrate(): Promise<void> {
		const waiting = this.places.values();
		const work = async (): Promise<void> => {
			for (const { serialNumber, factory, flash } of waiting) {
				if (this.#closed) return;
				// A used meter was calibrated at its first start, or was not to be.
				if (!isBlank(flash.chip.image)) continue;
				await factory.calibrate().catch((error: unknown) => {
					throw new Fault(`meter ${serialNumber}: calibration: ${reasonOf(error)}`, 1);
				});
				flash.keep();
			}
		};
		await Promise.all(Array.from({ length: CALIBRATIONS }, work));
	}

	/**
	 * Switches the meters on.
	 * @param scenario that is set up on them; it begins when somebody says so
	 * @param ratio of the current transformers
	 */
	async powerOn(scenario: CheckedScenario | undefined, ratio: string | undefined): Promise<void> {
		const transform = async (): Promise<void> => {
			if (ratio !== undefined) await this.#transformAll(ratio);
		};
		if (scenario) await this.scenario.open(scenario, transform);
		else {
			await Promise.all(this.meters.map((meter) => unlessOff(meter.powerOn())));
			await transform();
			// As fast as they can.
			await Promise.all(this.meters.map((meter) => unlessOff(meter.advance(FIRST_READINGS_S))));
		}
	}

	/** As in the API. */
	get name(): EngineName {
		return this.#options.name;
	}

	/** Ends what is under way; the meters stay as they are. */
	close(): void {
		this.#closed = true;
		this.scenario.stop();
		this.#stopLive();
		for (const { factory } of this.places) factory.abandon();
	}

	/** Gives the meters the ratio of their current transformers. */
	async #transformAll(ratio: string): Promise<void> {
		for (const [index, { serialNumber }] of this.places.entries())
			await this.#transform(index, ratio).catch((error: unknown) => {
				throw new Fault(`--ct ${ratio}: meter ${serialNumber}: ${reasonOf(error)}`, 2);
			});
	}

	/** The same for one, as a client would. */
	async #transform(index: number, ratio: string): Promise<void> {
		await setRatio(new RtuClient(this.lines.rs485, index + 1), ratio);
		const place = this.places[index];
		place?.primary.setRatio(quotientOf(ratio), secondaryEnergies(place.meter.source));
	}

	/** Learns of a setting in a meter that the truth depends on. */
	#overhear(exchange: Exchange): void {
		this.recorder.overhear(exchange);
		const { answeredBy, request, answer } = exchange;
		if (answeredBy === undefined) return;
		const ratio = ratioSetBy(request, answer);
		const place = this.places[answeredBy];
		if (ratio !== undefined) place?.primary.setRatio(ratio, secondaryEnergies(place.meter.source));
	}
}

/** Waits for a meter; a client that is as quick may have cut its supply already. */
async function unlessOff(done: Promise<void>): Promise<void> {
	try {
		await done;
	} catch (error) {
		if (!(error instanceof PowerIsOff)) throw error;
	}
}
