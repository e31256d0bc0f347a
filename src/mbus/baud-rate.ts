/**
 * The baud rate of the M-Bus port (docs/mbus.md): kept in register 7081, or asked for by a frame
 * and then on trial until a frame comes in at it. A rate on trial is not in the register yet, so a
 * power cut ends the trial.
 */
import type MBusSettings from "mbus/settings";
import restingTimer from "resting-timer";
import type SerialServer from "serial/serial-server";
import type { LineSettings } from "serial/serial-server";
import Timer from "timer";

/** Time without a frame after which a rate on trial is given up. */
const TRIAL_MS = 600_000;

const State = Object.freeze({
	/** The register's rate holds. */
	KEPT: 0,
	/** A frame has asked for another rate, which will hold once the answer has gone out. */
	CHANGING: 1,
	/** The rate that was asked for holds until the trial ends. */
	ON_TRIAL: 2,
} as const);

type State = (typeof State)[keyof typeof State];

export default class BaudRate implements LineSettings {
	/** Fixed by the standard (manual, appendix 1). */
	readonly parity = "even";
	private readonly settings: MBusSettings;
	private readonly server: SerialServer;
	private readonly trialTimer: Timer;
	private state: State = State.KEPT;
	/** Asked for by a frame; meaningless while KEPT. */
	private asked = 0;

	constructor(settings: MBusSettings, server: SerialServer) {
		this.settings = settings;
		this.server = server;
		this.trialTimer = restingTimer(() => this.keep());
	}

	/** Bits a second that are wanted now. */
	get baud(): number {
		return this.state === State.KEPT ? this.settings.baud : this.asked;
	}

	/** A frame asks for a rate. */
	ask(baud: number): void {
		this.asked = baud;
		this.enter(baud === this.settings.baud ? State.KEPT : State.CHANGING);
		this.server.adopt();
	}

	/** The line has the rate that was wanted. */
	begin(): void {
		if (this.state === State.CHANGING) this.enter(State.ON_TRIAL);
	}

	/**
	 * A master's frame has come in: the register keeps a rate that was on trial; if it cannot now,
	 * the trial begins again.
	 */
	confirm(): void {
		if (this.state !== State.ON_TRIAL) return;
		this.enter(this.settings.keepBaud(this.asked) ? State.KEPT : State.ON_TRIAL);
	}

	/** The register's rate is to hold: the trial has failed, or the register was written. */
	keep(): void {
		this.enter(State.KEPT);
		this.server.adopt();
	}

	private enter(state: State): void {
		this.state = state;
		if (state === State.ON_TRIAL) Timer.schedule(this.trialTimer, TRIAL_MS, TRIAL_MS);
		else Timer.schedule(this.trialTimer);
	}
}
