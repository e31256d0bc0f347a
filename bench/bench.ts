/**
 * The bench: meters on one RS-485 and one M-Bus line, the services that carry the lines, and the
 * HTTP API.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Disturbance, DisturbedPort } from "./bus/disturbance.ts";
import { SerialLine } from "./bus/line.ts";
import { MBUS } from "./bus/mbus.ts";
import { openPty } from "./bus/pty.ts";
import { PtyFolder } from "./bus/pty-folder.ts";
import { RTU } from "./bus/rtu.ts";
import { RtuClient } from "./bus/rtu-client.ts";
import { listenModbusTcp, listenRaw } from "./bus/servers.ts";
import type { Exchange } from "./bus/turn.ts";
import type { BenchOptions } from "./command-line.ts";
import { launchOf } from "./engines.ts";
import { Fault, reasonOf } from "./fault.ts";
import { isBlank } from "./flash/state.ts";
import { StateFolder } from "./flash/state-folder.ts";
import type { Lines } from "./http/line-routes.ts";
import { servePages } from "./http/pages.ts";
import { readingsRoutes } from "./http/readings-routes.ts";
import { scenarioRoutes } from "./http/scenario-routes.ts";
import { createApi, listenHttp } from "./http/server.ts";
import type { Installation } from "./installation.ts";
import type { Service } from "./live/protocol.ts";
import { startLive } from "./live/start.ts";
import type { VirtualMeter } from "./meter/meter.ts";
import { PowerIsOff } from "./meter/refusals.ts";
import { type Place, placeOf, type Voice } from "./place.ts";
import { setRatio } from "./readings/write.ts";
import { ScenarioHost, scenarioOf } from "./scenario/host.ts";
import type { CheckedScenario } from "./scenario/parse.ts";
import { Recorder } from "./scenario/recorder.ts";
import { Transcript } from "./scenario/transcript.ts";
import { removeLeftovers } from "./temporary.ts";
import { quotientOf, ratioSetBy } from "./truth/ct-ratio.ts";
import { secondaryEnergies } from "./truth/energies.ts";

/** Meters calibrated at a time: enough to keep two cores busy. */
const CALIBRATIONS = 2;

/** Names of the terminals. */
const PTY = { rs485: "rs485", mbus: "mbus" } as const;

/** Longest time that the meters have for their hold-up when the bench ends. */
const HOLD_UP_PATIENCE_MS = 1500;

export class Bench {
	readonly #installation: Installation;
	readonly #options: BenchOptions;
	readonly #voice: Voice;
	readonly #folder: StateFolder;
	readonly #ptys: PtyFolder;
	readonly #places: readonly Place[];
	readonly #scenario: CheckedScenario | undefined;
	readonly #recorder: Recorder;
	#begin: () => void = () => {};
	/** Ends what was started, most recent first. */
	readonly #endings: (() => unknown)[] = [];
	#closed = false;

