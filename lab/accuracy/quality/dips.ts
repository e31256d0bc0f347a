/** Measures dips, swells and interruptions: what the event log has of them, next to the truth. */
import { ByteReader } from "../../../client/bytes.ts";
import type { MeterUnderTest } from "../meter-under-test.ts";
import type { Finding } from "./figure.ts";
import { type EventKind, idealEvent } from "./half-cycle-truth.ts";
import { Signal, type Step } from "./signal.ts";
import { sinesFromZero } from "./test-signals.ts";

/** A dip, swell or interruption by name. */
export interface DipTest {
	readonly name: string;
	readonly factor: number;
	readonly cycles: number;
	/** True: in all phases; else in each in turn. */
	readonly all: boolean;
	/** Events that must be logged, in their order. */
	readonly kinds: readonly EventKind[];
}

const LENGTHS = [1.5, 5, 12.25];
const SIZES = [0.05, 0.4, 0.7, 0.85, 1.2, 1.4];

const percent = (factor: number): string => `${Math.round(100 * factor)} %`;

export const DIPS: readonly DipTest[] = [
	...LENGTHS.flatMap((cycles) =>
		SIZES.map((factor): DipTest => {
			const kind = factor > 1 ? "swell" : "dip";
			return { name: `${kind} to ${percent(factor)}`, factor, cycles, all: false, kinds: [kind] };
		}),
	),
	...LENGTHS.map(
		(cycles): DipTest => ({
			name: "interruption",
			factor: 0,
			cycles,
			all: true,
			// The dip lasts until the voltage is back.
			kinds: ["interruption", "dip"],
		}),
	),
];

/** Frequencies at which there are dips, Hz; degrees of L1's cycle at which they begin. */
export const DIP_FREQUENCIES = [47.3, 50, 60.435];
export const DIP_DEGREES = [0, 22.5, 45, 90, 120, 180, 250, 315];

/** Codes in the log (docs/storage.md). */
const CODES: Readonly<Record<EventKind, number>> = { dip: 18, swell: 19, interruption: 20 };

/** Registers of the log: the newest event's number, and the eight that are shown. */
const LATEST = 0x7100;
const SHOWN = 0x7110;
const SHOWN_REGISTERS = 64;

/** Events that the meter logs in a row (src/quality/voltage-watch.ts) after a power-up. */
const MOST_EVENTS = 20;

/** Meter seconds after a power-up, before a dip at least, and after it until it is logged. */
const START_S = 2;
const BEFORE_S = 0.3;
const AFTER_S = 0.9;

const PERCENT = 100;
const TENTHS = 1000;

/** Measures events at one frequency, all after one another. */
export async function measureDips(
	meter: MeterUnderTest,
	frequency: number,
	tests: readonly DipTest[],
	degrees: readonly number[],
): Promise<Finding[]> {
	const signal = new Signal(sinesFromZero(frequency));
	const findings: Finding[] = [];
	let logged = MOST_EVENTS;
	for (const [index, at] of degrees.entries())
		for (const test of tests) {
			if (logged + test.kinds.length > MOST_EVENTS) {
				await meter.stop();
				await meter.start();
				meter.mains.signal = signal;
				await meter.run(START_S);
				logged = 0;
			}
			const phases = [0, 1, 2].map((phase) => test.all || phase === index % 3);
			findings.push(...(await measureDip(meter, signal, { test, frequency, degrees: at, phases })));
			logged += test.kinds.length;
		}
	return findings;
}

interface Dip {
	readonly test: DipTest;
	readonly frequency: number;
	readonly degrees: number;
	readonly phases: readonly boolean[];
}

async function measureDip(
	meter: MeterUnderTest,
	signal: Signal,
	{ test, frequency, degrees, phases }: Dip,
): Promise<Finding[]> {
	const before = await latestEvent(meter);
	const cycle = Math.ceil((signal.seconds + BEFORE_S) * frequency);
	const from = (cycle + degrees / 360) / frequency;
	const step: Step = { from, to: from + test.cycles / frequency, factor: test.factor, phases };
	signal.step = step;
	await meter.run(step.to - signal.seconds + AFTER_S);
	const events = await eventsSince(meter, before);
	const finding = (figure: Finding["figure"], error: number): Finding => ({
		figure,
		error,
		signal: test.name,
		frequency,
		serialNumber: meter.serialNumber,
		phase: test.all ? 0 : 1 + phases.indexOf(true),
		degrees,
	});
	const expected = phases.reduce((bits, is, phase) => bits | (is ? 1 << phase : 0), 0);
	const wrong = events.filter(({ code }) => !test.kinds.some((kind) => CODES[kind] === code));
	const findings = [finding("logged", wrong.length + Math.abs(events.length - test.kinds.length))];
	for (const kind of test.kinds) {
		const ideal = idealEvent(kind, { frequency, step });
		const event = events.find(({ code, bits }) => code === CODES[kind] && bits === expected);
		const { depth, halves } = event ?? { depth: Number.NaN, halves: Number.NaN };
		findings.push(
			finding("depth", PERCENT * (depth - (ideal?.extreme ?? Number.NaN))),
			finding("duration", halves - (ideal?.halves ?? Number.NaN)),
		);
		if (kind !== "interruption") findings.push(finding("actualDuration", halves - 2 * test.cycles));
	}
	return findings;
}

interface LoggedEvent {
	readonly code: number;
	/** Phases, L1 the lowest bit. */
	readonly bits: number;
	/** As a part of the declared voltage. */
	readonly depth: number;
	readonly halves: number;
}

async function latestEvent(meter: MeterUnderTest): Promise<number> {
	return new ByteReader(await meter.read(LATEST, 2)).uint32();
}

/** Events after number `before`, the newest first, of those of power quality. */
async function eventsSince(meter: MeterUnderTest, before: number): Promise<LoggedEvent[]> {
	const reader = new ByteReader(await meter.read(SHOWN, SHOWN_REGISTERS));
	return Array.from({ length: 8 }, (_, i) => {
		const number = reader.seek(16 * i).uint32();
		const code = reader.skip(4).uint16();
		const detail = reader.skip(2).uint32();
		return { number, code, detail };
	})
		.filter(({ number }) => number > before)
		.map(({ code, detail }) => ({
			code,
			bits: detail >>> 29,
			depth: ((detail >>> 18) & 0x7ff) / TENTHS,
			halves: detail & 0x3ffff,
		}));
}
