/**
 * A fake meter with known tolerances and a vendor block, for tests of the calibration: phasors in,
 * registers out. Written from docs/metrology.md and the table of docs/calibration.md,
 * independently of firmware and bench.
 */
import type { Station } from "../../../bench/calibration/station.ts";
import { DEFAULT_MAINS, type MainsSettings } from "../../../bench/mains/settings.ts";
import { ByteReader, ByteWriter } from "../../../client/bytes.ts";
import { ModbusException } from "../../../client/modbus-client.ts";
import type { Tolerances } from "./spread.ts";

interface Phasor {
	voltage: number;
	current: number;
	activePower: number;
	reactivePower: number;
}

/** Constants of a phase: name, lowest, highest and nominal value, in the order of the registers. */
const TABLE = [
	["voltageGain", 0.9, 1.1, 1],
	["currentGain", 0.9, 1.1, 1],
	["powerGain", 0.99, 1.01, 1],
	["lead", -0.02, 0.02, 0],
	["skew", -0.005, 0.005, 0],
	["voltageSkew", -0.005, 0.005, 0],
	["activeOffset", -1e-5, 1e-5, 0],
	["reactiveOffset", -1e-5, 1e-5, 0],
	["currentNoise", 0, 1e-4, 0],
	["gainAt10mA", -0.02, 0.02, 0],
	["gainAt50mA", -0.02, 0.02, 0],
	["gainAt5A", -0.02, 0.02, 0],
	["leadAt10mA", -0.02, 0.02, 0],
	["leadAt50mA", -0.02, 0.02, 0],
	["leadAt5A", -0.02, 0.02, 0],
	["voltageGainDrift", -5e-4, 5e-4, 0],
	["currentGainDrift", -5e-4, 5e-4, 0],
	["leadDrift", -1e-4, 1e-4, 0],
] as const;

type Name = (typeof TABLE)[number][0];
type Values = Record<Name, number>;

export const NOMINAL = Object.fromEntries(
	TABLE.map(([name, , , nominal]) => [name, nominal]),
) as Values;

/** Registers 7600, 7640, 7680 and 76C0. */
const FIRST = 0x7600;
const STRIDE = 0x40;
const METER = 0x76c0;

/** Constants of the meter: lowest and highest value, and step; clock, then six couplings. */
const METER_TABLE = [
	[-500, 500, 0],
	[-3, 3, 1e-4],
	[-0.1, 0.1, 1e-5],
	...[0, 1, 2, 3, 4, 5].map(() => [-0.003, 0.003, 1e-7] as const),
] as const;

/** Phases of the couplings: which picks up, and from which. */
const PAIRS = [
	[0, 1],
	[0, 2],
	[1, 0],
	[1, 2],
	[2, 0],
	[2, 1],
] as const;

/** The cubic over ln I through three values, at 10 mA, 50 mA and 5 A, and 0 at 1 A. */
function between([at10mA, at50mA, at5A]: readonly number[], amperes: number): number {
	const points = [
		[0.01, at10mA],
		[0.05, at50mA],
		[1, 0],
		[5, at5A],
	].map(([current, value]) => ({ log: Math.log(current), value }));
	const log = Math.log(Math.min(5, Math.max(0.01, amperes)));
	// Neville's scheme.
	let values = points.map(({ value }) => value);
	for (let order = 1; order < points.length; order++)
		values = values.slice(0, -1).map((value, i) => {
			const from = points[i].log;
			const to = points[i + order].log;
			return ((to - log) * value + (log - from) * values[i + 1]) / (to - from);
		});
	return values[0];
}

/** As an exception response of Modbus. */
export class FakeMeter implements Station {
	readonly tolerances: readonly Tolerances[];
	/** ppm by which the crystal is fast where its frequency turns, the °C there, and ppm/K². */
	crystal = 0;
	turning = 25;
	curvature = 0;
	/** Shares of other phases' currents, in the order of the constants. */
	couplings = [0, 0, 0, 0, 0, 0];
	/** rad at 50 Hz by which the voltage channels lag that of L1. */
	voltageSkews = [0, 2e-4, -3e-4];
	mains: MainsSettings = DEFAULT_MAINS;
	temperature = 23;
	sealOpen = false;
	mode = 0;
	calibrated = false;
	inForce: Values[] = [0, 1, 2].map(() => ({ ...NOMINAL }));
	staged = this.inForce;
	/** Constants of the meter. */
	meter: readonly number[] = METER_TABLE.map(() => 0);
	stagedMeter = this.meter;
	/** Seconds of meter time so far, and those without metering. */
	seconds = 0;
	/** True if averages complete. */
	settles = true;
	/** True if requests are answered. */
	answers = true;
	/** Makes the meter refuse constants that it would accept. */
	refuseConstants = false;
	/** Writes so far: `7000=1`. */
	readonly log: string[] = [];
	#missing = 0;