	/**
	 * @throws Fault when the engine or the waveform is missing or cannot be used
	 */
	constructor(installation: Installation, options: BenchOptions, voice: Voice) {
		this.#installation = installation;
		this.#options = options;
		this.#voice = voice;
		const { scenario, meters, waveform, speed } = options;
		this.#scenario =
			scenario === undefined ? undefined : scenarioOf(scenario, meters, waveform === undefined);
		const launch = launchOf(installation.built, options.engine, options.kernel);
		this.#folder = new StateFolder(options.state);
		this.#ptys = new PtyFolder(options.pty, Object.values(PTY));
		const surroundings = {
			options,
			voice,
			folder: this.#folder,
			onTouch: (index: number, pad: number, down: boolean): void =>
				this.#recorder.touched(index, pad, down),
		};
		this.#places = Array.from({ length: meters }, (_, index) =>
			placeOf(index, launch, surroundings),
		);
		this.#recorder = new Recorder(
			this.#places.map(({ meter }) => meter),
			speed,
		);
		this.#endings.push(() => this.#folder.close());
		this.#endings.push(() => this.#ptys.close());
	}

	/**
	 * Starts everything.
	 * @returns a line for each service
	 * @throws Fault when a port cannot be opened or a meter cannot be calibrated
	 */
	async start(): Promise<string[]> {
		removeLeftovers();
		const { host, http, modbusRtu, modbusTcp, mbus, speed, engine, calibrated, ct } = this.#options;
		const meters = this.#places.map(({ meter }) => meter);
		const primaries = this.#places.map(({ primary }) => primary);
		const disturbances = { rs485: new Disturbance(), mbus: new Disturbance() };
		const rs485 = new SerialLine(
			RTU,
			meters.map((meter) => new DisturbedPort(meter.rs485, disturbances.rs485)),
		);
		rs485.observe((exchange) => this.#overhear(exchange));
		const mbusLine = new SerialLine(
			MBUS,
			meters.map((meter) => new DisturbedPort(meter.mbus, disturbances.mbus)),
		);
		const name = {
			engine,
			version: this.#installation.version,
			speed: speed === Number.POSITIVE_INFINITY ? "max" : speed,
		} as const;
		const rtu = await this.#keep(listenRaw("--modbus-rtu", rs485, host, modbusRtu));
		const tcp = await this.#keep(listenModbusTcp(rs485, host, modbusTcp));
		const mbusTcp = await this.#keep(listenRaw("--mbus", mbusLine, host, mbus));
		if (calibrated) await this.#calibrate();
		if (this.#closed) throw new Fault("the bench was ended while it started", 1);
		for (const { flash } of this.#places) flash.keep();
		const lines = { rs485, mbus: mbusLine };
		const app = createApi(meters, name, primaries, lines);
		const services: Service[] = [];
		const stage = this.#stage(lines, disturbances);
		const identity = { ...name, services };
		this.#endings.push(startLive(app, this.#places, lines, identity, () => stage.progress));
		readingsRoutes(app, this.#places, rs485);
		this.#recorder.listen(app);
		scenarioRoutes(app, stage, this.#recorder);
		servePages(app, this.#installation.built.pages, this.#installation.documents);
		const api = await this.#keep(listenHttp(app, host, http));
		const ptys = [this.#pty(rs485, PTY.rs485), this.#pty(mbusLine, PTY.mbus)];
		this.#endings.push(() => this.#powerOff(meters));
		const transform = async (): Promise<void> => {
			if (ct !== undefined) await this.#transformAll(rs485, ct);
		};
		if (this.#scenario) await stage.open(this.#scenario, transform);
		else await Promise.all(meters.map(powerOn)).then(transform);
		const [rs485Pty = "none", mbusPty = "none"] = await Promise.all(ptys);
		services.push(
			{ name: "Modbus RTU over TCP", at: `${host}:${rtu.port}` },
			{ name: "Modbus TCP", at: `${host}:${tcp.port}` },
			{ name: "RS-485 pty", at: rs485Pty },
			{ name: "M-Bus over TCP", at: `${host}:${mbusTcp.port}` },
			{ name: "M-Bus pty", at: mbusPty },
			{ name: "HTTP", at: `http://${host}:${api.port}` },
		);
		return services.map(({ name, at }) => `${name}  ${at}`);
	}

	/** Begins the scenario, if there is one, once the bench is ready. */
	begin(): void {
		this.#begin();
	}

	/** Ends everything that was started. */
	async close(): Promise<void> {
		this.#closed = true;
		for (const end of this.#endings.splice(0).reverse()) await end();
	}

	/** Warns the meters; those that take too long are cut. */
	async #powerOff(meters: readonly VirtualMeter[]): Promise<void> {
		const patience = new AbortController();
		const off = Promise.all(meters.map((meter) => meter.powerOff(true)));
		await Promise.race([off, sleep(HOLD_UP_PATIENCE_MS, undefined, patience).catch(() => {})]);
		patience.abort();
		const late = meters.filter(({ powered }) => powered);
		for (const { serialNumber } of late)
			this.#voice.note(`meter ${serialNumber}: cut, it was not done with the warning in time`);
		await Promise.all(late.map((meter) => meter.powerOff(false)));
	}

	async #keep<T extends { close(): unknown }>(starting: Promise<T>): Promise<T> {
		const started = await starting;
		if (this.#closed) await started.close();
		else this.#endings.push(() => started.close());
		return started;
	}

	/**
	 * The path of the terminal, or the reason why there is none: the bench is useful without it.
	 */
	async #pty(line: SerialLine, name: string): Promise<string> {
		try {
			const path = this.#ptys.pathOf(name);
			const lost = (reason: string): void =>
				this.#voice.note(`${path}: cannot be made again: ${reason}`);
			await this.#keep(openPty(line, path, lost));
			return path;
		} catch (error) {
			return `none: ${reasonOf(error)}`;
		}
	}

	/** Calibrates new meters before anybody can reach them. */
	async #calibrate(): Promise<void> {
		this.#endings.push(() => {
			for (const { factory } of this.#places) factory.abandon();
		});
		const waiting = this.#places.values();
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

	/** The scenario's stage; it begins when the bench is ready. */
	#stage(lines: Lines, disturbances: Record<keyof Lines, Disturbance>): ScenarioHost {
		const { speed, transcript } = this.#options;
		const host = new ScenarioHost({
			parts: {
				meters: this.#places.map(({ meter }) => meter),
				lines,
				disturbances,
				transform: (index, ratio) => this.#transform(lines.rs485, index, ratio),
				note: (line) => this.#voice.note(line),
			},
			speed,
			directory: this.#installation.directory,
			onEnd: () => this.#voice.end(),
			onFailure: (error) => this.#voice.fail(new Fault(`scenario: ${reasonOf(error)}`, 1)),
		});
		this.#endings.push(() => host.stop());
		if (transcript !== undefined) {
			const writer = new Transcript(transcript, () => host.seconds);
			writer.listen("rs485", lines.rs485);
			writer.listen("mbus", lines.mbus);
			this.#endings.push(() => writer.close());
		}
		this.#begin = () => host.begin();
		return host;
	}

	/** Gives the meters the ratio of their current transformers. */
	async #transformAll(line: SerialLine, ratio: string): Promise<void> {
		for (const [index, { serialNumber }] of this.#places.entries())
			await this.#transform(line, index, ratio).catch((error: unknown) => {
				throw new Fault(`--ct ${ratio}: meter ${serialNumber}: ${reasonOf(error)}`, 2);
			});
	}

	/** The same for one, as a client would. */
	async #transform(line: SerialLine, index: number, ratio: string): Promise<void> {
		await setRatio(new RtuClient(line, index + 1), ratio);
		const place = this.#places[index];
		place?.primary.setRatio(quotientOf(ratio), secondaryEnergies(place.meter.source));
	}

	/** Learns of a setting in a meter that the truth depends on. */
	#overhear(exchange: Exchange): void {
		this.#recorder.overhear(exchange);
		const { answeredBy, request, answer } = exchange;
		if (answeredBy === undefined) return;
		const ratio = ratioSetBy(request, answer);
		const place = this.#places[answeredBy];
		if (ratio !== undefined) place?.primary.setRatio(ratio, secondaryEnergies(place.meter.source));
	}
}

/** Switches a meter on; a client that is as quick may have cut the supply already. */
async function powerOn(meter: VirtualMeter): Promise<void> {
	try {
		await meter.powerOn();
	} catch (error) {
		if (!(error instanceof PowerIsOff)) throw error;
	}
}
