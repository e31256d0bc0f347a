/**
 * The bench on Node: its core with engines as processes, the services that carry the lines, and the
 * HTTP API.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { SerialLine } from "./bus/line.ts";
import { listenModbusTcp } from "./bus/modbus-tcp.ts";
import { openPty } from "./bus/pty.ts";
import { PtyFolder } from "./bus/pty-folder.ts";
import { listenRaw } from "./bus/raw-tcp.ts";
import { addressOf } from "./bus/tcp.ts";
import type { BenchOptions, WaveformOptions } from "./command-line.ts";
import { ComtradeError } from "./comtrade/error.ts";
import { recordedTerminals } from "./comtrade/files.ts";
import { BenchCore } from "./core.ts";
import { conversionOf, launchOf } from "./engines.ts";
import { Fault, reasonOf } from "./fault.ts";
import { EnergyFile } from "./flash/energy-file.ts";
import { StateFolder } from "./flash/state-folder.ts";
import { mountOn } from "./http/fastify-routes.ts";
import { servePages } from "./http/pages.ts";
import { createApi, listenHttp } from "./http/server.ts";
import type { Installation } from "./installation.ts";
import type { Service } from "./live/protocol.ts";
import { Mains } from "./mains/model.ts";
import { STARTING_MAINS } from "./mains/settings.ts";
import { EngineProcess } from "./meter/engine-process.ts";
import { placeOf, type Voice } from "./place.ts";
import { scenarioOf } from "./scenario/host.ts";
import type { CheckedScenario } from "./scenario/parse.ts";
import { RatioRefused } from "./scenario/play.ts";
import { Transcript } from "./scenario/transcript.ts";
import { removeLeftovers } from "./temporary.ts";
import { Terminals } from "./terminals.ts";

/** Names of the terminals. */
const PTY = { rs485: "rs485", mbus: "mbus" } as const;

/** Time between two looks at the energies that are to be kept. */
const ENERGY_SAVED_MS = 60_000;

/** Longest time that the meters have for their hold-up when the bench ends. */
const HOLD_UP_PATIENCE_MS = 1500;

