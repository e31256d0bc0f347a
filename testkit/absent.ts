/** Replaces a microcontroller's module on other machines; tests of boards provide their own. */
export default class Absent {
	constructor() {
		throw new Error("this module exists on a microcontroller only");
	}
}
