/** A meter of the bench and its surroundings. */
import { Factory } from "./calibration/factory.ts";
import type { BenchOptions, WaveformOptions } from "./command-line.ts";
import { ComtradeError } from "./comtrade/error.ts";
import { openReplay } from "./comtrade/replay.ts";
import { Fault } from "./fault.ts";
import type { KeptChip } from "./flash/state.ts";
import type { StateFolder } from "./flash/state-folder.ts";
import { FrontEnd } from "./front-end/front-end.ts";
import { Mains } from "./mains/model.ts";
import { STARTING_MAINS } from "./mains/settings.ts";
import { wallClock } from "./meter/clock.ts";
import type { PowerUp } from "./meter/engine.ts";
import { EngineProcess } from "./meter/engine-process.ts";
import type { Launch } from "./meter/launch.ts";
import { VirtualMeter } from "./meter/meter.ts";
import type { Source } from "./source.ts";
import { PrimaryEnergies } from "./truth/energies.ts";

/** Output of the bench. */
export interface Voice {
	/** Prints a line for the person who runs the bench. */
	note(line: string): void;
	/** Ends the bench with a fault. */
	fail(fault: Fault): void;
	/** Ends the bench, which has done what it was to do. */
	end(): void;
}

/** A meter and its surroundings. */
export interface Place {
	readonly serialNumber: number;
	readonly meter: VirtualMeter;
	readonly factory: Factory;
	/** Energies on the primary side of its current transformers. */
	readonly primary: PrimaryEnergies;
	readonly flash: KeptChip;
}

/** Parts of the bench that a meter depends on. */
export interface Surroundings {
	readonly options: BenchOptions;
	readonly voice: Voice;
	readonly folder: StateFolder;
	/** A button's pad of a meter is touched or let go. */
	onTouch(index: number, pad: number, down: boolean): void;
}

/**
 * Makes a meter, whose supply is off.
 * @throws Fault when its flash image or the waveform cannot be used
 */
export function placeOf(index: number, launch: Launch, surroundings: Surroundings): Place {
	const { options, voice, folder, onTouch } = surroundings;
	const serialNumber = options.serialNumber + index;
	const say = (words: string): void => voice.note(`meter ${serialNumber}: ${words}`);
	let late = false;
	const converter = new FrontEnd({ seed: serialNumber });
	// A single meter keeps the factory's default address; several need their own.
	const mbusAddress = options.meters > 1 ? index + 1 : 0;
	const identity = { serialNumber, modbusId: index + 1, mbusAddress };
	const flash = folder.open(serialNumber, say);
	const powerUp: PowerUp = (identity, events, highInputs) =>
		new EngineProcess(launch, identity, events, highInputs, flash.chip);
	const factory = new Factory({
		powerUp,
		converter,
		identity,
		onTrace: say,
	});
	const meter = new VirtualMeter({
		source: sourceOf(options.waveform),
		converter,
		powerUp,
		clock: wallClock,
		identity,
		chip: flash.chip,
		speed: options.speed,
		onTrace: say,
		onTouch: (pad, down) => onTouch(index, pad, down),
		onEnd: (reason) => voice.fail(new Fault(`meter ${serialNumber}: the engine ${reason}`, 1)),
		onLate: (seconds) => {
			if (!late)
				say(
					`cannot hold --speed ${options.speed}: ${seconds.toFixed(1)} s of meter time ` +
						"left out, it runs as fast as it can (reported once)",
				);
			late = true;
		},
	});
	return { serialNumber, meter, factory, primary: new PrimaryEnergies(), flash };
}

function sourceOf(waveform: WaveformOptions | undefined): Source {
	if (!waveform) return new Mains(STARTING_MAINS);
	try {
		return openReplay(waveform);
	} catch (error) {
		if (error instanceof ComtradeError) throw new Fault(`--waveform: ${error.message}`, 2);
		throw error;
	}
}
