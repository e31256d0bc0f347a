/** Binds the rows of power quality, and answers for its series. */

import { response, SAMPLE_SHIFT } from "metrology/channels";
import { NOMINAL_HZ } from "metrology/frequency";
import type { PrimaryScale } from "metrology/measured";
import type Metrology from "metrology/metrology";
import { CYCLE_POINTS } from "quality/fold";
import PowerQuality, { VALUES } from "quality/power-quality";
import type { QualityName } from "quality/quantities";
import {
	POINTS_A_CYCLE,
	RECORD_SAMPLES,
	RECORD_STEP,
	RECORDS,
	RECORDS_KEPT,
	RESULTS,
} from "quality/results";
import { BLOCK_NUMBERS, qualitySeries, type SeriesSource } from "quality/series";
import { Kind } from "quality/voltage-event";
import VoltageWatch from "quality/voltage-watch";
import type { QualityAnalyser } from "quality-analyser";
import type { EventCode } from "registers/event-code";
import type RegisterModel from "registers/model";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";

const PERCENT = 100;
const COUNTER_MAXIMUM = 0xffff;
const WAVEFORM = qualitySeries.length - 1;
const SAMPLE_MAXIMUM = 0x7fff;

/** Response of filter and equaliser, even over the band. */
const RESPONSE = response((2 * Math.PI * NOMINAL_HZ) / FRAME_RATE_HZ);

/** Loss of the fundamental in a recorded sample, the mean of two points of a cycle two apart. */
const MEAN_OF_TWO = Math.cos((2 * Math.PI) / CYCLE_POINTS);

/** Steps of the converter in one of a recorded waveform. */
const STEPS_A_NUMBER = (RECORD_STEP * 2 ** SAMPLE_SHIFT) / MEAN_OF_TWO;

/** Rows of the settings. */
function settingRows(model: RegisterModel<QualityName>) {
	return {
		nominalVoltage: model.indexOf("nominalVoltage"),
		dip: model.indexOf("dipLimit"),
		swell: model.indexOf("swellLimit"),
		interruption: model.indexOf("interruptionLimit"),
		age: model.indexOf("waveformAge"),
		block: model.indexOf("waveformBlock"),
	};
}

export default class QualityRegisters implements SeriesSource {
	private readonly model: RegisterModel<QualityName>;
	private readonly analyser: QualityAnalyser;
	private readonly metrology: Metrology;
	private readonly powerQuality: PowerQuality;
	private readonly watch: VoltageWatch;
	private readonly scale: PrimaryScale;
	private readonly rows: ReturnType<typeof settingRows>;

	constructor(
		model: RegisterModel<QualityName>,
		analyser: QualityAnalyser,
		metrology: Metrology,
		scale: PrimaryScale,
		log: (code: EventCode, detail: number) => void,
	) {
		this.model = model;
		this.analyser = analyser;
		this.metrology = metrology;
		this.scale = scale;
		this.powerQuality = new PowerQuality(analyser, metrology, scale);
		this.watch = new VoltageWatch(analyser, metrology, this.powerQuality.steps, log);
		this.rows = settingRows(model);
		this.bindValues();
		this.bindCounts();
	}

	/** Puts the settings into force; the readings and the log follow the windows. */
	start(): void {
		const { nominalVoltage, dip, swell, interruption } = this.rows;
		this.model.onChange([nominalVoltage, dip, swell, interruption], () => this.setLimits());
		this.setLimits();
		this.metrology.onWindow(() => {
			this.powerQuality.update();
			this.watch.update();
		});
	}

	readSeries(series: number, place: number): number {
		if (series !== WAVEFORM) return this.powerQuality.harmonic(series, place + 1);
		const record = this.record;
		if (record < 0) return 0;
		const index = BLOCK_NUMBERS * this.model.get(this.rows.block) + place;
		const channel = place % CHANNELS;
		const { correction } = this.metrology.window;
		const gains = (channel & 1) === 0 ? correction.voltageGains : correction.currentGains;
		const sample = this.analyser.at(RESULTS + RECORD_SAMPLES * record + index);
		const corrected = Math.round((sample * gains[channel >> 1]) / RESPONSE);
		return Math.max(-SAMPLE_MAXIMUM - 1, Math.min(corrected, SAMPLE_MAXIMUM));
	}

	/** Number of the record to be read, from 0; −1 if there is none. */
	private get record(): number {
		const made = this.analyser.at(RECORDS);
		const record = made - 1 - this.model.get(this.rows.age);
		return record < 0 || record < made - RECORDS_KEPT ? -1 : record;
	}

	private setLimits(): void {
		const model = this.model;
		const { nominalVoltage, dip, swell, interruption } = this.rows;
		this.watch.setLimits({
			nominalVoltage: model.get(nominalVoltage),
			dip: model.get(dip) / PERCENT,
			swell: model.get(swell) / PERCENT,
			interruption: model.get(interruption) / PERCENT,
		});
	}

	private bindValues(): void {
		const model = this.model;
		const quality = this.powerQuality;
		model.bind(model.indexOf("qualityWindow"), { read: () => quality.window });
		const first = model.indexOf("voltageThdL1");
		const end = first + VALUES;
		const readMany = (from: number, last: number, values: number[]): number => {
			quality.compute();
			const stop = last < end ? last : end;
			for (let index = from; index < stop; index++) values[index] = quality.values[index - first];
			return stop;
		};
		for (let index = first; index < end; index++) model.bind(index, { readMany });
	}

	private bindCounts(): void {
		const model = this.model;
		const metrology = this.metrology;
		const count = (kind: Kind) => ({
			read: () => Math.min(this.watch.events[kind].count, COUNTER_MAXIMUM),
		});
		model.bind(model.indexOf("dips"), count(Kind.DIP));
		model.bind(model.indexOf("swells"), count(Kind.SWELL));
		model.bind(model.indexOf("interruptions"), count(Kind.INTERRUPTION));
		model.bind(model.indexOf("waveforms"), {
			read: () => Math.min(this.analyser.at(RECORDS), COUNTER_MAXIMUM),
		});
		model.bind(model.indexOf("waveformNumber"), { read: () => this.record + 1 });
		model.bind(model.indexOf("waveformVolts"), {
			read: () => metrology.calibration.voltsPerStep * STEPS_A_NUMBER,
		});
		model.bind(model.indexOf("waveformAmps"), {
			read: () => metrology.calibration.ampsPerStep * STEPS_A_NUMBER * this.scale.factor,
		});
		model.bind(model.indexOf("waveformRate"), {
			read: () => POINTS_A_CYCLE * metrology.latest.frequency,
		});
	}
}
