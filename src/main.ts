/** Entry of the firmware on every board. */
import device from "device";
import config from "mc/config";
import createMeter, { type Meter } from "meter";
import Timer from "timer";
import traceReadings from "trace-readings";

/** Starts the meter on the board it was built for. */
export default function main(): Meter {
	const meter = createMeter(device);
	meter.start();
	if (config.traceReadings) Timer.repeat(() => traceReadings(meter.model), 1000);
	return meter;
}
