/** The meter is off, so what was asked cannot be done. */
export class PowerIsOff extends Error {
	constructor() {
		super("the meter's supply is off");
	}
}
