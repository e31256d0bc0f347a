/** The calibration cannot be done; one line that says why. */
export class CalibrationError extends Error {
	override readonly name = "CalibrationError";
}
