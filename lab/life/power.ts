/** A life's power cuts: the image is judged while the meter is off, the meter when it is on. */

import { type AreaName, newestOf, readImage } from "../../bench/flash/image.ts";
import { Pin } from "../../boards/virtual/link.ts";
import { LegalHistory, type Legible } from "../torture/legal.ts";
import { LOSSES, liveBits, spoil } from "../torture/spoil.ts";
import type { Gains } from "./injection.ts";
import { judgeEnergies, judgeSettings, judgeStatus, LifeFault, pulseTolerance } from "./judge.ts";
import type { LifeLoad } from "./load.ts";
import type { LifeMeter } from "./meter.ts";
import { type Observed, observe, WrongAnswer } from "./registers.ts";
import type { LifeEvent, Tear } from "./script.ts";
import { logFault, resetIn, type Stored, storedIn } from "./stored.ts";
import type { Truth } from "./truth.ts";
import type { Voltages } from "./voltage.ts";

/** How the supply goes and comes back. */
export interface Outage {
	readonly warned: boolean;
	/** True if the supply has come back from a warning less than two seconds ago. */
	readonly sagged: boolean;
	readonly input?: 0 | 1 | undefined;
	readonly again?: readonly Tear[];
	/** Why the board has restarted by itself. */
	readonly restart?: number;
	readonly damage?: LifeEvent & { readonly kind: "damage" };
	/** A window that may have been counted. */
	readonly unsure?: { readonly load: LifeLoad; readonly seconds: number };
}

/** Area that is not damaged, since its old entries are not copied again; the torture does. */
const TRAIL: AreaName = "audit trail";

/** Difference of whole Wh, of which truth and meter may see one earlier than the other. */
const WHOLE_ROUNDING = 1;

const POWER_DOWNS_MAXIMUM = 0xffff;

export class PowerCuts implements Legible {
	/** Power cuts so far, those in starts included. */
	count = 0;
	/** Constants that were sent and not answered. */
	pendingGains: readonly Gains[] | undefined;
	legal: LegalHistory;
	readonly #meter: LifeMeter;
	readonly #truth: Truth;
	readonly #voltages: Voltages;
	/** Checksum of the calibration, as it was last read. */
	checksum = 0;
	#latestEntry = 0;
	/** Newest event at the last damage: older ones may be lost, since they are not copied again. */
	#damagedLog = 0;

	constructor(meter: LifeMeter, truth: Truth, voltages: Voltages) {
		this.#meter = meter;
		this.#truth = truth;
		this.#voltages = voltages;
		this.legal = new LegalHistory(this);
	}

	get sealOpen(): boolean {
		return this.#truth.sealOpen;
	}

	/** A legally relevant register, as it must be. */
	read(name: string): number {
		if (name === "calibrationChecksum") return this.checksum;
		if (name === "latestEntry") return this.#latestEntry;
		return (this.#truth.settings as Readonly<Record<string, number>>)[name] ?? 0;
	}

	/** Takes the supply away and gives it back. @throws LifeFault */
	async cycle(outage: Outage): Promise<void> {
		const { warned, sagged, input, again = [], restart, damage, unsure } = outage;
		const meter = this.#meter;
		const emitted = [...meter.pulses];
		await meter.off();
		this.count++;
		let stored = this.#stored(warned, unsure);
		if (warned) this.#judgeOwed(stored, emitted);
		else if (!sagged) this.#judgeMade(stored, emitted);
		if (damage) stored = this.#damage(damage);
		this.#truth.resume(stored.counters, stored.owed);
		if (input !== undefined && this.#truth.pending.tariff === undefined)
			this.#truth.followInput(input);
		let reason = restart;
		for (const { operations, torn } of again) {
			meter.chip.setFaults({ cutAfterOperations: operations, tornBytes: torn });
			await meter.on(this.#inputs, reason);
			if (meter.running) break;
			await meter.off();
			this.count++;
			reason = undefined;
			stored = this.#stored(false);
			this.#truth.resume(stored.counters, stored.owed);
		}
		if (!meter.running) await meter.on(this.#inputs, reason);
		meter.chip.setFaults({});
		await this.#judgeStart(stored, reason, damage !== undefined);
	}

	get #inputs(): number[] {
		const { input, sealOpen } = this.#truth;
		return [...(input === 1 ? [Pin.TARIFF_INPUT] : []), ...(sealOpen ? [Pin.SEAL] : [])];
	}

	/** Reads what is stored, and judges it. */
	#stored(warned: boolean, unsure?: Outage["unsure"]): Stored {
		const stored = storedIn(this.#meter.chip.image);
		const fault = this.#truth.stored(stored.counters, warned, unsure);
		if (fault) throw new LifeFault(`${fault} (${warned ? "with" : "without"} a warning)`);
		return stored;
	}

	#judgeOwed({ owed }: Stored, emitted: readonly number[]): void {
		for (const [i, due] of this.#truth.due.entries()) {
			const left = due - (emitted[i] ?? 0);
			if (!(Math.abs((owed?.[i] ?? Number.NaN) - left) <= pulseTolerance(due)))
				throw new LifeFault(`output ${i} owes ${left} pulses, stored are ${owed?.[i]}`);
		}
	}

	/** No pulse that was made is owed again. */
	#judgeMade({ owed = [] }: Stored, emitted: readonly number[]): void {
		for (const [i, count] of owed.entries()) {
			const due = this.#truth.due[i] ?? 0;
			if (count > due - (emitted[i] ?? 0) + pulseTolerance(due))
				throw new LifeFault(`output ${i} owes ${count} pulses again of ${due}`);
		}
	}

	/** Damages the image, which must not cost more than fractions. */
	#damage({ place, sector }: LifeEvent & { kind: "damage" }): Stored {
		const { chip } = this.#meter;
		const before = storedIn(chip.image);
		const areas = readImage(chip.image).filter(({ name }) => name !== TRAIL);
		this.#damagedLog = newestOf(chip.image, "events")?.sequence ?? 0;
		if (sector) {
			const places = areas.flatMap(({ first, sectors }) =>
				Array.from({ length: sectors }, (_, i) => first + i),
			);
			const lost = places[place % places.length] ?? 0;
			spoil(chip.image, lost, LOSSES[place % LOSSES.length] ?? "blank");
		} else {
			const bits = liveBits(areas);
			chip.flip(bits[place % bits.length] ?? 0);
		}
		const after = storedIn(chip.image);
		if (
			after.counters.some((value, i) => Math.floor(value) !== Math.floor(before.counters[i] ?? 0))
		)
			throw new LifeFault("one damage has cost whole watt-hours");
		return after;
	}

