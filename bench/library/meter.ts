/** A running virtual meter, as the library's user sees it. */
import type { Truth } from "../http/truth.ts";
import type { Harmonic, MainsSettings, PhaseSettings } from "../mains/settings.ts";
import type { Reading } from "../readings/reading.ts";
import type { ReadingName } from "../registers/name.ts";
import { secondsOf } from "../scenario/duration.ts";
import { type Api, MeterError } from "./api.ts";
import type { BenchProcess, Services } from "./bench-process.ts";

/** Part of a phase. */
export type PhasePatch = Partial<Omit<PhaseSettings, "harmonics">> & {
	/** Replaces the list; percentages and angles are 0 unless given. */
	harmonics?: readonly (Pick<Harmonic, "order"> & Partial<Harmonic>)[];
};

/** Part of the mains; `phases` begins with L1, null leaves a phase as it is. */
export type MainsPatch = Partial<Omit<MainsSettings, "phases">> & {
	phases?: readonly (PhasePatch | null)[];
};

/** Values that the meter reads, by register name, in base units (W, Wh). */
export type MeterReadings = Record<ReadingName, Reading>;

/** The display as a person reads it. */
export interface Display {
	/** Empty while the supply is off. */
	rows: string[];
	backlight: boolean;
	bluetooth: boolean;
	/** Such as `"1/16"`; null where there is no number. */
	page: string | null;
}

/** Pulses of the LED and the S0 outputs since the start. */
export interface Outputs {
	led: { pulses: number };
	s0: { pulses: number; widthMs: number }[];
}

/** Faults of the flash chip; those not named are cleared. */
export interface FlashFaults {
	/** The supply fails in the operation after this number. */
	cutAfterOperations?: number;
	/** Bytes that this operation has completed. */
	tornBytes?: number;
	/** Bits that flip now, 8 × byte + bit. */
	flipBits?: number[];
	/** Sectors that can be neither programmed nor erased. */
	badSectors?: number[];
}

/** The signals at the meter's terminals. */
export class MeterMains {
	readonly #api: Api;

	/** @internal */
	constructor(api: Api) {
		this.#api = api;
	}

	get(): Promise<MainsSettings> {
		return this.#api.call("GET", "/mains");
	}

	/**
	 * Changes a part and leaves the rest; returns all of it.
	 * @throws MeterError that names a field
	 */
	set(patch: MainsPatch): Promise<MainsSettings> {
		return this.#api.call("PATCH", "/mains", patch);
	}
}

/** Where a scenario is. */
export interface ScenarioState {
	state: "none" | "playing" | "over" | "stopped";
	seconds?: number;
	/** Null: it has no end. */
	durationSeconds?: number | null;
}

/** One meter of a bench. */
export class Meter {
	/** At its terminals. */
	readonly mains: MeterMains;
	protected readonly api: Api;

	/** @internal */
	constructor(api: Api) {
		this.api = api;
		this.mains = new MeterMains(api);
	}

	/**
	 * Runs that much meter time as fast as possible.
	 * @param duration seconds, or as in `"15 min"` and `"1 h 30 min"`
	 * @returns the meter time in seconds
	 * @throws MeterError
	 */
	async advance(duration: number | string): Promise<number> {
		const seconds = secondsOf(duration);
		if (seconds === undefined) throw new MeterError(`seconds: ${duration} is not a duration`, 400);
		const { meterSeconds } = await this.api.call<{ meterSeconds: number }>("POST", "/advance", {
			seconds,
		});
		return meterSeconds;
	}

	/**
	 * Asks the meter over its RS-485 line for settings, measurements, energies, power quality, demand
	 * and extremes.
	 * @throws MeterError if it is silent
	 */
	async readings(): Promise<MeterReadings> {
		return (await this.api.call<{ readings: MeterReadings }>("GET", "/readings")).readings;
	}

	/** The values that it should read, computed by the bench on a path of its own. */
	truth(): Promise<Truth> {
		return this.api.call("GET", "/truth");
	}

