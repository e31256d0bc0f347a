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
	/** Relative errors of the two paths, and a further one of their product. */
	voltage: number;
	current: number;
	product: number;
	/** rad by which the current path leads at 50 Hz. */
	lead: number;
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

const ORDER = {
	voltageGain: 0,
	currentGain: 1,
	powerGain: 2,
	lead: 3,
	active: 4,
	reactive: 5,
	noise: 6,
};
const NOMINAL = [1, 1, 1, 0, 0, 0, 0];
const LIMITS = [
	[0.9, 1.1],
	[0.9, 1.1],
	[0.99, 1.01],
	[-0.02, 0.02],
	[-1e-5, 1e-5],
	[-1e-5, 1e-5],
	[0, 1e-4],
] as const;

/** As an exception response of Modbus. */
export class FakeMeter implements Station {
	readonly tolerances: readonly Tolerances[];
	mains: MainsSettings = DEFAULT_MAINS;
	sealOpen = false;
	mode = 0;
	calibrated = false;
	inForce = [0, 1, 2].map(() => [...NOMINAL]);
	staged = this.inForce;
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
		const { voltage, current, product, lead, crosstalk, noise } = this.tolerances[phase];
		const lag = (angle * Math.PI) / 180 - lead;
		const rawV = u * (1 + voltage);
		const rawI = i * (1 + current);
		const p = (1 + product) * (rawV * rawI * Math.cos(lag) + crosstalk[0] * rawV ** 2);
		const q = (1 + product) * (rawV * rawI * Math.sin(lag) + crosstalk[1] * rawV ** 2);
		const k = this.inForce[phase];
		const scale = k[ORDER.voltageGain] * k[ORDER.currentGain] * k[ORDER.powerGain];
		const d = k[ORDER.lead];
		const v = rawV * k[ORDER.voltageGain];
		const square = (rawI ** 2 + noise ** 2) * k[ORDER.currentGain] ** 2 - k[ORDER.noise];
		return {
			voltage: v,
			current: Math.sqrt(Math.max(0, square)),
			activePower: scale * (p * (1 - d ** 2 / 2) - d * q) - k[ORDER.active] * v ** 2,
			reactivePower: scale * (q * (1 - d ** 2 / 2) + d * p) - k[ORDER.reactive] * v ** 2,
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
		const block = Buffer.alloc(2 * 0x60);
		block.writeUInt16BE(this.mode, 0);
		block.writeUInt16BE(this.calibrated ? 1 : 0, 2 * 3);
		block.writeUInt16BE(Math.ceil(this.#missing), 2 * 6);
		for (let phase = 0; phase < 3; phase++) {
			this.staged[phase].forEach((value, index) => {
				block.writeFloatBE(value, 2 * (0x10 + 0x10 * phase + 2 * index));
			});
			const { voltage, current, activePower, reactivePower } = this.measured(phase);
			[voltage, current, activePower, reactivePower].forEach((value, index) => {
				block.writeFloatBE(value, 2 * (0x40 + 8 * phase + 2 * index));
			});
		}
		block.writeFloatBE(this.mains.frequency, 2 * 0x58);
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
		else this.#stage((address - 0x7010) / 0x10, words);
	}

	#stage(phase: number, words: readonly number[]): void {
		const writer = new ByteWriter(2 * words.length);
		for (const word of words) writer.uint16(word);
		const reader = new ByteReader(writer.written);
		const values = NOMINAL.map(() => reader.float32());
		this.staged = this.staged.map((old, index) => (index === phase ? values : old));
	}

	#reset(): void {
		this.inForce = [0, 1, 2].map(() => [...NOMINAL]);
		this.staged = this.inForce;
		this.calibrated = false;
	}

	#commit(): void {
		const inRange = this.staged.every((phase) =>
			phase.every((value, index) => value >= LIMITS[index][0] && value <= LIMITS[index][1]),
		);
		if (!inRange || this.refuseConstants) {
			this.staged = this.inForce;
			throw new ModbusException(3, 0x7003);
		}
		this.inForce = this.staged;
		this.calibrated = true;
	}
}

/** Tolerances of three phases that differ in every value. */
export const SPREAD: readonly Tolerances[] = [
	{
		voltage: 0.009,
		current: -0.018,
		product: 2e-4,
		lead: 0.0075,
		crosstalk: [2e-8, -3e-8],
		noise: 6e-5,
	},
	{
		voltage: -0.0095,
		current: 0.0195,
		product: -1e-4,
		lead: 0.002,
		crosstalk: [-4e-8, 1e-8],
		noise: 6.5e-5,
	},
	{
		voltage: 0.001,
		current: 0.003,
		product: 0,
		lead: 0.0087,
		crosstalk: [1e-8, 5e-8],
		noise: 5e-5,
	},
];
