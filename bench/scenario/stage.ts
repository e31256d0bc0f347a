/** The meters and lines that a scenario plays on, and what can happen to them. */
import type { Disturbance } from "../bus/disturbance.ts";
import type { SerialLine } from "../bus/line.ts";
import { RtuClient } from "../bus/rtu-client.ts";
import { PADS } from "../display/buttons.ts";
import { reasonOf } from "../fault.ts";
import type { CtClass } from "../front-end/current-transformer.ts";
import type { Mains } from "../mains/model.ts";
import { patchMains } from "../mains/validation.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { writeMeter } from "../readings/write.ts";
import { Conductor, type Haste } from "./conductor.ts";
import { secondsOf } from "./duration.ts";
import type { BusSetup, Event } from "./scenario.ts";

/** Hold of a short press. */
const SHORT_PRESS_SECONDS = 0.1;

/** Time by which a fault delays an answer unless the scenario says otherwise. */
const DELAY_SECONDS = 0.01;

/** Code of an exception unless the scenario says otherwise: server device busy. */
const BUSY = 6;

/** Something that happens at a time of the scenario. */
export interface Item {
	readonly seconds: number;
	run(): Promise<void> | void;
}

/** A recording has taken the place of the mains, which nobody can change then. */
export class NoMains extends Error {
	constructor() {
		super("a recorded waveform has taken the place of the mains");
	}
}

/** Parts of a bench. */
export interface StageParts {
	readonly meters: readonly VirtualMeter[];
	readonly lines: { readonly rs485: SerialLine; readonly mbus: SerialLine };
	readonly disturbances: { readonly rs485: Disturbance; readonly mbus: Disturbance };
	/** Gives a meter the ratio of its current transformers. */
	transform(index: number, ratio: string): Promise<void>;
	/** Prints a line for the person who runs the bench. */
	note(line: string): void;
}

export class Stage {
	readonly parts: StageParts;
	readonly conductor: Conductor;
	/** Event that is in force of each kind at each place: the end of an earlier one is none. */
	readonly #inForce = new Map<string, Event>();
	/** Modbus IDs that the scenario has given meters, by their index. */
	readonly #units = new Map<number, number>();
	/** Pads of each meter with a finger on them. */
	readonly #fingers = new Map<VirtualMeter, Set<number>>();

	/** @param speed meter seconds per second */
	constructor(parts: StageParts, speed: number, haste: Haste) {
		this.parts = parts;
		this.conductor = new Conductor(parts.meters, speed, haste);
	}

	/** Patches the mains of a meter. @throws MainsError, NoMains */
	mains(index: number, patch: object): void {
		const mains = this.#mainsOf(index);
		mains.apply(patchMains(mains.settings, patch));
	}

	/** Sets a meter's front end; undefined: it stays as it is. */
	frontEnd(index: number, temperature: number | undefined, ctClass?: CtClass): void {
		const feed = this.parts.meters[index]?.feed;
		if (!feed) return;
		feed.temperature = temperature;
		feed.ctClass = ctClass;
	}

	/** Settings of a meter's mains. @throws NoMains */
	settings(index: number): Mains["settings"] {
		return this.#mainsOf(index).settings;
	}

	/** Lets the meters go; what no request could end, fingers and faults of the lines, ends too. */
	leave(): void {
		this.conductor.release();
		for (const [meter, pads] of this.#fingers)
			for (const pad of pads) void this.#touch(meter, pad, false);
		const { rs485, mbus } = this.parts.disturbances;
		for (const disturbance of [rs485, mbus]) disturbance.fault = undefined;
	}

	/** An event and its end. */
	itemsOf(event: Event): Item[] {
		const seconds = secondsOf(event.at) ?? 0;
		const end = this.#endOf(event);
		const lasts = event.for ?? event.press?.hold;
		const place = placeOf(event);
		const begin = this.#itemAt(seconds, () => {
			this.#inForce.set(place, event);
			return this.#do(event);
		});
		if (!end || (lasts === undefined && !event.press)) return [begin];
		const endSeconds = seconds + (secondsOf(lasts ?? SHORT_PRESS_SECONDS) ?? 0);
		const ifInForce = () => (this.#inForce.get(place) === event ? end() : undefined);
		return [begin, this.#itemAt(endSeconds, ifInForce)];
	}

	/** The event's end, if it is one that ends. */
	#endOf(event: Event): Item["run"] | undefined {
		const meter = this.#meterOf(event);
		const { press, frames, bus, power, radio } = event;
		if (press) return () => this.#touch(meter, PADS[press.button], false);
		if (frames !== undefined) return () => this.#deliver(meter, "once");
		if (bus) return () => this.#disturb(bus, false);
		if (radio === "lost") return () => this.#tune(meter, "back");
		if (power !== undefined) return () => this.conductor.powerOn(event.meter ?? 0);
		return undefined;
	}

