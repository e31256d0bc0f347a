/** The meter: composes its parts, and starts them. */
import Password from "access/password";
import { qrCodeText } from "ble/qr-code";
import BleServer from "ble/server";
import type { Board } from "board";
import { catalogue, type RegisterName } from "catalogue";
import Display from "display/display";
import Energy from "energy/energy";
import type { Signs } from "indication/identity-line";
import { mbusMaps, modbusRuns } from "maps";
import MBusSettings from "mbus/settings";
import MBusSlave from "mbus/slave";
import config from "mc/config";
import { bindCalibration } from "metrology/calibration-registers";
import MeasuredRegisters from "metrology/measured";
import Metrology from "metrology/metrology";
import type { OverRangeListener } from "metrology/over-range";
import Seal from "metrology/seal";
import PduServer from "modbus/pdu";
import ModbusRegisters from "modbus/registers";
import RtuServer from "modbus/rtu";
import RtuSettings from "modbus/settings";
import Pulses from "pulse/pulses";
import QualityRegisters from "quality/registers";
import Statistics from "quality/statistics";
import { EventCode } from "registers/event-code";
import RegisterModel from "registers/model";
import StatusWord, { Status } from "registers/status-word";
import ChangeStore from "storage/change-store";
import Keeper from "storage/keeper";
import { bindStorage } from "storage/registers";
import Storage from "storage/storage";

/** The register model with what is given to a meter when it and its software are made. */
function createModel({ identity }: Board): RegisterModel<RegisterName> {
	const model = new RegisterModel<RegisterName>(catalogue);
	model.set(model.indexOf("serialNumber"), identity.serialNumber);
	model.set(model.indexOf("modbusId"), identity.modbusId);
	model.set(model.indexOf("mbusAddress"), identity.mbusAddress);
	model.set(model.indexOf("mbusIdentification"), identity.serialNumber);
	// Numbers, or words on a command line of mcconfig.
	model.set(model.indexOf("checksum"), Number(config.legallyRelevantChecksum));
	model.set(model.indexOf("checksum2"), Number(config.otherChecksum));
	return model;
}

/** Signs of the display for what is outside the legally relevant part. */
function createSigns(
	{ bluetooth }: Board,
	model: RegisterModel<RegisterName>,
	rtu: RtuServer,
	mbus: MBusSlave,
): Signs {
	const broadcast = model.indexOf("broadcast");
	return {
		get requests() {
			return rtu.requests + mbus.requests;
		},
		get bluetooth() {
			return bluetooth !== undefined && model.get(broadcast) === 1;
		},
	};
}

/** Logs episodes of over-range: in the audit trail once an hour, so that they do not fill it. */
function overRangeEvents(storage: Storage): OverRangeListener {
	const code = EventCode.OVER_RANGE;
	const detail = (phases: number, energy: number): number =>
		phases * 2 ** 24 + Math.min(Math.round(energy), 2 ** 24 - 1);
	return {
		begins(phases, again) {
			if (again) storage.logEvent(code, detail(phases, 0));
			else storage.logLegal(code, detail(phases, 0));
		},
		ends: (phases, energy) => storage.logEvent(code, detail(phases, energy)),
	};
}

/** The legally relevant parts: from the samples to stored energy and pulses. */
function createCore(board: Board, model: RegisterModel<RegisterName>) {
	const { flash, pins } = board;
	const storage = flash ? new Storage(flash) : undefined;
	const seal = new Seal(pins);
	const energy = new Energy(model, pins, seal);
	const pulses = new Pulses(board, model, energy);
	const measured = new MeasuredRegisters(model, energy.ctHistory);
	const metrology = new Metrology(board.frontEnd, energy, measured);
	const parts = { energy, metrology, pulses };
	const keeper = new Keeper(storage, pins, parts, board.restartReason ?? 0);
	const changes = new ChangeStore(model, keeper, energy, metrology.calibration, seal);
	metrology.thermometer.onDoubt((doubtful) =>
		storage?.logEvent(EventCode.TEMPERATURE, doubtful ? 1 : 0),
	);
	if (storage) metrology.overRange.listen(overRangeEvents(storage));
	metrology.latest.bind(model, energy.ctHistory);
	bindCalibration(model, metrology, seal);
	bindStorage(model, keeper);

	const status = new StatusWord(model);
	status.contribute(() => measured.statusBits);
	status.contribute(() => energy.tariff.statusBits);
	status.contribute(() => (metrology.framesMissing ? Status.FRAMES_LOST : 0));
	status.contribute(() => (seal.open ? Status.SEAL_OPEN : 0));
	status.contribute(() => (keeper.errorCode === 0 ? 0 : Status.STORAGE_ERROR));
	return { storage, energy, pulses, metrology, seal, keeper, changes, status };
}

/** Power quality, on a board that analyses it. */
function createQuality(
	{ frontEnd }: Board,
	model: RegisterModel<RegisterName>,
	{ metrology, energy, storage }: ReturnType<typeof createCore>,
): QualityRegisters | undefined {
	const log = (code: EventCode, detail: number): void => storage?.logEvent(code, detail);
	const { quality } = frontEnd;
	return quality && new QualityRegisters(model, quality, metrology, energy.ctHistory, log);
}

/** Composes the meter of a board; nothing begins before `start()`. */
export default function createMeter(board: Board) {
	const { clock } = board;
	const model = createModel(board);
	const core = createCore(board, model);
	const { storage, energy, pulses, metrology, seal, keeper, changes, status } = core;

	const statistics = new Statistics(board, model, core);

	const quality = createQuality(board, model, core);
	const modbus = new ModbusRegisters(model, modbusRuns, quality);
	const pdu = new PduServer(modbus);
	const rtu = new RtuServer(board.rs485, clock, new RtuSettings(model), pdu);
	const mbusSettings = new MBusSettings(model);
	const mbus = new MBusSlave(board.mbus, clock, mbusSettings, model, mbusMaps);
	const password = new Password(model, (seconds) => storage?.logEvent(EventCode.LOCKED, seconds));
	const qrText = board.bluetooth && ((): string => qrCodeText(board.identity.serialNumber));
	const signs = createSigns(board, model, rtu, mbus);
	const ble = board.bluetooth && new BleServer(board.bluetooth, model, pdu, password);
	const hasQuality = quality !== undefined;
	const pages = { history: energy.ctHistory, hasQuality, signs, password, qrText, pairing: ble };
	const display = new Display(board, model, pages);
	if (ble) status.contribute(() => (ble.on ? Status.BLUETOOTH : 0));

	return {
		...core,
		model,
		modbus,
		quality,
		password,
		statistics,
		/** Continues where the meter was when the supply went; then measures, answers and shows. */
		start(): void {
			metrology.start();
			energy.tariff.start();
			seal.start();
			keeper.restore();
			changes.restore();
			pulses.start();
			keeper.begin();
			changes.start();
			statistics.start();
			quality?.start();
			keeper.watch();
			rtu.start();
			mbus.start();
			display.start();
			ble?.start();
		},
	};
}

export type Meter = ReturnType<typeof createMeter>;
