/** Entry of the firmware on every board. */
import device from "device";
import config from "mc/config";
import Meter from "meter";
import traceReadings from "registers/trace";
import Timer from "timer";

/** Starts the meter on the board it was built for. */
export default function main(): Meter {
	const meter = new Meter(device);
	if (config.traceReadings) Timer.repeat(() => traceReadings(meter.registers), 1000);
	return meter;
}
