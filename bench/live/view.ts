/** The front panel's view of one meter. */

import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { PADS } from "../display/buttons.ts";
import { read } from "../display/reading.ts";
import { truthOf } from "../http/truth.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { PrimaryEnergies } from "../truth/energies.ts";
import { energyCounters } from "./energy-counters.ts";
import type { EnergyLog, EnergyPeriod } from "./energy-log.ts";
import type { LiveView } from "./feed.ts";
import { Fingers } from "./fingers.ts";
import { Poller, type PollLine } from "./poller.ts";
import type {
	BenchIdentity,
	ButtonName,
	LiveBlock,
	LiveDisplay,
	LiveScenario,
	LiveState,
	LiveWords,
} from "./protocol.ts";
import { Recorder } from "./recorder.ts";
import { Scope } from "./scope.ts";

/** Parts that a view shows. */
export interface ViewOptions {
	readonly meter: VirtualMeter;
	readonly primary: PrimaryEnergies;
	/** The RS-485 line that the meter is on. */
	readonly line: PollLine;
	readonly energyLog: EnergyLog;
	readonly identity: Omit<BenchIdentity, "frameRate">;
	/** Modbus ID of a new meter. */
	readonly modbusId: number;
	/** The bench's scenario. */
	readonly scenario: () => LiveScenario | null;
}

export class MeterView implements LiveView {
	readonly #meter: VirtualMeter;
	readonly #scope = new Scope();
	/** Keeps the last seconds while somebody watches. */
	readonly recorder = new Recorder();
	#stopScope: () => void = () => {};
	readonly #line: PollLine;
	/** By Modbus ID, while a client wants it read. */
	readonly #pollers = new Map<number, Poller>();
	readonly #fingers: Fingers;
	#drawn: { version: number; display: LiveDisplay } = {
		version: -1,
		display: { pixels: "", backlight: false },
	};
	readonly #energyLog: EnergyLog;
	#words: { version: number; words: LiveWords | null } = { version: -1, words: null };
	readonly #fields: { readonly [F in keyof LiveState]: (unit: number) => LiveState[F] };
	readonly unit: number;

	constructor(options: ViewOptions) {
		const { meter, primary, line, identity, modbusId, scenario, energyLog } = options;
		const { source } = meter;
		const bench = { ...identity, frameRate: FRAME_RATE_HZ };
		this.#meter = meter;
		this.#fingers = new Fingers(meter);
		this.#line = line;
		this.#energyLog = energyLog;
		this.unit = modbusId;
		this.#fields = {
			bench: () => bench,
			powered: () => meter.powered,
			sealOpen: () => meter.sealOpen,
			meterSeconds: () => Math.round(meter.seconds * 10) / 10,
			mains: () => source.mains?.settings ?? null,
			waveform: () => source.played && { ...source.played, isGuest: source.hasGuest },
			truth: () =>
				truthOf(source, primary, meter.seconds, source.mains?.settings.wiring === "3P3W"),
			outputs: () => meter.outputs.states,
			display: () => this.#display(),
			words: () => this.#read(),
			leapSeconds: () => Math.ceil(meter.advanceSeconds),
			scenario,
			registers: (unit) => (meter.powered && this.#pollers.get(unit)?.registers) || null,
			silent: (unit) => this.#pollers.get(unit)?.silent ?? false,
			refusal: (unit) => this.#pollers.get(unit)?.refusal ?? null,
			scope: () => this.#scope.picture(source.frequency),
		};
	}

	get<F extends keyof LiveState>(field: F, unit: number): LiveState[F] {
		return this.#fields[field](unit);
	}

	touch(button: ButtonName, down: boolean): void {
		this.#fingers.move(PADS[button], down);
	}

	/** Packs the picture only when it has changed. */
	#display(): LiveDisplay {
		const { lcd } = this.#meter;
		if (lcd.version !== this.#drawn.version)
			this.#drawn = {
				version: lcd.version,
				display: { pixels: packed(lcd.pixels()), backlight: lcd.lit },
			};
		return this.#drawn.display;
	}

	/** Reads the picture only when it has changed and is whole. */
	#read(): LiveWords | null {
		const { lcd, drawing, powered } = this.#meter;
		if (!powered) return null;
		if (lcd.version !== this.#words.version && !drawing) {
			const { rows, page } = read(lcd.pixels());
			this.#words = { version: lcd.version, words: { rows, page } };
		}
		return this.#words.words;
	}

	watched(on: boolean): void {
		const [scope, recorder] = [this.#scope, this.recorder];
		this.#stopScope();
		recorder.clear();
		this.#stopScope = on
			? this.#meter.feed.observe((samples, frames) => {
					scope.add(samples, frames);
					recorder.add(samples, frames);
				})
			: () => {};
	}

	poll(units: ReadonlySet<number>): void {
		if (!this.#meter.powered) {
			// The readings are no longer true when the supply is back.
			for (const poller of this.#pollers.values()) poller.stop();
			return;
		}
		for (const unit of units) {
			const poller = this.#pollers.get(unit) ?? this.#newPoller(unit);
			this.#pollers.set(unit, poller);
			poller.poll();
		}
	}

	/** The last seconds at the terminals as a COMTRADE recording in one file. */
	comtrade(): string {
		const { serialNumber, source } = this.#meter;
		return this.recorder.comtrade(String(serialNumber).padStart(8, "0"), source.frequency);
	}

	/** Energy of the latest `count` periods of `minutes` minutes. */
	energy(minutes: number, count: number): EnergyPeriod[] {
		return this.#energyLog.periods(this.#meter.seconds, minutes, count);
	}

	#newPoller(unit: number): Poller {
		const log = (block: LiveBlock): void => {
			const counters = unit === this.unit ? energyCounters(block) : undefined;
			if (counters) this.#energyLog.note(block.meterSeconds, counters);
		};
		return new Poller(this.#line, unit, () => this.#meter.seconds, log);
	}

	keepPolling(units: ReadonlySet<number>): void {
		for (const [unit, poller] of this.#pollers) {
			if (units.has(unit)) continue;
			poller.stop();
			this.#pollers.delete(unit);
		}
	}
}

/** Base64 of pixels that come as a byte each, packed eight to a byte. */
function packed(pixels: Uint8Array): string {
	const bytes = Buffer.alloc(pixels.length / 8);
	for (const [index, pixel] of pixels.entries())
		if (pixel) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
	return bytes.toString("base64");
}