	/**
	 * Writes a register by Modbus.
	 * @param value in the base unit; the CT ratio as `"100/5"`
	 * @throws MeterError if the meter refuses it
	 */
	async write(register: ReadingName, value: number | string): Promise<void> {
		await this.api.call("POST", "/write", { register, value });
	}

	/** Takes the supply away; with `warning: false` at once, in the middle of whatever it does. */
	async cutPower({ warning = true }: { warning?: boolean } = {}): Promise<void> {
		await this.api.call("POST", "/power", { on: false, warning });
	}

	/** Brings the supply back; done when the firmware runs. */
	async restorePower(): Promise<void> {
		await this.api.call("POST", "/power", { on: true });
	}

	/** Holds a button, for a short press unless `holdMs` says otherwise, and waits for the effect. */
	async press(button: "left" | "middle" | "right", holdMs = 100): Promise<void> {
		await this.api.call("POST", "/buttons", { button, hold: holdMs });
	}

	display(): Promise<Display> {
		return this.api.call("GET", "/display");
	}

	outputs(): Promise<Outputs> {
		return this.api.call("GET", "/outputs");
	}

	/** Opens or closes the calibration seal. */
	async seal(open: boolean): Promise<void> {
		await this.api.call("POST", "/seal", { open });
	}

	/** Makes the flash chip fail. */
	async failFlash(faults: FlashFaults): Promise<void> {
		await this.api.call("POST", "/flash/faults", faults);
	}
}

/** The meter that `startMeter` has started, and the bench around it. */
export class RunningMeter extends Meter implements AsyncDisposable {
	/** Of the services, on `host`. */
	readonly ports: Readonly<Record<"http" | "modbusRtu" | "modbusTcp" | "mbus", number>>;
	/** Of front panel and API, such as `http://127.0.0.1:41234`. */
	readonly url: string;
	/** Paths of the pseudo-terminals; undefined where socat is not installed. */
	readonly ptys: { readonly rs485?: string; readonly mbus?: string };
	readonly #process: BenchProcess;

	/** @internal */
	constructor(process: BenchProcess, services: Services, api: Api) {
		super(api);
		this.#process = process;
		const port = (service: keyof Services): number => Number(/\d+$/.exec(services[service])?.[0]);
		this.ports = {
			http: port("http"),
			modbusRtu: port("modbusRtu"),
			modbusTcp: port("modbusTcp"),
			mbus: port("mbus"),
		};
		this.url = services.http;
		const path = (text: string): string | undefined => (text.startsWith("/") ? text : undefined);
		const [rs485, mbus] = [path(services.rs485Pty), path(services.mbusPty)];
		this.ptys = { ...(rs485 && { rs485 }), ...(mbus && { mbus }) };
	}

	/** Last lines that the bench has printed on standard error: the firmware's trace. */
	get log(): readonly string[] {
		return this.#process.log;
	}

	/** Another meter of the bench, from 0, which is this one. */
	meter(index: number): Meter {
		return new Meter(this.api.of(index));
	}

	/**
	 * Plays a scenario, which begins now (docs/scenarios.md).
	 * @param scenario YAML text, or the same as an object
	 * @param speed `"max"`: as fast as possible; otherwise that of the bench
	 * @throws MeterError that names line and key; nothing has changed then
	 */
	async play(scenario: string | object, speed?: "max"): Promise<void> {
		const text = typeof scenario === "string" ? scenario : JSON.stringify(scenario);
		const query = speed === undefined ? "" : `?speed=${speed}`;
		await this.api.put(`/scenario${query}`, text, "application/yaml");
	}

	/** Stops the scenario; mains and settings stay as they are. */
	async stopScenario(): Promise<void> {
		await this.api.call("DELETE", "/scenario");
	}

	/** Where the scenario is. */
	scenario(): Promise<ScenarioState> {
		return this.api.call("GET", "/scenario");
	}

	/** Everything that was done to the meters so far, as a scenario in YAML. */
	recording(): Promise<string> {
		return this.api.text("/recording");
	}

	/** Ends everything; done when processes and ports are gone. */
	stop(): Promise<void> {
		return this.#process.stop();
	}

	/** For `await using`. */
	[Symbol.asyncDispose](): Promise<void> {
		return this.stop();
	}
}
