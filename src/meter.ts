/** The meter: metrology → registers → protocols, wired in this order and no other. */
import type { Board } from "board";
import Metrology from "metrology/metrology";
import PduServer from "modbus/pdu";
import RtuServer from "modbus/rtu";
import MeasurementRegisters from "registers/measured";
import RegisterModel from "registers/model";

/** Baud rate of a new meter. */
const DEFAULT_BAUD = 9600;

export default class Meter {
	readonly registers = new RegisterModel();

	constructor(board: Board) {
		const { serialNumber, modbusId } = board.identity;
		this.registers.setByName("serialNumber", serialNumber);
		this.registers.setByName("modbusId", modbusId);

		const measured = new MeasurementRegisters(this.registers);
		new Metrology(board.frontEnd, (readings) => measured.update(readings));

		const settings = { unitId: modbusId, baud: DEFAULT_BAUD, parity: "even" } as const;
		new RtuServer(board.rs485, board.clock, settings, new PduServer(this.registers));
	}
}
