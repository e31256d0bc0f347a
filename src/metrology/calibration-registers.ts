/** Binds calibration and wiring, which are writable only while the calibration seal is open. */
import invariant from "invariant";
import { CONSTANT_COUNT } from "metrology/calibration-constants";
import {
	AVERAGES,
	Commit,
	type calibrationQuantities,
	RATIOS,
} from "metrology/calibration-quantities";
import { Wiring, type WiringCode } from "metrology/load";
import type Metrology from "metrology/metrology";
import type Seal from "metrology/seal";
import type { Binding } from "registers/binding";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/quantity";

export type CalibrationName = (typeof calibrationQuantities)[number]["name"];

const AVERAGE_COUNT = PHASES.length * AVERAGES.length;

/** Highest value of a counter of one register. */
const COUNTER_MAXIMUM = 0xffff;

/** Binds all rows of {@link calibrationQuantities}. */
export function bindCalibration(
	model: RegisterModel<CalibrationName>,
	metrology: Metrology,
	seal: Seal,
): void {
	bindState(model, metrology, seal);
	bindConstants(model, metrology, seal);
	bindAverages(model, metrology);
}

function bindState(model: RegisterModel<CalibrationName>, metrology: Metrology, seal: Seal): void {
	const { average, calibration, load } = metrology;
	const isWritable = (): boolean => seal.pass();
	const bind = (name: CalibrationName, binding: Binding): void =>
		model.bind(model.indexOf(name), binding);
	bind("calibrationMode", {
		isWritable,
		read: () => (metrology.calibrating ? 1 : 0),
		apply: (_, value) => {
			metrology.calibrating = value === 1;
		},
	});
	// Nobody could end the mode by then, and the meter would count no energy.
	seal.onChange(() => {
		if (!seal.open) metrology.calibrating = false;
	});
	bind("refusedWrites", { read: () => seal.refused });
	bind("wiring", {
		isWritable,
		read: () => load.wiring,
		apply: (_, value) => {
			load.wiring = wiringOf(value);
		},
	});
	bind("calibrated", {
		isWritable,
		read: () => (calibration.calibrated ? 1 : 0),
		apply: (_, value) => {
			if (value === Commit.TAKE_OVER) calibration.commit();
			else calibration.reset();
		},
	});
	bind("calibrationChecksum", { read: () => calibration.checksum });
	bind("averaging", {
		isWritable,
		read: () => average.missingSeconds,
		apply: (_, seconds) => average.start(seconds),
	});
	bind("lostFrames", { read: () => Math.min(metrology.lostFrames, COUNTER_MAXIMUM) });
	bind("frequencyAverage", { read: () => average.frequency });
	bind("averageSeconds", { read: () => average.seconds });
	for (let i = 0; i < RATIOS.length; i++) {
		const ratio = average.ratios[i >> 1];
		bind(RATIOS[i].name, { read: () => (i % 2 === 0 ? ratio.inPhase : ratio.ahead) });
	}
	bind("temperature", { read: () => metrology.thermometer.celsius });
}

/** The constants of L1, then of L2 and L3, then of the meter, follow each other in the model. */
function bindConstants(
	model: RegisterModel<CalibrationName>,
	metrology: Metrology,
	seal: Seal,
): void {
	const { calibration } = metrology;
	const first = model.indexOf("voltageGainL1");
	const last = model.indexOf("couplingL3L2");
	invariant(last - first === CONSTANT_COUNT - 1, "calibration constants follow each other");
	const binding: Binding = {
		isWritable: () => seal.pass(),
		read: (index) => calibration.staged(index - first),
		apply: (index, value) => calibration.stage(index - first, value),
	};
	for (let i = 0; i < CONSTANT_COUNT; i++) model.bind(first + i, binding);
}

/** The averages of L1, then of L2 and L3, follow each other in the model. */
function bindAverages(model: RegisterModel<CalibrationName>, metrology: Metrology): void {
	const { phases } = metrology.average;
	const first = model.indexOf("voltageAverageL1");
	const last = model.indexOf("reactivePowerAverageL3");
	invariant(last - first === AVERAGE_COUNT - 1, "averages follow each other");
	const binding: Binding = {
		read: (index) => {
			const place = index - first;
			const { name } = AVERAGES[place % AVERAGES.length];
			return phases[Math.floor(place / AVERAGES.length)][name];
		},
	};
	for (let i = 0; i < AVERAGE_COUNT; i++) model.bind(first + i, binding);
}

function wiringOf(value: number): WiringCode {
	for (const code of Object.values(Wiring)) if (code === value) return code;
	return Wiring.THREE_PHASE_FOUR_WIRE;
}
