/** Silences inside a frame, on a board that knows when each character came. */
import { modbusRuns } from "maps";
import PduServer from "modbus/pdu";
import ModbusRegisters from "modbus/registers";
import RtuServer from "modbus/rtu";
import RtuSettings from "modbus/settings";
import { BAUD_RATES } from "serial/line-settings";
import { expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import { Line, withCrc } from "../../testkit/line.ts";
import { TestModel } from "../../testkit/model.ts";

const READ = withCrc([1, 3, 0x40, 0x02, 0, 1]);

/** Step of the board's timers, by which it may tell of a character too late. */
const STEP_US = 1000 * clock.timerResolutionMs;

/** Number of answers to a request with a silence inside. */
function answersTo(baud: number, silenceUs: number): number {
	const line = new Line();
	const model = new TestModel();
	model.setByName("baudRate", BAUD_RATES.indexOf(baud) + 1);
	const pdu = new PduServer(new ModbusRegisters(model, modbusRuns));
	new RtuServer(line.port, clock, new RtuSettings(model), pdu).start();
	line.wait(1_000_000);
	const rest = READ.slice(3);
	const gapUs = silenceUs + (rest.length * 11 * 1e6) / baud;
	const begunUs = clock.microseconds;
	line.receive(READ.slice(0, 3), 0);
	line.receiving = true;
	line.wait(gapUs);
	line.receiving = false;
	line.receive(rest, clock.microseconds - begunUs - gapUs);
	line.wait(1_000_000);
	return line.take().length;
}

it.each([
	[300, 55_000],
	[9600, 1718],
	[19_200, 859],
	[38_400, 750],
	[115_200, 750],
])(
	"a frame at %d baud may have 1.5 characters of silence inside, and a step of the timer: %d µs",
	(baud, silenceUs) => {
		expect(answersTo(baud, silenceUs + STEP_US - 10)).toBe(1);
		expect(answersTo(baud, silenceUs + STEP_US + 10)).toBe(0);
	},
);