	constructor(tolerances: readonly Tolerances[]) {
		this.tolerances = tolerances;
	}

	/** Measurement of a phase with the constants in force. */
	measured(phase: number): Phasor {
		const { voltage: u, current: i, angle } = this.mains.phases[phase];
		const t = this.tolerances[phase];
		const x = this.mains.frequency / 50;
		const warmth = this.temperature - 23;
		const leads = t.lead + between(t.leads, i) + t.drifts[2] * warmth;
		const lag = (angle * Math.PI) / 180 - leads / x - t.skew * x;
		const rawV = u * (1 + t.voltage) * (1 + t.drifts[0] * warmth);
		const ratio = (1 + t.current) * (1 + between(t.ratios, i)) * (1 + t.drifts[1] * warmth);
		const rawI = i * ratio;
		const [along, across] = t.crosstalk.map((share) => share * rawV);
		// Of the others' currents, as far as the constants leave it: along this voltage, lagging it.
		const [foreign, later] = this.#foreign(phase);
		const p = (1 + t.product) * rawV * (rawI * Math.cos(lag) + along + foreign);
		const q = (1 + t.product) * rawV * (rawI * Math.sin(lag) + across + later);
		const [inPhase, lagging] = [along + foreign, across + later];
		const common = 2 * rawI * (inPhase * Math.cos(lag) + lagging * Math.sin(lag));
		const squareI = rawI ** 2 + common + inPhase ** 2 + lagging ** 2 + t.noise ** 2;

		const k = this.inForce[phase];
		const kV = k.voltageGain * (1 + k.voltageGainDrift * warmth);
		const kI = k.currentGain * (1 + k.currentGainDrift * warmth);
		const active = p - k.activeOffset * rawV ** 2;
		const reactive = q - k.reactiveOffset * rawV ** 2;
		const twice = 2 * (active * k.activeOffset + reactive * k.reactiveOffset);
		const alone = Math.sqrt(Math.max(0, (squareI - twice) * kI ** 2 - k.currentNoise));
		const region = 1 + between([k.gainAt10mA, k.gainAt50mA, k.gainAt5A], alone);
		const falling =
			k.lead + k.leadDrift * warmth + between([k.leadAt10mA, k.leadAt50mA, k.leadAt5A], alone);
		const d = falling / x + k.skew * x;
		const scale = kV * kI * region * k.powerGain;
		return {
			voltage: rawV * kV,
			current: alone * region,
			activePower: scale * (active * Math.cos(d) - reactive * Math.sin(d)),
			reactivePower: scale * (reactive * Math.cos(d) + active * Math.sin(d)),
		};
	}

