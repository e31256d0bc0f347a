/** Errors that say why a meter has not done what was asked. */

/** The meter is off, so what was asked cannot be done. */
export class PowerIsOff extends Error {
	constructor() {
		super("the meter's supply is off");
	}
}

/** Somebody has stopped what was under way. */
export class AdvanceStopped extends Error {
	constructor() {
		super("the advance was stopped");
	}
}