	async #judgeStart(stored: Stored, restart: number | undefined, damaged: boolean): Promise<void> {
		const meter = this.#meter;
		const truth = this.#truth;
		const observed = await this.#observe();
		const whole = stored.counters.map(Math.floor);
		const done = judgeSettings(observed, truth);
		const { pending } = truth;
		const resets = pending.resettableEnergy === undefined ? [truth.reset] : [truth.reset, whole];
		if (done === pending) truth.adopt(pending, whole, meter.pulses);
		truth.reset = this.#judgeReset(resets);
		truth.pending = {};
		truth.unsavedTariff = undefined;
		this.#judgeGains(observed);
		this.checksum = observed.get("calibrationChecksum") ?? 0;
		judgeEnergies(observed, truth);
		judgeStatus(observed, truth, damaged);
		const metered = stored.operatingSeconds > 0 && restart === undefined;
		const downs = Math.min(stored.powerDowns + (metered ? 1 : 0), POWER_DOWNS_MAXIMUM);
		const read = observed.get("powerDownCounter");
		if (read !== downs && pending.powerDownCounter === undefined)
			throw new LifeFault(`the power-down counter is ${read}, not ${downs}`);
		const fault =
			(damaged ? undefined : this.legal.complaint(meter.chip.image, this)) ??
			(damaged || pending.powerDownCounter !== undefined
				? undefined
				: logFault(meter.chip.image, this.#damagedLog, downs, restart)) ??
			this.#voltages.startFault(meter.chip.image, observed, damaged);
		if (fault) throw new LifeFault(fault);
		this.#latestEntry = observed.get("latestEntry") ?? 0;
		this.legal = new LegalHistory(this);
	}

	/** The counters at the last reset, as they are stored: one of those that they may be. */
	#judgeReset(allowed: readonly (readonly number[])[]): readonly number[] {
		const stored = resetIn(this.#meter.chip.image);
		const isNear = (reset: readonly number[]): boolean =>
			reset.every((value, i) => Math.abs(value - (stored[i] ?? Number.NaN)) <= WHOLE_ROUNDING);
		if (!allowed.some(isNear)) throw new LifeFault(`the resettable counters began at ${stored}`);
		return stored;
	}

	/** Reads all registers, from whichever unit ID is in force. */
	async #observe(): Promise<Observed> {
		const { settings, pending } = this.#truth;
		const units = [settings.modbusId, pending.modbusId ?? settings.modbusId];
		for (const [i, unit] of units.entries())
			try {
				const observed = await observe(this.#meter, unit);
				if (observed) return observed;
			} catch (error) {
				if (!(error instanceof WrongAnswer) || i + 1 === units.length) throw error;
			}
		throw new LifeFault("the supply has gone by itself");
	}

	#judgeGains(observed: Observed): void {
		const read = [1, 2, 3].flatMap((phase) =>
			["voltageGain", "currentGain", "powerGain"].map((name) => observed.get(`${name}L${phase}`)),
		);
		const is = (gains: readonly Gains[]): boolean =>
			gains
				.flatMap(({ voltageGain, currentGain, powerGain }) => [voltageGain, currentGain, powerGain])
				.every((gain, i) => Math.fround(gain) === read[i]);
		const { pendingGains } = this;
		this.pendingGains = undefined;
		if (is(this.#truth.gains)) return;
		if (!pendingGains || !is(pendingGains))
			throw new LifeFault(`the calibration is ${read.join(", ")}`);
		this.#truth.gains = pendingGains;
	}
}