	/** Prints a line for what fails; the scenario continues. */
	#itemAt(seconds: number, work: Item["run"]): Item {
		const run = async (): Promise<void> => {
			try {
				await work();
			} catch (error) {
				this.parts.note(`scenario: at ${seconds} s: ${reasonOf(error)}`);
			}
		};
		return { seconds, run };
	}

	async #do(event: Event): Promise<void> {
		const { meter: index = 0, mains, tariffInput, press, write, power, seal } = event;
		const meter = this.#meterOf(event);
		const { rs485 } = this.parts.lines;
		if (mains) this.mains(index, mains);
		if (tariffInput !== undefined) this.mains(index, { tariffInput });
		if (press) await this.#touch(meter, PADS[press.button], true);
		for (const [name, value] of Object.entries(write ?? {})) {
			if (this.conductor.isReleased) return;
			const client = new RtuClient(rs485, this.#units.get(index) ?? index + 1);
			await this.conductor.during(writeMeter(client, name, value), rs485);
			if (name === "modbusId") this.#units.set(index, Number(value));
		}
		if (power === "on") await this.conductor.powerOn(index);
		else if (power !== undefined) await meter.powerOff(power === "off");
		if (seal !== undefined) await meter.setSeal(seal === "open");
		if (event.flash) this.#failFlash(meter, event.flash);
		if (event.frames !== undefined) this.#deliver(meter, event.frames);
		this.frontEnd(index, event.temperature);
		if (event.bus) this.#disturb(event.bus, true);
		if (event.radio !== undefined) this.#tune(meter, event.radio);
	}

	async #touch(meter: VirtualMeter, pad: number, down: boolean): Promise<void> {
		const pads = this.#fingers.get(meter) ?? new Set();
		this.#fingers.set(meter, pads);
		if (down) pads.add(pad);
		else pads.delete(pad);
		await meter.touch(pad, down);
	}

	#failFlash(
		{ chip }: VirtualMeter,
		{ flipBits = [], ...faults }: NonNullable<Event["flash"]>,
	): void {
		for (const bit of flipBits) chip?.flip(bit);
		chip?.setFaults(faults);
	}

	#deliver({ feed }: VirtualMeter, delivery: NonNullable<Event["frames"]>): void {
		feed.delivery = delivery;
	}

	#disturb({ line = "rs485", fault, share = 1, delay, code = BUSY }: BusSetup, on: boolean): void {
		const delayMs = 1000 * (secondsOf(delay ?? DELAY_SECONDS) ?? 0);
		this.parts.disturbances[line].fault = on ? { fault, share, delayMs, code } : undefined;
	}

	#tune({ radio }: VirtualMeter, state: NonNullable<Event["radio"]>): void {
		if (state === "dropped") radio.lose(0);
		else radio.inRange = state === "back";
	}

	#mainsOf(index: number): Mains {
		const mains = this.parts.meters[index]?.source.mains;
		if (!mains) throw new NoMains();
		return mains;
	}

	#meterOf({ meter = 0 }: Event): VirtualMeter {
		const found = this.parts.meters[meter];
		if (!found) throw new RangeError(`there is no meter ${meter}`);
		return found;
	}
}

/** Kind and place of an event that ends: a later one of the same takes its place. */
function placeOf({ meter = 0, press, frames, bus, power, radio }: Event): string {
	if (press) return `press ${meter} ${press.button}`;
	if (frames !== undefined) return `frames ${meter}`;
	if (bus) return `bus ${bus.line ?? "rs485"}`;
	if (power !== undefined) return `power ${meter}`;
	return radio === undefined || radio === "dropped" ? "" : `radio ${meter}`;
}
