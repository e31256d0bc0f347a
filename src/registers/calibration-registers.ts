/** Answers for the vendor block's calibration registers; writes need the calibration seal open. */
import type { DigitalIO, DigitalPins } from "board";
import { CONSTANTS } from "metrology/calibration";
import { Wiring, type WiringCode } from "metrology/load";
import type Metrology from "metrology/metrology";
import type { Binding } from "registers/binding";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/row";
import { indexOf } from "registers/table";
import { AVERAGES, Commit } from "registers/vendor";
import { EventCode } from "storage/event-log";
import type Keeper from "storage/keeper";

const MODE = indexOf("calibrationMode");
const REFUSED = indexOf("refusedWrites");
const WIRING = indexOf("wiring");
const CALIBRATED = indexOf("calibrated");
const CHECKSUM = indexOf("calibrationChecksum");
const AVERAGING = indexOf("averaging");
const LOST = indexOf("lostFrames");
const FREQUENCY = indexOf("frequencyAverage");
const SECONDS = indexOf("averageSeconds");
/** Rows of constants and averages lie one after the other in the table. */
const FIRST_CONSTANT = indexOf("voltageGainL1");
const CONSTANT_COUNT = PHASES.length * CONSTANTS.length;
const FIRST_AVERAGE = indexOf("voltageAverageL1");
const AVERAGE_COUNT = PHASES.length * AVERAGES.length;

/** What a counter of one register holds at most. */
const COUNTER_MAXIMUM = 0xffff;

export default class CalibrationRegisters implements Binding {
	readonly #metrology: Metrology;
	readonly #seal: DigitalIO;
	readonly #keeper: Keeper;
	#refused = 0;

	constructor(model: RegisterModel, metrology: Metrology, pins: DigitalPins, keeper: Keeper) {
		const { io } = pins;
		this.#metrology = metrology;
		this.#keeper = keeper;
		this.#seal = new io({
			pin: pins.seal,
			mode: io.Input,
			edge: io.Rising | io.Falling,
			onReadable: () => this.noteSeal(),
		});
		for (const index of [
			MODE,
			REFUSED,
			WIRING,
			CALIBRATED,
			CHECKSUM,
			AVERAGING,
			LOST,
			FREQUENCY,
			SECONDS,
		])
			model.bind(index, this);
		for (let i = 0; i < CONSTANT_COUNT; i++) model.bind(FIRST_CONSTANT + i, this);
		for (let i = 0; i < AVERAGE_COUNT; i++) model.bind(FIRST_AVERAGE + i, this);
	}

	/** Whether the calibration seal is open. */
	get sealOpen(): boolean {
		return this.#seal.read() === 1;
	}

	/** Logs how the seal is. */
	noteSeal(): void {
		this.#keeper.storage?.note(this.sealOpen ? EventCode.SEAL_OPENED : EventCode.SEAL_CLOSED);
	}

	read(index: number): number {
		const metrology = this.#metrology;
		if (index >= FIRST_CONSTANT && index < FIRST_CONSTANT + CONSTANT_COUNT)
			return metrology.calibration.staged(index - FIRST_CONSTANT);
		const { calibration, average } = metrology;
		if (index >= FIRST_AVERAGE && index < FIRST_AVERAGE + AVERAGE_COUNT) {
			const place = index - FIRST_AVERAGE;
			return average.phases[Math.floor(place / AVERAGES.length)][
				AVERAGES[place % AVERAGES.length].name
			];
		}
		switch (index) {
			case MODE:
				return metrology.calibrating ? 1 : 0;
			case REFUSED:
				return this.#refused;
			case WIRING:
				return metrology.load.wiring;
			case CALIBRATED:
				return calibration.calibrated ? 1 : 0;
			case CHECKSUM:
				return calibration.checksum;
			case AVERAGING:
				return average.missing;
			case LOST:
				return Math.min(metrology.lost, COUNTER_MAXIMUM);
			case FREQUENCY:
				return average.frequency;
			default:
				return average.seconds;
		}
	}

	/** Counts what the seal refuses. */
	isWritable(): boolean {
		if (this.sealOpen) return true;
		if (this.#refused < COUNTER_MAXIMUM) this.#refused++;
		return false;
	}

	apply(index: number, value: number): void {
		const metrology = this.#metrology;
		const { calibration } = metrology;
		if (index >= FIRST_CONSTANT) calibration.stage(index - FIRST_CONSTANT, value);
		else if (index === MODE) metrology.calibrating = value === 1;
		else if (index === WIRING) metrology.load.wiring = wiringOf(value);
		else if (index === AVERAGING) metrology.average.start(value);
		else {
			if (value === Commit.TAKE_OVER) calibration.commit();
			else calibration.reset();
			this.#keeper.keepCalibration();
		}
	}
}

function wiringOf(value: number): WiringCode {
	for (const code of Object.values(Wiring)) if (code === value) return code;
	return Wiring.THREE_PHASE_FOUR_WIRE;
}