export class Bench {
	readonly #installation: Installation;
	readonly #options: BenchOptions;
	readonly #voice: Voice;
	readonly #ptys: PtyFolder;
	readonly #core: BenchCore;
	readonly #scenario: CheckedScenario | undefined;
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
		const { scenario, meters, waveform, speed, serialNumber, engine } = options;
		const { fastForward, temperature, ctClass } = options;
		this.#scenario =
			scenario === undefined ? undefined : scenarioOf(scenario, meters, waveform === undefined);
		const launch = launchOf(installation.built, engine, options.kernel);
		const conversion = conversionOf(installation.built);
		const folder = new StateFolder(options.state, options.frontEnd);
		this.#ptys = new PtyFolder(options.pty, Object.values(PTY));
		const { version, directory } = installation;
		const shown = speed === Number.POSITIVE_INFINITY ? "max" : speed;
		this.#core = new BenchCore({
			name: { engine, version, speed: shown },
			speed,
			voice,
			directory,
			places: (onTouch) => {
				const surroundings = {
					serialNumber,
					meters,
					speed,
					fastForward,
					temperature,
					ctClass,
					conversion,
					voice,
					onTouch,
					flashOf: folder.open.bind(folder),
					powerUp: (chip, identity, events, highInputs) =>
						new EngineProcess(launch, identity, events, highInputs, chip),
					source: () => terminalsOf(waveform),
				} satisfies Parameters<typeof placeOf>[1];
				return Array.from({ length: meters }, (_, index) => placeOf(index, surroundings));
			},
		});
		this.#endings.push(() => folder.close());
		if (options.state !== undefined) this.#keepEnergies(options.state);
		this.#endings.push(() => this.#ptys.close());
	}

	/**
	 * Starts everything.
	 * @returns a line for each service
	 * @throws Fault when a port cannot be opened or a meter cannot be calibrated
	 */
	async start(): Promise<string[]> {
		removeLeftovers();
		const { host, http, modbusRtu, modbusTcp, mbus, calibrated } = this.#options;
		const core = this.#core;
		const { rs485, mbus: mbusLine } = core.lines;
		// A port that is in use is told at once; nobody is served before the meters meter.
		let open = (): void => {};
		const opened = new Promise<void>((resolve) => {
			open = resolve;
		});
		const rtu = await this.#keep(listenRaw("--modbus-rtu", rs485, host, modbusRtu, opened));
		const tcp = await this.#keep(listenModbusTcp(rs485, host, modbusTcp, opened));
		const mbusTcp = await this.#keep(listenRaw("--mbus", mbusLine, host, mbus, opened));
		const services: Service[] = [];
		// Ends after the supply, with which whatever requests wait for ends.
		const api = await this.#keep(listenHttp(this.#api(services, opened), host, http));
		this.#transcribe();
		this.#endings.push(() => core.close());
		if (calibrated) await core.calibrate();
		if (this.#closed) throw new Fault("the bench was ended while it started", 1);
		for (const { flash } of core.places) flash.keep();
		this.#endings.push(() => this.#powerOff());
		this.#begin = () => core.scenario.begin();
		await this.#powerOn();
		const [rs485Pty, mbusPty] = await Promise.all([
			this.#pty(rs485, PTY.rs485),
			this.#pty(mbusLine, PTY.mbus),
		]);
		open();
		services.push(
			{ name: "Modbus RTU over TCP", at: addressOf(host, rtu.port) },
			{ name: "Modbus TCP", at: addressOf(host, tcp.port) },
			{ name: "RS-485 pty", at: rs485Pty },
			{ name: "M-Bus over TCP", at: addressOf(host, mbusTcp.port) },
			{ name: "M-Bus pty", at: mbusPty },
			{ name: "HTTP", at: `http://${addressOf(host, api.port)}` },
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

	/** Keeps the energy over time of each meter in the folder of its flash image. */
	#keepEnergies(directory: string): void {
		const files = this.#core.places.map(
			({ serialNumber, energyLog, meter }) =>
				new EnergyFile(directory, serialNumber, energyLog, () => meter.seconds, this.#voice.note),
		);
		const save = (): void => {
			for (const file of files) file.save();
		};
		const timer = setInterval(save, ENERGY_SAVED_MS);
		this.#endings.push(() => {
			clearInterval(timer);
			save();
		});
	}

	/** @throws Fault when a meter does not take its CT ratio */
	async #powerOn(): Promise<void> {
		const { ct, scenario } = this.#options;
		try {
			await this.#core.powerOn(this.#scenario, ct);
		} catch (error) {
			if (error instanceof RatioRefused)
				throw new Fault(`--scenario ${scenario}: ${error.message}`, 2);
			throw error;
		}
	}

	/** The API and the pages. @param opened requests wait for it */
	#api(services: readonly Service[], opened: Promise<void>): ReturnType<typeof createApi> {
		const core = this.#core;
		const primaries = core.places.map(({ primary }) => primary);
		const app = createApi(core.meters, core.name, primaries, core.lines);
		core.mount(mountOn(app), services);
		app.addHook("onRequest", () => opened);
		app.addHook("onSend", async ({ method, url, body }, reply) => {
			if (reply.statusCode === 200) core.recorder.accepted(method, url, body);
		});
		servePages(app, this.#installation.built.pages, this.#installation.documents);
		return app;
	}

	/** Writes what is on the lines, if it was asked to. */
	#transcribe(): void {
		const { transcript } = this.#options;
		if (transcript === undefined) return;
		const { scenario, lines } = this.#core;
		const writer = new Transcript(transcript, () => scenario.seconds, this.#voice.note);
		writer.listen("rs485", lines.rs485);
		writer.listen("mbus", lines.mbus);
		this.#endings.push(() => writer.close());
	}

	/** Warns the meters; those that take too long are cut. */
	async #powerOff(): Promise<void> {
		const { meters } = this.#core;
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
}

function terminalsOf(waveform: WaveformOptions | undefined): Terminals {
	if (!waveform) return new Terminals(new Mains(STARTING_MAINS));
	try {
		return recordedTerminals(waveform);
	} catch (error) {
		if (error instanceof ComtradeError) throw new Fault(`--waveform: ${error.message}`, 2);
		throw error;
	}
}
