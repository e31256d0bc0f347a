/** A meter of the bench and its surroundings. */
import { Factory } from "./calibration/factory.ts";
import { stationErrors } from "./calibration/station-errors.ts";
import { Fault } from "./fault.ts";
import { type Chip, type KeptChip, LENGTH } from "./flash/chip.ts";
import { type MakeConversion, scriptConversion } from "./front-end/block.ts";
import type { CtClass } from "./front-end/current-transformer.ts";
import { DEFAULT_FRONT_END, faultsOf } from "./front-end/faults.ts";
import { FrontEnd } from "./front-end/front-end.ts";
import { EnergyLog } from "./live/energy-log.ts";
import type { Engine, PowerUp } from "./meter/engine.ts";
import { VirtualMeter } from "./meter/meter.ts";
import { wallClock } from "./meter/pace.ts";
import type { Terminals } from "./terminals.ts";
import { PrimaryEnergies } from "./truth/energies.ts";
import { followRatio } from "./truth/kept-ratio.ts";

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
	readonly energyLog: EnergyLog;
}

/** Parts of the bench that its meters depend on. */
export interface Surroundings {
	/** Of the first meter; the others count up from it. */
	readonly serialNumber: number;
	/** Meters on the lines. */
	readonly meters: number;
	/** Meter seconds per second; Infinity: as fast as possible. */
	readonly speed: number;
	/** True: time in which nothing changes passes by windows; false by default. */
	readonly fastForward?: boolean;
	readonly voice: Voice;
	/** Of the front ends, °C; the reference temperature by default. */
	readonly temperature?: number | undefined;
	/** Class of the current transformers; that of the meter's hardware by default. */
	readonly ctClass?: CtClass | undefined;
	/** How the front ends convert blocks; by TypeScript by default. */
	readonly conversion?: MakeConversion;
	/** Opens the flash of a meter. */
	flashOf(serialNumber: number, say: (words: string) => void): KeptChip;
	/** Starts an engine on a board with this flash. */
	powerUp(chip: Chip, ...start: Parameters<PowerUp>): Engine;
	/** The quantities at a meter's terminals. */
	source(): Terminals;
	/** A button's pad of a meter is touched or let go. */
	onTouch(index: number, pad: number, down: boolean): void;
}

/**
 * Makes a meter, whose supply is off.
 * @throws Fault when its flash image or the waveform cannot be used
 */
export function placeOf(index: number, surroundings: Surroundings): Place {
	const { meters, speed, voice, onTouch } = surroundings;
	const serialNumber = surroundings.serialNumber + index;
	const say = (words: string): void => voice.note(`meter ${serialNumber}: ${words}`);
	let late = false;
	const flash = surroundings.flashOf(serialNumber, say);
	const { frontEnd = DEFAULT_FRONT_END } = flash;
	const { temperature, conversion = scriptConversion } = surroundings;
	const hardware = faultsOf(frontEnd);
	const faults = { ...hardware, ctClass: surroundings.ctClass ?? hardware.ctClass };
	const ideal = frontEnd === "ideal";
	const parts = { seed: serialNumber, ideal, temperature, faults, conversion };
	const converter = new FrontEnd(parts);
	// A single meter keeps the factory's default address; several need their own.
	const mbusAddress = meters > 1 ? index + 1 : 0;
	const identity = { serialNumber, modbusId: index + 1, mbusAddress };
	const powerUp: PowerUp = (...start) => surroundings.powerUp(flash.chip, ...start);
	const factory = new Factory({
		powerUp,
		// The same parts on another day: a meter that comes calibrated behaves like one that was
		// calibrated here.
		converter: new FrontEnd({ ...parts, noiseSeed: ~serialNumber }),
		identity,
		errors: faults.station ? stationErrors(serialNumber) : undefined,
		onTrace: say,
	});
	const meter = new VirtualMeter({
		source: surroundings.source(),
		converter,
		powerUp,
		clock: wallClock,
		identity,
		chip: flash.chip,
		speed,
		onTrace: say,
		onTouch: (pad, down) => onTouch(index, pad, down),
		onEnd: (reason) => voice.fail(new Fault(`meter ${serialNumber}: the engine ${reason}`, 1)),
		onLate: (seconds) => {
			if (!late)
				say(
					`cannot hold --speed ${speed}: ${seconds.toFixed(1)} s of meter time ` +
						"left out, it runs as fast as it can (reported once)",
				);
			late = true;
		},
	});
	meter.fastForward.on = surroundings.fastForward ?? false;
	const [primary, energyLog] = [new PrimaryEnergies(), new EnergyLog()];
	followRatio(flash.chip, primary, meter.source);
	flash.chip.watch((_offset, { length }) => {
		if (length === LENGTH) energyLog.breakOff(meter.seconds);
	});
	return { serialNumber, meter, factory, primary, flash, energyLog };
}