	#foreign(phase: number): readonly [number, number] {
		const sum = [0, 0] as [number, number];
		for (const [place, [own, other]] of PAIRS.entries()) {
			if (own !== phase) continue;
			const share = (this.couplings[place] ?? 0) - (this.meter[3 + place] ?? 0);
			const { current, angle } = this.mains.phases[other];
			// L2 lags L1 by 120°, L3 by 240°.
			const lag = ((angle + 120 * (other - own)) * Math.PI) / 180;
			sum[0] += share * current * Math.cos(lag);
			sum[1] += share * current * Math.sin(lag);
		}
		return sum;
	}

	async run(mains: MainsSettings, seconds: number): Promise<void> {
		this.mains = mains;
		this.seconds += seconds;
		if (this.settles) this.#missing = Math.max(0, this.#missing - seconds);
	}

	async seal(open: boolean): Promise<void> {
		this.sealOpen = open;
	}

	async read(address: number, count: number): Promise<Uint8Array> {
		if (!this.answers) throw new Error("the meter does not answer");
		const block = Buffer.alloc(2 * 0x800);
		block.writeUInt16BE(this.mode, 0);
		block.writeUInt16BE(this.calibrated ? 1 : 0, 2 * 3);
		block.writeUInt16BE(Math.ceil(this.#missing), 2 * 6);
		for (let phase = 0; phase < 3; phase++) {
			TABLE.forEach(([name], index) => {
				const register = FIRST - 0x7000 + STRIDE * phase + 2 * index;
				block.writeFloatBE(this.staged[phase][name], 2 * register);
			});
			const { voltage, current, activePower, reactivePower } = this.measured(phase);
			[voltage, current, activePower, reactivePower].forEach((value, index) => {
				block.writeFloatBE(value, 2 * (0x40 + 8 * phase + 2 * index));
			});
		}
		const warmth = this.temperature - 23;
		const [clock = 0, slope = 0, bend = 0] = this.meter;
		const corrected = clock + slope * warmth + bend * warmth ** 2;
		const crystal = this.crystal + this.curvature * (this.temperature - this.turning) ** 2;
		const frequency = (this.mains.frequency * (1 + 1e-6 * corrected)) / (1 + 1e-6 * crystal);
		block.writeFloatBE(frequency, 2 * 0x58);
		block.writeFloatBE(this.temperature, 2 * 0x5c);
		for (const phase of [1, 2]) {
			const skew = (this.voltageSkews[phase] * this.mains.frequency) / 50;
			const angle = (-2 * Math.PI * phase) / 3 - skew;
			block.writeFloatBE(Math.cos(angle), 2 * (0x5a + 4 * phase));
			block.writeFloatBE(Math.sin(angle), 2 * (0x5c + 4 * phase));
		}
		this.stagedMeter.forEach((value, index) => {
			block.writeFloatBE(value, 2 * (METER - 0x7000 + 2 * index));
		});
		return block.subarray(2 * (address - 0x7000), 2 * (address - 0x7000 + count));
	}

	async write(address: number, words: readonly number[]): Promise<void> {
		if (!this.answers) throw new Error("the meter does not answer");
		if (!this.sealOpen) throw new ModbusException(4, address);
		this.log.push(`${address.toString(16)}=${words.length > 1 ? "..." : words[0]?.toString(16)}`);
		const [word = 0] = words;
		if (address === 0x7000) this.mode = word;
		else if (address === 0x7006) this.#missing = word;
		else if (address === 0x7003 && word === 0xdefa) this.#reset();
		else if (address === 0x7003 && word === 0xca1b) this.#commit();
		else if (address === METER) this.stagedMeter = this.#inSteps(floats(words));
		else this.#stage((address - FIRST) / STRIDE, words);
	}

	#stage(phase: number, words: readonly number[]): void {
		const reader = floats(words);
		const values = Object.fromEntries(TABLE.map(([name]) => [name, reader.float32()])) as Values;
		this.staged = this.staged.map((old, index) => (index === phase ? values : old));
	}

	#inSteps(reader: ByteReader): number[] {
		return METER_TABLE.map(([, , step]) => {
			const value = reader.float32();
			return step === 0 ? value : Math.round(value / step) * step;
		});
	}

	#reset(): void {
		this.inForce = [0, 1, 2].map(() => ({ ...NOMINAL }));
		this.staged = this.inForce;
		this.meter = METER_TABLE.map(() => 0);
		this.stagedMeter = this.meter;
		this.calibrated = false;
	}

	#commit(): void {
		const inRange = this.staged.every((phase) =>
			TABLE.every(([name, least, most]) => phase[name] >= least && phase[name] <= most),
		);
		const meterInRange = METER_TABLE.every(([least, most], place) => {
			const value = this.stagedMeter[place] ?? Number.NaN;
			return value >= least && value <= most;
		});
		if (!inRange || !meterInRange || this.refuseConstants) {
			this.staged = this.inForce;
			throw new ModbusException(3, 0x7003);
		}
		this.inForce = this.staged;
		this.meter = this.stagedMeter;
		this.calibrated = true;
	}
}

function floats(words: readonly number[]): ByteReader {
	const writer = new ByteWriter(2 * words.length);
	for (const word of words) writer.uint16(word);
	return new ByteReader(writer.written);
}
