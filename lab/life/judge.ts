/** Judges what a client reads of a meter. */
import { REGISTERS } from "../../bench/registers/table.ts";
import { ByteReader } from "../../client/bytes.ts";
import { apart, energyOf, ROLL_OVER } from "./energies.ts";
import { countedPhases, countedPowers, type LifeLoad, shownCurrent } from "./load.ts";
import type { Observed } from "./registers.ts";
import { SETTINGS, type Truth, type Values } from "./truth.ts";

/** A meter is not as it must be. */
export class LifeFault extends Error {}

/** Permitted error of energies beyond the fractions that registers cut, Wh. */
const ENERGY_TOLERANCE = 0.01;

/** Bits of the status word that a life knows. */
const STATUS_KNOWN = 0b1010_0111_0000_0000;

/** A voltage below this is missing, V. */
const MISSING_VOLTS = 46;

const ENERGIES = REGISTERS.filter(({ unit }) => unit === "Wh" || unit === "varh");

/** Judges settings; `pending` may be in force as a whole. Returns what is in force of it. */
export function judgeSettings(observed: Observed, truth: Truth): Values {
	const { pending, settings } = truth;
	const done: string[] = [];
	const missing: string[] = [];
	for (const name of SETTINGS) {
		const value = Math.fround(observed.get(name) ?? Number.NaN);
		if (name === "tariff" && value === truth.unsavedTariff) settings.tariff = value;
		const old = Math.fround(settings[name]);
		const next = Math.fround(pending[name] ?? old);
		if (value !== old && value !== next)
			throw new LifeFault(`${name} is ${value}, neither ${old} nor ${next}`);
		if (next !== old) (value === next ? done : missing).push(name);
	}
	if (done.length > 0 && missing.length > 0)
		throw new LifeFault(
			`a write is half in force: ${done.join(", ")} but not ${missing.join(", ")}`,
		);
	return done.length > 0 ? pending : {};
}

/** Judges all energy registers, and that tariffs and pages add up. */
export function judgeEnergies(observed: Observed, truth: Truth): void {
	const { counted } = truth;
	for (const { name } of ENERGIES) {
		const expected = energyOf(name, counted);
		const value = observed.get(name);
		if (!expected || value === undefined) continue;
		if (apart(value, expected.value) >= expected.counters + ENERGY_TOLERANCE)
			throw new LifeFault(`${name} is ${value} Wh, the truth ${expected.value}`);
	}
	for (const kind of ["forwardActive", "reverseActive", "forwardReactive", "reverseReactive"]) {
		const all = observed.get(`${kind}Energy`) ?? Number.NaN;
		const sums = {
			tariffs: [1, 2, 3, 4].map((tariff) => `${kind}EnergyT${tariff}`),
			pages: [0, 1, 2, 3, 4, 5, 6, 7].map((page) => `${kind}EnergyPage${page}`),
		};
		for (const [what, names] of Object.entries(sums)) {
			const sum = names.reduce((total, name) => total + (observed.get(name) ?? Number.NaN), 0);
			if (!(apart(sum % ROLL_OVER, all) < 0.5))
				throw new LifeFault(`the ${what} of ${kind}Energy add up to ${sum}, not to ${all}`);
		}
	}
}

/** Judges the readings of a load that has been there for seconds. */
export function judgeReadings(observed: Observed, truth: Truth, load: LifeLoad): void {
	const near = (name: string, value: number, step: number): void => {
		const read = observed.get(name) ?? Number.NaN;
		if (!(Math.abs(read - value) <= step + 1e-6 * Math.abs(value)))
			throw new LifeFault(`${name} reads ${read}, the truth is ${value}`);
	};
	const { directions, factor, settings } = truth;
	const counted = countedPowers(load, settings.wiring);
	let status = 0;
	let known = 0b11_1111;
	load.phases.forEach((phase, k) => {
		const [voltage] = phase;
		const current = shownCurrent(phase) * factor;
		near(`voltageL${k + 1}`, voltage, 0.006);
		const reads = Math.abs(observed.get(`currentL${k + 1}`) ?? Number.NaN);
		if (!(Math.abs(reads - current) <= 0.0006 + 1e-6 * reads))
			throw new LifeFault(`currentL${k + 1} reads ${reads}, the truth is ${current}`);
		if (k < countedPhases(settings.wiring) && voltage < MISSING_VOLTS) status |= 1 << (3 + k);
		near(`activePowerL${k + 1}`, (counted.active[k] ?? 0) * factor, 0.6);
		near(`reactivePowerL${k + 1}`, (counted.reactive[k] ?? 0) * factor, 0.6);
		const reverse = directions.reverse(k);
		if (reverse === undefined) known &= ~(1 << k);
		else if (reverse) status |= 1 << k;
	});
	const sum = (powers: readonly number[]): number => powers.reduce((all, power) => all + power, 0);
	near("activePower", sum(counted.active) * factor, 1.8);
	near("reactivePower", sum(counted.reactive) * factor, 1.8);
	const read = observed.get("statusWord") ?? 0;
	if ((read & known) !== status)
		throw new LifeFault(
			`the status word is ${read.toString(2)}, the load says ${status.toString(2)}`,
		);
	if (load.phases.some(([voltage]) => voltage > MISSING_VOLTS))
		near("frequency", load.frequencyHz, 0.001);
}

