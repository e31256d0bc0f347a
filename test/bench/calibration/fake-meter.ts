/**
 * A fake meter with known tolerances and a vendor block, for tests of the calibration: phasors in,
 * registers out. Written from docs/metrology.md and the table of docs/calibration.md,
 * independently of firmware and bench.
 */
import type { Station } from "../../../bench/calibration/station.ts";
import { DEFAULT_MAINS, type MainsSettings } from "../../../bench/mains/settings.ts";
import { ByteReader, ByteWriter } from "../../../client/bytes.ts";
import { ModbusException } from "../../../client/modbus-client.ts";

/** Errors of a phase's hardware. */
export interface Tolerances {
	/** Relative errors of the two paths at 1 A and 23 °C, and a further one of their product. */
	voltage: number;
	current: number;
	product: number;
	/** rad by which the current path leads at 50 Hz and 1 A: falling and rising with f. */
	lead: number;
	skew: number;
	/** The transformer at 10 mA, 50 mA, 5 A: relative error of the ratio and lead beyond 1 A's. */
	ratios: readonly [number, number, number];
	leads: readonly [number, number, number];
	/** Per kelvin: relative, relative, rad at 50 Hz. */
	drifts: readonly [voltage: number, current: number, lead: number];
	/** Current caused by the voltage, A/V: in phase, and lagging by a quarter period. */
	crosstalk: readonly [number, number];
	/** A RMS. */
	noise: number;
}

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
const CLOCK = 0x76c0;

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
	/** ppm by which the crystal is fast. */
	crystal = 0;
	/** rad at 50 Hz by which the voltage channels lag that of L1. */
	voltageSkews = [0, 2e-4, -3e-4];
	mains: MainsSettings = DEFAULT_MAINS;
	temperature = 23;
	sealOpen = false;
	mode = 0;
	calibrated = false;
	inForce: Values[] = [0, 1, 2].map(() => ({ ...NOMINAL }));
	staged = this.inForce;
	clock = 0;
	stagedClock = 0;
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
		const p = (1 + t.product) * rawV * (rawI * Math.cos(lag) + along);
		const q = (1 + t.product) * rawV * (rawI * Math.sin(lag) + across);
		const common = 2 * rawI * (along * Math.cos(lag) + across * Math.sin(lag));
		const squareI = rawI ** 2 + common + along ** 2 + across ** 2 + t.noise ** 2;

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
		const frequency = (this.mains.frequency * (1 + 1e-6 * this.clock)) / (1 + 1e-6 * this.crystal);
		block.writeFloatBE(frequency, 2 * 0x58);
		block.writeFloatBE(this.temperature, 2 * 0x5c);
		for (const phase of [1, 2]) {
			const skew = (this.voltageSkews[phase] * this.mains.frequency) / 50;
			const angle = (-2 * Math.PI * phase) / 3 - skew;
			block.writeFloatBE(Math.cos(angle), 2 * (0x5a + 4 * phase));
			block.writeFloatBE(Math.sin(angle), 2 * (0x5c + 4 * phase));
		}
		block.writeFloatBE(this.stagedClock, 2 * (CLOCK - 0x7000));
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
		else if (address === CLOCK) this.stagedClock = floats(words).float32();
		else this.#stage((address - FIRST) / STRIDE, words);
	}

	#stage(phase: number, words: readonly number[]): void {
		const reader = floats(words);
		const values = Object.fromEntries(TABLE.map(([name]) => [name, reader.float32()])) as Values;
		this.staged = this.staged.map((old, index) => (index === phase ? values : old));
	}

	#reset(): void {
		this.inForce = [0, 1, 2].map(() => ({ ...NOMINAL }));
		this.staged = this.inForce;
		this.clock = 0;
		this.stagedClock = 0;
		this.calibrated = false;
	}

	#commit(): void {
		const inRange = this.staged.every((phase) =>
			TABLE.every(([name, least, most]) => phase[name] >= least && phase[name] <= most),
		);
		if (!inRange || this.refuseConstants) {
			this.staged = this.inForce;
			throw new ModbusException(3, 0x7003);
		}
		this.inForce = this.staged;
		this.clock = this.stagedClock;
		this.calibrated = true;
	}
}

function floats(words: readonly number[]): ByteReader {
	const writer = new ByteWriter(2 * words.length);
	for (const word of words) writer.uint16(word);
	return new ByteReader(writer.written);
}

/** Tolerances of three phases that differ in every value. */
export const SPREAD: readonly Tolerances[] = [
	{
		voltage: 0.009,
		current: -0.018,
		product: 2e-4,
		lead: 0.0075,
		skew: 3e-4,
		ratios: [-0.003, -0.0018, 0.0004],
		leads: [0.0044, 0.0026, -8e-4],
		drifts: [2e-5, -2.5e-5, 1.2e-5],
		crosstalk: [2e-8, -3e-8],
		noise: 6e-5,
	},
	{
		voltage: -0.0095,
		current: 0.0195,
		product: -1e-4,
		lead: 0.002,
		skew: -5e-4,
		ratios: [-0.001, -6e-4, 1e-4],
		leads: [0.0015, 8e-4, -2e-4],
		drifts: [-1e-5, 2e-5, -5e-6],
		crosstalk: [-4e-8, 1e-8],
		noise: 6.5e-5,
	},
	{
		voltage: 0.001,
		current: 0.003,
		product: 0,
		lead: 0.0087,
		skew: 0,
		ratios: [0, 0, 0],
		leads: [0, 0, 0],
		drifts: [0, 0, 0],
		crosstalk: [1e-8, 5e-8],
		noise: 5e-5,
	},
];
