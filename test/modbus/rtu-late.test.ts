/** The RTU server of a board whose timers have whole milliseconds, and which is late. */
import { modbusRuns } from "maps";
import PduServer from "modbus/pdu";
import ModbusRegisters from "modbus/registers";
import RtuServer from "modbus/rtu";
import RtuSettings from "modbus/settings";
import { BAUD_RATES, PARITIES } from "serial/line-settings";
import { expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import { Line, withCrc } from "../../testkit/line.ts";
import { TestModel } from "../../testkit/model.ts";

const READ = withCrc([1, 3, 0x50, 0x02, 0, 2]);

it.each([
	[9600, "even", 4011],
	[19_200, "odd", 2006],
	[38_400, "even", 1751],
	[115_200, "even", 1751],
	[9600, "none", 4011],
	[115_200, "none", 1751],
] as const)(
	"hears a request 3.5 characters after another server's answer, however late: %d %s",
	(baud, parity, silenceUs) => {
		const late = new Line();
		const settings = new TestModel();
		settings.setByName("modbusId", 1);
		settings.setByName("baudRate", BAUD_RATES.indexOf(baud) + 1);
		settings.setByName("parity", PARITIES.indexOf(parity) + 1);
		/** With Moddable's timers. */
		const board = {
			timerResolutionMs: 1,
			get microseconds() {
				return clock.microseconds;
			},
		};
		const pdu = new PduServer(new ModbusRegisters(settings, modbusRuns));
		new RtuServer(late.port, board, new RtuSettings(settings), pdu).start();
		late.wait(1_000_000);
		const characterUs = ((parity === "none" ? 10 : 11) * 1e6) / baud;
		const otherAgeUs = silenceUs + READ.length * characterUs + 100;
		late.receive(withCrc([2, 3, 4, 0x12, 0x34, 0x56, 0x78]), otherAgeUs);
		late.receive(READ, 100);
		late.wait(10_000);
		expect(late.take()).toHaveLength(1);
	},
);
