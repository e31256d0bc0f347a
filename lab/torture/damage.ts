/**
 * Damages images and checks the meter that starts from them: flipped bits, lost sectors, one copy
 * or both.
 */
import { EventCode } from "registers/event-code";
import { ErrorCode } from "storage/error-code";
import { Chip, LENGTH, SECTOR } from "../../bench/flash/chip.ts";
import { type AreaName, HEAD_LENGTH, lengthOf, readImage } from "../../bench/flash/image.ts";
import { trailOf } from "../flash-dump/trail.ts";
import { SETTINGS } from "./history.ts";
import { type Loss, liveBits, spoil } from "./spoil.ts";
import { Subject } from "./subject.ts";

/** Everything that a meter reports of its stored data. */
interface Memory {
	readonly energy: readonly number[];
	readonly whole: readonly number[];
	readonly settings: string;
	readonly code: number;
	readonly stopped: boolean;
	readonly events: number;
}

const STORED = [
	...SETTINGS,
	"powerDownCounter",
	"resettableEnergy",
	"forwardActiveEnergyPage1",
	"forwardActiveEnergyPage2",
] as const;

/** Compares a meter that starts from a damaged image with one from the whole image. */
export class Damage {
	readonly #image: Uint8Array;
	readonly #whole: Memory;
	readonly #areas;
	/** Offsets of the mantissa's area, whose loss costs the fractions. */
	readonly #mantissa: { readonly from: number; readonly to: number };

	/** @param image of a meter that was switched off with a warning */
	constructor(image: Uint8Array) {
		this.#image = image;
		this.#whole = remember(image);
		this.#areas = readImage(image);
		const mantissa = this.#areas.find(({ name }) => name === "mantissa");
		const from = (mantissa?.first ?? 0) * SECTOR;
		this.#mantissa = { from, to: from + (mantissa?.sectors ?? 0) * SECTOR };
	}

	/** Bits of the data in force. */
	liveBits(): number[] {
		return liveBits(this.#areas);
	}

	/**
	 * Flips a bit.
	 * @returns the fault; undefined: none
	 */
	flip(bit: number): string | undefined {
		const image = this.#image.slice();
		const byte = Math.floor(bit / 8);
		image[byte] = (image[byte] ?? 0) ^ (1 << (bit % 8));
		return this.#complaint(image, this.#isMantissa(byte));
	}

	/**
	 * Loses a sector.
	 * @returns the fault; undefined: none
	 */
	lose(sector: number, loss: Loss): string | undefined {
		const image = this.#image.slice();
		spoil(image, sector, loss);
		return this.#complaint(image, this.#isMantissa(sector * SECTOR));
	}

	/**
	 * Loses the newest sectors of both copies of an area: the meter must stop.
	 * @returns the fault; undefined: none
	 */
	loseBoth(area: AreaName, loss: Loss): string | undefined {
		const image = this.#image.slice();
		for (const { name, records } of this.#areas) {
			const newest = records.at(-1);
			if (name === area && newest) spoil(image, Math.floor(newest.offset / SECTOR), loss);
		}
		return mustStop(image);
	}

	/**
	 * Loses the newest sectors of both copies of the audit trail: the meter continues, and says so.
	 * @returns the fault; undefined: none
	 */
	loseTrail(loss: Loss): string | undefined {
		const image = this.#image.slice();
		for (const { name, records } of this.#areas) {
			const newest = records.at(-1);
			if (name === "audit trail" && newest) spoil(image, Math.floor(newest.offset / SECTOR), loss);
		}
		const chip = new Chip(image);
		const subject = new Subject(chip);
		const code = subject.read("errorCode");
		if ((code & (ErrorCode.NOT_INITIALISED | ErrorCode.LOST)) !== ErrorCode.NOT_INITIALISED)
			return `error code ${code.toString(16)}`;
		const { entries, breaks } = trailOf(chip.image);
		const told = entries.some(({ code: event }) => event === EventCode.STORAGE_FAULT);
		// Nothing that is left can tell a gap at the beginning from a ring that has wrapped.
		if (entries.length === 0 || entries[0]?.number === 1 || breaks.length > 0 || !told)
			return "the audit trail hides the loss";
		chip.powerDown();
		const next = new Subject(chip).read("errorCode");
		return next === 0 ? undefined : `error code ${next.toString(16)} at the next power-up`;
	}

	/**
	 * Flips one bit in the newest record of both copies: the meter must stop.
	 * @param bit from the record's beginning, modulo its length
	 */
	flipBoth(area: AreaName, bit: number): string | undefined {
		const image = this.#image.slice();
		for (const { name, records } of this.#areas) {
			const newest = records.at(-1);
			if (name !== area || !newest) continue;
			const length = HEAD_LENGTH + lengthOf(newest.bytes);
			const byte = newest.offset + (Math.floor(bit / 8) % length);
			image[byte] = (image[byte] ?? 0) ^ (1 << (bit % 8));
		}
		return mustStop(image);
	}

	#isMantissa(byte: number): boolean {
		return byte >= this.#mantissa.from && byte < this.#mantissa.to;
	}

	#complaint(image: Uint8Array, mantissa: boolean): string | undefined {
		const now = remember(image);
		const before = this.#whole;
		if (now.stopped) return `the meter stops, error code ${now.code.toString(16)}`;
		if (now.whole.some((value, i) => value !== before.whole[i])) return "the energy has changed";
		if (!mantissa && now.energy.some((value, i) => value !== before.energy[i]))
			return "the fractions have changed";
		if (now.settings !== before.settings)
			return `settings are ${now.settings}, not ${before.settings}`;
		if (now.events < before.events) return "events are lost";
		return undefined;
	}
}

function remember(image: Uint8Array): Memory {
	const subject = new Subject(new Chip(image.slice()));
	const log = subject.meter.keeper.storage?.log;
	const event = { number: 0, seconds: 0, code: 0, detail: 0 };
	let events = 0;
	for (let number = log?.latest ?? 0; number > 0; number--) {
		log?.read(number, event);
		if (event.number === number) events++;
	}
	return {
		energy: subject.energy,
		whole: [...subject.whole],
		settings: JSON.stringify(STORED.map((name) => subject.read(name))),
		code: subject.read("errorCode"),
		stopped: subject.stopped,
		events,
	};
}

function mustStop(image: Uint8Array): string | undefined {
	const subject = new Subject(new Chip(image));
	const { modbus } = subject.meter;
	if ((subject.read("errorCode") & 1) === 0)
		return `error code ${subject.read("errorCode").toString(16)}`;
	if (!subject.stopped || modbus.isTrusted(0x6000, 2)) return "it vouches for its energy";
	const before = [...subject.whole];
	subject.second({ active: [3_000_000, 0, 0], reactive: [0, 0, 0] });
	return before.some((value, i) => value !== subject.whole[i])
		? "it continues to meter"
		: undefined;
}

/** Number of bits in an image. */
export const BITS = 8 * LENGTH;
