/** The meter: metrology → registers → protocols, pulses and display, wired in this order and no other. */
import { qrCodeText } from "ble/qr-code";
import BleServer from "ble/server";
import type { Board } from "board";
import Display from "display/display";
import MBusSettings from "mbus/settings";
import MBusSlave from "mbus/slave";
import config from "mc/config";
import Metrology from "metrology/metrology";
import PduServer from "modbus/pdu";
import RtuServer from "modbus/rtu";
import RtuSettings from "modbus/settings";
import Pulses from "pulse/pulses";
import BusActivity from "registers/bus-activity";
import CalibrationRegisters from "registers/calibration-registers";
import EnergyRegisters from "registers/energy-registers";
import MeasurementRegisters from "registers/measured";
import MeteringSettings, { ratioRegister } from "registers/metering-settings";
import RegisterModel from "registers/model";
import Password from "registers/password";
import StorageRegisters from "registers/storage-registers";
import StoredSettings from "registers/stored-settings";
import { indexOf } from "registers/table";
import { EventCode } from "storage/event-log";
import Keeper from "storage/keeper";

const SERIAL_NUMBER = indexOf("serialNumber");
const MODBUS_ID = indexOf("modbusId");
const MBUS_ADDRESS = indexOf("mbusAddress");
const MBUS_IDENTIFICATION = indexOf("mbusIdentification");
const CHECKSUM = indexOf("checksum");
const CHECKSUM_2 = indexOf("checksum2");
const COMBINATION_CODE = indexOf("combinationCode");

export default class Meter {
	readonly registers = new RegisterModel();
	readonly pulses: Pulses;
	readonly metrology: Metrology;
	readonly keeper: Keeper;
	readonly password: Password;

	constructor(board: Board) {
		const { registers } = this;
		registers.set(SERIAL_NUMBER, board.identity.serialNumber);
		registers.set(MODBUS_ID, board.identity.modbusId);
		registers.set(MBUS_ADDRESS, board.identity.mbusAddress);
		registers.set(MBUS_IDENTIFICATION, board.identity.serialNumber);
		// Numbers, or words on a command line of mcconfig.
		registers.set(CHECKSUM, Number(config.legallyRelevantChecksum));
		registers.set(CHECKSUM_2, Number(config.otherChecksum));

		let bluetooth: BleServer | undefined;
		const measured = new MeasurementRegisters(
			registers,
			() => calibration.sealOpen,
			() => bluetooth?.on === true,
		);
		const metrology = new Metrology(board, (source) => measured.update(source));
		const keeper = new Keeper(board, metrology);
		const calibration = new CalibrationRegisters(registers, metrology, board.pins, keeper);
		new EnergyRegisters(registers, metrology, keeper);
		new MeteringSettings(registers, metrology, keeper);
		new StorageRegisters(registers, keeper);
		new StoredSettings(registers, keeper, ratioRegister(metrology.ctHistory.present));

		this.pulses = new Pulses(board, registers, metrology);
		this.metrology = metrology;
		this.keeper = keeper;
		this.#begin(calibration);
		const pdu = new PduServer(registers);
		const activity = new BusActivity();
		const { clock } = board;
		const rtuSettings = new RtuSettings(registers);
		const mbusSettings = new MBusSettings(registers);
		const rtu = new RtuServer(board.rs485, clock, rtuSettings, pdu, activity);
		const mbus = new MBusSlave(board.mbus, clock, mbusSettings, registers, activity);
		rtu.start();
		mbus.start();
		const password = new Password(registers);
		password.onLocked = (seconds) => keeper.storage?.note(EventCode.LOCKED, seconds);
		this.password = password;
		const qrText = (): string => qrCodeText(board.identity.serialNumber);
		const history = metrology.ctHistory;
		const display = new Display(board, registers, { history, activity, password, qrText });
		display.start();
		if (board.bluetooth) bluetooth = new BleServer(board.bluetooth, registers, pdu, password);
		bluetooth?.start();
	}

	/** Goes on where the meter was when the supply went. */
	#begin(calibration: CalibrationRegisters): void {
		const { keeper, registers, pulses } = this;
		keeper.outside = {
			combinationCode: () => registers.get(COMBINATION_CODE),
			savePulses: (pending) => pulses.save(pending),
		};
		if (keeper.warned) pulses.restore(keeper.pulses);
		keeper.begin();
		if (calibration.sealOpen) calibration.noteSeal();
	}
}
