/** A whole meter over a flash chip, whose image outlives its power cuts. */
import { EventCode } from "registers/event-code";
import { Chip } from "../../bench/flash/chip.ts";
import { energyOf, newestOf } from "../../bench/flash/image.ts";
import type { Powers } from "../../lab/torture/ledger.ts";
import { Subject } from "../../lab/torture/subject.ts";

export const FULL: Powers = { active: [1150, 1150, 1150], reactive: [0, 0, 0] };
export const NOTHING: Powers = { active: [0, 0, 0], reactive: [0, 0, 0] };
export const SMALL: Powers = { active: [12, 12, 12], reactive: [0, 0, 0] };

/** Whole Wh of {@link FULL} in `seconds` seconds. */
export const fullLoadWh = (seconds: number): number => Math.floor((3450 * seconds) / 3600);

export type EventName = keyof typeof EventCode;

/** Name and detail of an event. */
export type LoggedEvent = readonly [name: EventName | undefined, detail: number];

export class StoredMeter {
	chip = new Chip();
	subject = new Subject(this.chip);

	/** Starts a new meter from a chip, by default from a blank one. */
	renew(chip = new Chip()): void {
		this.chip = chip;
		this.subject = new Subject(chip);
	}

	run(powers: Powers, seconds: number): void {
		for (let i = 0; i < seconds; i++) this.subject.second(powers);
	}

	/** Switches the supply off and on again. */
	restart(warning = false): void {
		if (warning) this.subject.warn();
		this.chip.powerDown();
		this.subject = new Subject(this.chip);
	}

	/** Newest energy record in the image. */
	stored() {
		const record = newestOf(this.chip.image, "energy");
		if (!record) throw new Error("no energy record");
		return energyOf(record);
	}

	/** All events, oldest first. */
	events(): LoggedEvent[] {
		const { storage } = this.subject.meter.keeper;
		const event = { number: 0, seconds: 0, code: 0, detail: 0 };
		return Array.from({ length: storage?.log.latest ?? 0 }, (_, i) => {
			storage?.log.read(i + 1, event);
			return [nameOf(event.code), event.detail] as const;
		});
	}
}

/** Name of an event's code. */
export function nameOf(code: number): EventName | undefined {
	return (Object.keys(EventCode) as EventName[]).find((name) => EventCode[name] === code);
}