/** Judges the bits of the status word that do not depend on the load. */
export function judgeStatus(observed: Observed, truth: Truth, faulty: boolean): void {
	const { settings, input, sealOpen } = truth;
	const expected = ((settings.tariff - 1) << 8) | (input << 10) | (sealOpen ? 1 << 13 : 0);
	const read = (observed.get("statusWord") ?? 0) & STATUS_KNOWN;
	if (read !== expected)
		throw new LifeFault(`the status word has ${read.toString(2)}, not ${expected.toString(2)}`);
	const code = observed.get("errorCode") ?? Number.NaN;
	if (faulty ? (code & 1) !== 0 : code !== 0)
		throw new LifeFault(`the error code is ${code.toString(2)}`);
}

/** Judges the pulses since power-up, when none is held back any more. */
export function judgePulses(emitted: readonly number[], truth: Truth): void {
	for (const [i, due] of truth.due.entries()) {
		const count = emitted[i] ?? 0;
		const tolerance = pulseTolerance(due);
		const enough = count > due - 1 - tolerance || (i > 0 && truth.pulsesLag);
		if (!(count <= due + tolerance && enough))
			throw new LifeFault(`output ${i} has made ${count} pulses, the energy earns ${due}`);
	}
}

/** Permitted difference of pulses, and of a number of them: what binary fractions add up to. */
const PULSE_ROUNDING = 1e-4;
const PULSE_ROUNDING_SHARE = 1e-11;

/** Pulses by which two sums of this size may differ. */
export const pulseTolerance = (due: number): number =>
	PULSE_ROUNDING + PULSE_ROUNDING_SHARE * Math.abs(due);

/** Bytes of a telegram before its first record, and after the last. */
const TELEGRAM_HEAD = 19;

/** Judges a telegram of M-Bus: its frame, whose it is, and its energies. */
export function judgeTelegram(frame: Uint8Array, truth: Truth): void {
	const [start, length = 0] = frame;
	const sum = frame.subarray(4, -2).reduce((all, byte) => (all + byte) & 0xff, 0);
	if (
		start !== 0x68 ||
		frame.length !== length + 6 ||
		frame.at(-2) !== sum ||
		frame.at(-1) !== 0x16
	)
		throw new LifeFault("the frame of the telegram is wrong");
	const reader = new ByteReader(frame, "little-endian").seek(7);
	const identification = Number(reader.uint32().toString(16));
	if (identification !== truth.settings.mbusIdentification)
		throw new LifeFault(`the telegram is of ${identification}`);
	reader.seek(TELEGRAM_HEAD);
	const records = REGISTERS.filter(({ mbus }) => mbus).sort(
		(a, b) => (a.mbus?.place ?? 0) - (b.mbus?.place ?? 0),
	);
	for (const { name, mbus } of records) {
		const expected = energyOf(name, truth.counted);
		if (!mbus || !expected) return;
		const head = Uint8Array.of(...mbus.dif, ...mbus.vif);
		if (!Buffer.from(reader.bytes(head.length)).equals(head))
			throw new LifeFault(`the telegram has another record in place of ${name}`);
		const value = reader.int32();
		if (apart(value, expected.value) >= expected.counters + ENERGY_TOLERANCE)
			throw new LifeFault(
				`the telegram has ${value} Wh of ${name}, the truth is ${expected.value}`,
			);
	}
}
