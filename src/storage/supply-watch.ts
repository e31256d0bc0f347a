/**
 * Watches the supply, and has everything saved when it fails. A supply that chatters must not wear
 * the flash out (docs/storage.md).
 */
import type { DigitalIO, DigitalPins } from "board";
import restingTimer from "resting-timer";
import TokenBucket from "storage/token-bucket";
import Timer from "timer";

/**
 * Warnings that are answered with a save at once, and those that are answered if the supply still
 * fails {@link STILL_FAILING_MS} later. Each of the two gets one more every
 * {@link WARNING_INTERVAL_S}.
 */
const WARNINGS = 60;
const LONG_WARNINGS = 10_000;
const WARNING_INTERVAL_S = 120;

/** Leaves enough of the hold-up time (`HOLD_UP_MS`) for any operation in progress. */
const STILL_FAILING_MS = 15;

export default class SupplyWatch {
	private readonly pins: DigitalPins;
	private readonly save: () => void;
	private readonly onRecover: () => void;
	private readonly warnings = new TokenBucket(WARNINGS, WARNING_INTERVAL_S);
	private readonly longWarnings = new TokenBucket(LONG_WARNINGS, WARNING_INTERVAL_S);
	/** The input that reads 1 while the supply fails. */
	private powerFail: DigitalIO | undefined;
	/** Expires when a failing supply must be more than chatter; rests otherwise. */
	private readonly stillFailing = restingTimer(() => this.saveIfStillFailing());

	/**
	 * @param save saves everything
	 * @param onRecover called when the supply no longer fails
	 */
	constructor(pins: DigitalPins, save: () => void, onRecover: () => void) {
		this.pins = pins;
		this.save = save;
		this.onRecover = onRecover;
	}

	start(): void {
		const { io, powerFail } = this.pins;
		this.powerFail = new io({
			pin: powerFail,
			mode: io.Input,
			edge: io.Rising | io.Falling,
			onReadable: () => (this.powerFail?.read() === 1 ? this.supplyFails() : this.onRecover()),
		});
		// The warning may have come before.
		if (this.powerFail.read() === 1) this.supplyFails();
	}

	/** Must be called every second. */
	countSecond(): void {
		this.warnings.advance(1);
		this.longWarnings.advance(1);
	}

	/** The supply fails, or only chatters. */
	private supplyFails(): void {
		if (this.warnings.tryTake()) this.save();
		else Timer.schedule(this.stillFailing, STILL_FAILING_MS, STILL_FAILING_MS);
	}

	private saveIfStillFailing(): void {
		Timer.schedule(this.stillFailing);
		if (this.powerFail?.read() === 1 && this.longWarnings.tryTake()) this.save();
	}
}
