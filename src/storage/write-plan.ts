/** The changes of one write, by the records that they go to. */
import type { Steps } from "storage/settings-record";
import type Storage from "storage/storage";

export default class WritePlan implements Steps {
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
