/**
 * The record of settings (docs/storage.md): one float64 for each stored setting, in the order of
 * their places. A write that changes other records too adds its steps here, and this record is
 * written first: if the supply fails before the others, the next start carries out the steps. The
 * plan of a write says which records it changes, and so whether this one decides on it.
 */
import invariant from "invariant";
import type { StagedWrite } from "registers/binding";
import type RegisterModel from "registers/model";
import { RecordHead } from "storage/format";
import type Page from "storage/page";
import type Storage from "storage/storage";

const VALUE_BYTES = 8;

/** Offset of the first value. */
const VALUES = RecordHead.PAYLOAD;

/**
 * Place of the steps: tariff, CT ratio, resets; zeros for no change. Settings beyond that place
 * stand after the steps, since older software takes these three places for steps.
 */
const STEPS = 25;
const STEP_VALUES = 3;
const STEPS_AT = VALUES + VALUE_BYTES * STEPS;

/** Offset of the setting at a place. */
function offsetOf(place: number): number {
	return VALUES + VALUE_BYTES * (place < STEPS ? place : place + STEP_VALUES);
}

/** Bits of the third step, and the factor of the number of the first event in it. */
const RESET_COUNTERS = 1;
const RESET_POWER_DOWNS = 2;
const NEW_PASSWORD = 4;
const FIRST_EVENT = 8;

/** The steps of a write that change other records than that of the settings. */
export interface Steps {
	/** New tariff, 1..4; 0 for no change. */
	tariff: number;
	/** New CT ratio, packed (`energy/ct-ratio.ts`); 0 for no change. */
	ctRatio: number;
	resetCounters: boolean;
	resetPowerDowns: boolean;
	/** True if the password changes: only the event is a step. */
	newPassword: boolean;
	/** Lowest number that the events of resets and password can have; 0: unknown. */
	firstEvent: number;
}

/** The changes of one write, by the records that they go to. */
export class WritePlan implements Steps {
	tariff = 0;
	ctRatio = 0;
	resetCounters = false;
	resetPowerDowns = false;
	newPassword = false;
	firstEvent = 0;
	/** True if a stored setting changes. */
	settings = false;
	/** A `Commit`; 0 for no change. */
	calibration = 0;
	/** Power-down counter before its reset. */
	powerDowns = 0;

	/** Starts a plan without a change. */
	clear(): void {
		this.tariff = 0;
		this.ctRatio = 0;
		this.resetCounters = false;
		this.resetPowerDowns = false;
		this.newPassword = false;
		this.settings = false;
		this.calibration = 0;
	}

	get isEmpty(): boolean {
		const { tariff, ctRatio, resetCounters, calibration } = this;
		return !(this.decides || tariff > 0 || ctRatio > 0 || resetCounters || calibration > 0);
	}

	/**
	 * True if a record of settings decides on the write. Without it, one other record is the whole
	 * write; but a reset of power-downs also owes its event.
	 */
	get decides(): boolean {
		const others =
			(this.tariff > 0 ? 1 : 0) +
			(this.ctRatio > 0 ? 1 : 0) +
			(this.resetCounters ? 1 : 0) +
			(this.calibration > 0 ? 1 : 0);
		return this.settings || this.resetPowerDowns || others > 1;
	}

	/** True if an area that the plan needs has failed, which lasts until the next power-up. */
	isBlocked({ settings, ctPages, resets, calibration }: Storage): boolean {
		return (
			(settings.failed && this.decides) ||
			(ctPages.failed && this.ctRatio > 0) ||
			(resets.failed && this.resetCounters) ||
			(calibration.failed && this.calibration > 0)
		);
	}
}

export default class SettingsRecord {
	private readonly model: RegisterModel;
	/** Indices of the stored settings in the model, by their place in the record. */
	private readonly rows: readonly number[];

	constructor(model: RegisterModel) {
		this.model = model;
		this.rows = model.storedRows;
		invariant(this.rows.length >= STEPS, "the steps are between settings");
	}

	/** Makes a record of the settings as they will be after `write`, and of its steps. */
	encode(page: Page, write: StagedWrite, steps: Steps): void {
		const rows = this.rows;
		const { view } = page;
		page.begin(VALUE_BYTES * (rows.length + STEP_VALUES));
		for (let place = 0; place < rows.length; place++)
			view.setFloat64(offsetOf(place), write.valueOf(rows[place]));
		const events =
			(steps.resetCounters ? RESET_COUNTERS : 0) +
			(steps.resetPowerDowns ? RESET_POWER_DOWNS : 0) +
			(steps.newPassword ? NEW_PASSWORD : 0);
		view.setFloat64(STEPS_AT, steps.tariff);
		view.setFloat64(STEPS_AT + VALUE_BYTES, steps.ctRatio);
		view.setFloat64(
			STEPS_AT + 2 * VALUE_BYTES,
			events > 0 ? events + FIRST_EVENT * steps.firstEvent : 0,
		);
	}

	/** Restores the settings of a record. A record of older software has fewer. */
	decode(page: Page): void {
		const rows = this.rows;
		const write = this.model.begin();
		for (let place = 0; place < rows.length; place++) {
			const offset = offsetOf(place);
			const value = offset < page.length ? page.view.getFloat64(offset) : Number.NaN;
			// Older software has left places in front of the steps that it had no setting for.
			if (!Number.isNaN(value)) write.restore(rows[place], value);
		}
		write.enforce();
	}

	/** Reads the steps of a record; false if it has none, which older software leaves out. */
	decodeSteps(page: Page, steps: Steps): boolean {
		const { view } = page;
		if (page.length < STEPS_AT + VALUE_BYTES * STEP_VALUES) return false;
		const events = view.getFloat64(STEPS_AT + 2 * VALUE_BYTES);
		steps.tariff = view.getFloat64(STEPS_AT);
		steps.ctRatio = view.getFloat64(STEPS_AT + VALUE_BYTES);
		steps.resetCounters = (events & RESET_COUNTERS) !== 0;
		steps.resetPowerDowns = (events & RESET_POWER_DOWNS) !== 0;
		steps.newPassword = (events & NEW_PASSWORD) !== 0;
		steps.firstEvent = Math.floor(events / FIRST_EVENT);
		return steps.tariff > 0 || steps.ctRatio > 0 || events > 0;
	}
}
