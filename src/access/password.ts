/**
 * The password, and what has to be guessed without it. Each way has a lock-out of its own, so that
 * nobody can close one from another: a stranger by radio does not lock the buttons.
 */
import LockOut from "access/lock-out";
import type RegisterModel from "registers/model";

export default class Password {
	/** Of the buttons' menu. */
	readonly menu: LockOut;
	/** Of logins by Bluetooth. */
	readonly logins: LockOut;
	/** Of the six digits that a client enters to pair. */
	readonly passkeys: LockOut;
	/** Changes since the start: what was proved before the last one proves nothing now. */
	changes = 0;
	private readonly model: RegisterModel<"password">;
	private readonly row: number;

	/** @param onLocked called with the seconds when failures have locked one of them */
	constructor(model: RegisterModel<"password">, onLocked: (seconds: number) => void) {
		this.model = model;
		this.row = model.indexOf("password");
		this.menu = new LockOut(onLocked);
		this.logins = new LockOut(onLocked);
		this.passkeys = new LockOut(onLocked);
		model.onChange([this.row], () => {
			this.changes++;
		});
	}

	/** 0..9999, four digits with leading zeros. */
	get value(): number {
		return this.model.get(this.row);
	}

	/**
	 * Counts a try at the buttons. The right password ends the locks of Bluetooth as well, since its
	 * owner is at the meter.
	 * @param value 0..9999
	 * @returns true if access is granted; false while the menu is locked
	 */
	check(value: number): boolean {
		if (this.menu.locked) return false;
		if (value !== this.value) {
			this.menu.fail();
			return false;
		}
		this.menu.reset();
		this.logins.lift();
		this.passkeys.lift();
		return true;
	}
}
