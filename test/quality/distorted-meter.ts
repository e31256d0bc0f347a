/** A whole meter whose terminals have 50 Hz and harmonics, all of them known. */
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import { AnalysingFrontEnd } from "../../testkit/analysing-front-end.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { FULL_SCALE } from "../../testkit/samples.ts";

/** Frames of a cycle, which are delivered at a time. */
export const CYCLE_FRAMES = FRAME_RATE_HZ / 50;

/** A harmonic, or 0: V or A RMS, and degrees by which it lags a sine. */
export interface Part {
	readonly order: number;
	readonly rms: number;
	readonly lag?: number;
}

/** The parts of V1 I1 V2 I2 V3 I3. */
export type Channels = readonly (readonly Part[])[];

/** Sum of the parts in V or A, at a frame of a cycle. */
export function valueAt(parts: readonly Part[], frame: number): number {
	return parts.reduce((sum, { order, rms, lag = 0 }) => {
		const angle = (2 * Math.PI * order * frame) / CYCLE_FRAMES - (lag * Math.PI) / 180;
		return sum + Math.SQRT2 * rms * Math.sin(angle);
	}, 0);
}

/** Parts as a sinc³ converter leaves them. */
function converted(parts: readonly Part[]): Part[] {
	return parts.map(({ order, rms, ...rest }) => {
		const half = (Math.PI * order) / CYCLE_FRAMES;
		const left = order === 0 ? 1 : (Math.sin(half) / half) ** 3;
		return { order, rms: rms * left, ...rest };
	});
}

export class DistortedMeter extends TestMeter {
	constructor() {
		super(new AnalysingFrontEnd());
	}

	/** Feeds whole cycles. */
	feed(channels: Channels, cycles: number): void {
		const parts = channels.map(converted);
		const block = Array.from({ length: CYCLE_FRAMES * CHANNELS }, (_, at) => {
			const full = at % 2 === 0 ? FULL_SCALE.voltage : FULL_SCALE.current;
			const value = valueAt(parts[at % CHANNELS] ?? [], Math.floor(at / CHANNELS));
			return Math.round((value / full) * 2 ** 23);
		});
		for (let cycle = 0; cycle < cycles; cycle++) {
			this.frontEnd.deliver(block);
			this.board.line.wait(20_000);
		}
	}

	/** A float at an address. */
	float(address: number): number {
		return this.#view(address, 2).getFloat32(0);
	}

	/** Signed numbers of one register each. */
	numbers(address: number, count: number): number[] {
		const view = this.#view(address, count);
		return Array.from({ length: count }, (_, at) => view.getInt16(2 * at));
	}

	#view(address: number, count: number): DataView {
		const view = new DataView(new ArrayBuffer(2 * count));
		if (!this.meter.modbus.read(address, count, view, 0)) throw new Error("no such registers");
		return view;
	}
}

/** Sines of V1 I1 V2 I2 V3 I3: V, A, and degrees by which each current lags its voltage. */
export function sines(
	volts: readonly number[],
	amperes: readonly number[],
	lags: readonly number[] = [0, 0, 0],
): Part[][] {
	return [0, 1, 2].flatMap((phase) => [
		[{ order: 1, rms: volts[phase] ?? 0, lag: 120 * phase }],
		[{ order: 1, rms: amperes[phase] ?? 0, lag: 120 * phase + (lags[phase] ?? 0) }],
	]);
}
