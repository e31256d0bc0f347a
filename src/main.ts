/** Entry of the firmware on every board. */
import device from "device";
import Meter from "meter";

/** Starts the meter on the board it was built for. */
export default function main(): Meter {
	return new Meter(device);
}
