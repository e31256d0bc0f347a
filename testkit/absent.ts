/**
 * A module of a microcontroller, where there is none: tests of boards put their own in its place.
 */
export default class Absent {
	constructor() {
		throw new Error("this module is a microcontroller's");
	}
}
