/** `mc/ffi` where there is no C: tests of boards put their own in its place. */
export default class FFI {
	constructor() {
		throw new Error("mc/ffi: no C functions here");
	}
}
