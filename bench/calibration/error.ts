/** The calibration has failed; the message is one line that says why. */
export class CalibrationError extends Error {
	override readonly name = "CalibrationError";
}
