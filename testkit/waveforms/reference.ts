/**
 * The truth about generated recordings, in the same form as a truth.json about recordings of real
 * mains.
 */
import { type MadeRecording, sampleOf, timesOf } from "./recording.ts";
import type { Signal } from "./signal.ts";
import { type PairTruth, truthOf } from "./truth.ts";

/** Channels of a phase by their number in the .cfg. */
export interface PhaseChannels {
	readonly voltage: number;
	readonly current: number;
}

export const phaseOf = (voltage: number, current: number): PhaseChannels => ({ voltage, current });

/** Samples `from` up to but without `to`, near a whole number of cycles. */
export interface MadeSegment {
	readonly recording: MadeRecording;
	readonly name: string;
	readonly from: number;
	readonly to: number;
	readonly phases: readonly [PhaseChannels, PhaseChannels, PhaseChannels];
}

/** The truth of a phase, in the recording's units. */
export interface PhaseReference extends PairTruth {
	/** Number and name of the voltage's channel. */
	readonly v_channel: string;
	readonly i_channel: string;
	readonly first3_v: readonly number[];
	readonly first3_i: readonly number[];
}

/** The truth of a segment. */
export interface SegmentReference {
	readonly recording: string;
	readonly name: string;
	readonly start: number;
	readonly end_exclusive: number;
	/** Number of cycles, near a whole one. */
	readonly cycles: number;
	readonly f_Hz: number;
	readonly phases: Readonly<Record<"A" | "B" | "C", PhaseReference>>;
}

/** The truth of a segment, from its formulas. */
export function referenceOf({ recording, name, from, to, phases }: MadeSegment): SegmentReference {
	const times = timesOf(recording);
	const start = times[from] ?? 0;
	const cycles = ((times[from + 1] ?? 0) - start) * (to - from) * recording.frequencyHz;
	const phase = (channels: PhaseChannels): PhaseReference => {
		const [voltage, current] = [
			find(recording, channels.voltage),
			find(recording, channels.current),
		];
		const first3 = (of: typeof voltage): number[] =>
			[0, 1, 2].map((n) => sampleOf(recording, of, times[from + n] ?? 0));
		const pair = {
			voltage: voltage.signal ?? SILENCE,
			current: current.signal ?? SILENCE,
			voltageSkewUs: voltage.skewUs,
			currentSkewUs: current.skewUs,
		};
		return {
			...truthOf(pair, recording.frequencyHz, start, Math.round(cycles)),
			v_channel: `${channels.voltage} ${voltage.name}`,
			i_channel: `${channels.current} ${current.name}`,
			first3_v: first3(voltage),
			first3_i: first3(current),
		};
	};
	return {
		recording: recording.name,
		name,
		start: from,
		end_exclusive: to,
		cycles,
		f_Hz: recording.frequencyHz,
		phases: { A: phase(phases[0]), B: phase(phases[1]), C: phase(phases[2]) },
	};
}

const SILENCE: Signal = { direct: 0, harmonics: [] };

function find({ name, channels }: MadeRecording, number: number) {
	const channel = channels[number - 1];
	if (!channel) throw new Error(`${name}: no channel ${number}`);
	return channel;
}
