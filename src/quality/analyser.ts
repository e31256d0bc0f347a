/**
 * Power quality of the frames that the kernel has made flat: points at 128 places of each cycle,
 * from which come harmonics over windows of 10 or 12 cycles, gapless; the voltages' RMS by half
 * cycles; and waveforms of events. Compiled to machine code as well: docs/sample-path.md.
 *
 * A window's cycles have one length: see cycle-length.
 */
import { HISTORY_FRAMES, response } from "metrology/channels";
import { CYCLE_STEPS, cosine, sine, TURN, whole } from "metrology/trigonometry";
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types
import { AnalyserMemory } from "quality/analyser-memory";
import { CycleLength } from "quality/cycle-length";
import { addPoint, CYCLE_POINTS, FOLD_LENGTH, HALF_CYCLE_POINTS, TURN_UNIT } from "quality/fold";
import { HalfCycles } from "quality/half-cycles";
import { Recorder } from "quality/recorder";
import {
	CURRENT_PRODUCTS,
	FUNDAMENTALS,
	MEAN_SQUARES,
	MEANS,
	PEAKS,
	RECORD_SAMPLES,
	RESULTS,
	WINDOW_CYCLES,
	WINDOWS,
} from "quality/results";
import { Spectrum } from "quality/spectrum";
import {
	fillSpline,
	PLACES_SHIFT,
	splineResponse,
	TAPS,
	TAPS_BEFORE,
	WEIGHT_SHIFT,
} from "quality/spline";
import { addProducts, addSquares } from "quality/window-sums";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";

/** Frames that a point depends on after its own. */
const FRAMES_AFTER: i32 = TAPS - 1 - TAPS_BEFORE;

/** Cycles of a window, about 0.2 s, and the frequency from which it has the larger number. */
const FEWER_CYCLES: i32 = 10;
const MORE_CYCLES: i32 = 12;
const MORE_FROM_HZ: f64 = 55;

/** A frame in units of a point's position. */
const FRAME_SHIFT: i32 = 20;
const FRAME: f64 = (1 << FRAME_SHIFT) as f64;

/** From a position to places between two frames, rounded. */
const PLACE_SHIFT: i32 = FRAME_SHIFT - PLACES_SHIFT;
const HALF_PLACE: i32 = 1 << (PLACE_SHIFT - 1);
const PLACES: i32 = 1 << PLACES_SHIFT;

/** Bits that a sample loses before it is weighted, so that the sum stays below 2^31. */
const SPARE: i32 = 2;
const POINT_SHIFT: i32 = WEIGHT_SHIFT - SPARE;
const HALF_POINT: i32 = 1 << (POINT_SHIFT - 1);

/** After it numbers begin again from 0: a conversion needs them to be of 32 bits. */
const LAST_NUMBER: i32 = 0x7fffffff;

export class Analyser {
	private readonly memory: AnalyserMemory;
	private readonly spectrum: Spectrum;
	private readonly halfCycles: HalfCycles;
	private readonly recorder: Recorder;
	private readonly cycleLength: CycleLength = new CycleLength();
	/** False: it does nothing, and costs nothing. */
	private on: bool = false;
	/** Position of the next point in the samples, and the distance of two, 2^−20 frames. */
	private position: i32 = 0;
	private stride: i32 = 0;
	/** End of the frames that were added last; 0 if frames are missing since. */
	private end: i32 = 0;
	/** Point of the cycle that is next, cycle of the window, and cycles that it has; 0: none. */
	private place: i32 = 0;
	private cycle: i32 = 0;
	private cycles: i32 = 0;
	/** Cosine and sine of the cycle's place in the window, whole, and of the next one's. */
	private turnCosine: i32 = 0;
	private turnSine: i32 = 0;
	private cosine: f64 = 1;
	private sine: f64 = 0;
	/** Of the window's fundamental, rad a frame. */
	private omega: f64 = 0;
	/** Response of filter and equaliser at the fundamental; it is even over the band. */
	private response: f64 = 1;
	/** Frames whose squares and peaks the window has, and the first in the samples that it lacks. */
	private frames: i32 = 0;
	private summed: i32 = 0;

	constructor(memory: AnalyserMemory) {
		this.memory = memory;
		this.spectrum = new Spectrum(memory.real, memory.imaginary, memory.cosines);
		this.halfCycles = new HalfCycles(memory.results, memory.limits);
		this.recorder = new Recorder(memory.records, memory.merged, memory.results);
		fillSpline(memory.spline);
	}

	/** Starts or stops the analysis. */
	enable(on: bool): void {
		if (on !== this.on) this.restart();
		this.on = on;
	}

	/**
	 * Sets limits of the mean square of a phase's voltage, 0..2, over a cycle: a waveform is recorded
	 * when it leaves them.
	 * @param high 0: none
	 */
	setLimits(phase: i32, low: f64, high: f64): void {
		if (phase < 0 || phase > 2) return;
		this.memory.limits[2 * phase] = low;
		this.memory.limits[2 * phase + 1] = high;
	}

	/** Discards the window in progress, since the next frames do not follow. */
	restart(): void {
		this.end = 0;
		this.halfCycles.restart();
		this.recorder.restart();
	}

	/**
	 * The result at `place` (quality/results); starting at RESULTS, the samples of record 0, then of
	 * 1 and so on. 0 elsewhere.
	 */
	at(place: i32): f64 {
		if (place < 0) return 0;
		if (place < RESULTS) return this.memory.results[place];
		const record: i32 = ((place - RESULTS) / RECORD_SAMPLES) | 0;
		return this.recorder.sample(record, place - RESULTS - record * RECORD_SAMPLES);
	}

	/**
	 * Analyses the flat frames from `first` to before `end`, which follow those added before; the
	 * TAPS − 1 frames before `first` must still be what they were.
	 * @param step of the kernel's carrier, of which CYCLE_STEPS are a cycle; 0: the frequency is not
	 *   known yet, and the frames are left out
	 */
	add(samples: StaticArray<i32>, first: i32, end: i32, step: f64): void {
		if (!this.on || step === 0) return;
		if (this.end === 0) this.begin(first, step);
		else {
			this.position -= (this.end - first) << FRAME_SHIFT;
			this.summed -= this.end - first;
		}
		this.end = end;
		const stop: i32 = (end - FRAMES_AFTER) << FRAME_SHIFT;
		while (this.position + HALF_PLACE < stop) {
			this.interpolate(samples);
			this.takePoint(samples, step);
			this.position += this.stride;
		}
		this.sum(samples, this.position >> FRAME_SHIFT);
	}

	/**
	 * Starts with the first point that can be computed from frame `first` onwards, leaving out those
	 * that the equaliser has made of frames before and after a gap.
	 */
	private begin(first: i32, step: f64): void {
		this.summed = first + HISTORY_FRAMES + TAPS_BEFORE;
		this.position = this.summed << FRAME_SHIFT;
		this.cycleLength.restart();
		this.openWindow(step);
	}

	private openWindow(step: f64): void {
		const memory = this.memory;
		this.cycleLength.follow(step);
		const cyclesAFrame: f64 = this.cycleLength.step / CYCLE_STEPS;
		this.omega = TURN * cyclesAFrame;
		this.response = response(this.omega);
		this.halfCycles.setResponse(this.response * splineResponse(this.omega));
		this.cycles = cyclesAFrame * FRAME_RATE_HZ < MORE_FROM_HZ ? FEWER_CYCLES : MORE_CYCLES;
		this.stride = whole(FRAME / (cyclesAFrame * (CYCLE_POINTS as f64))) as i32;
		this.place = 0;
		this.cycle = 0;
		this.frames = 0;
		this.cosine = 1;
		this.sine = 0;
		for (let i: i32 = 0; i < FOLD_LENGTH; i++) memory.folds[i] = 0;
		for (let channel: i32 = 0; channel < CHANNELS; channel++) {
			memory.squares[channel] = 0;
			memory.peaks[channel] = 0;
		}
		for (let pair: i32 = 0; pair < 3; pair++) memory.squares[CHANNELS + pair] = 0;
		this.openCycle();
	}

	/** Takes the turn of the cycle that begins, and computes that of the next one. */
	private openCycle(): void {
		this.turnCosine = whole((TURN_UNIT as f64) * this.cosine) as i32;
		this.turnSine = whole((TURN_UNIT as f64) * this.sine) as i32;
		const angle: f64 = TURN / (this.cycles as f64);
		const nextCosine: f64 = this.cosine * cosine(angle) - this.sine * sine(angle);
		this.sine = this.sine * cosine(angle) + this.cosine * sine(angle);
		this.cosine = nextCosine;
	}

	/** Adds the frames before `end` that are not in the window's sums yet. */
	private sum(samples: StaticArray<i32>, end: i32): void {
		if (end <= this.summed) return;
		const squares = this.memory.squares;
		addSquares(samples, this.summed, end, squares, this.memory.peaks);
		addProducts(samples, this.summed, end, squares);
		this.frames += end - this.summed;
		this.summed = end;
	}

	/** Computes the point at the position from the frames around it. */
	private interpolate(samples: StaticArray<i32>): void {
		const spline = this.memory.spline;
		const point = this.memory.point;
		const nearest: i32 = (this.position + HALF_PLACE) >> PLACE_SHIFT;
		const entry: i32 = TAPS * (nearest & (PLACES - 1));
		const w0: i32 = spline[entry];
		const w1: i32 = spline[entry + 1];
		const w2: i32 = spline[entry + 2];
		const w3: i32 = spline[entry + 3];
		const w4: i32 = spline[entry + 4];
		const w5: i32 = spline[entry + 5];
		let at: i32 = CHANNELS * ((nearest >> PLACES_SHIFT) - TAPS_BEFORE);
		for (let channel: i32 = 0; channel < CHANNELS; channel++) {
			const left: i32 =
				w0 * (samples[at] >> SPARE) +
				w1 * (samples[at + CHANNELS] >> SPARE) +
				w2 * (samples[at + 2 * CHANNELS] >> SPARE);
			const right: i32 =
				w3 * (samples[at + 3 * CHANNELS] >> SPARE) +
				w4 * (samples[at + 4 * CHANNELS] >> SPARE) +
				w5 * (samples[at + 5 * CHANNELS] >> SPARE);
			point[channel] = (left + right + HALF_POINT) >> POINT_SHIFT;
			at++;
		}
	}

	/** Hands the point to all that take it, and ends half cycle, cycle and window after it. */
	private takePoint(samples: StaticArray<i32>, step: f64): void {
		const point = this.memory.point;
		addPoint(this.memory.folds, point, this.place, this.turnCosine, this.turnSine);
		this.halfCycles.add(point);
		this.recorder.add(point);
		this.place++;
		if ((this.place & (HALF_CYCLE_POINTS - 1)) !== 0) return;
		this.halfCycles.close();
		this.recorder.watch(this.halfCycles.outside);
		this.cycleLength.watch(this.halfCycles.outside);
		if (this.place < CYCLE_POINTS) return;
		this.place = 0;
		this.cycle++;
		if (this.cycle < this.cycles) {
			this.openCycle();
			return;
		}
		this.sum(samples, (this.position + this.stride) >> FRAME_SHIFT);
		this.closeWindow(step);
	}

	private closeWindow(step: f64): void {
		const results = this.memory.results;
		const squares = this.memory.squares;
		const peaks = this.memory.peaks;
		this.spectrum.analyse(this.memory.folds, results, this.cycles, this.omega);
		const frames: f64 = (this.frames as f64) * this.response * this.response;
		for (let channel: i32 = 0; channel < CHANNELS; channel++) {
			results[MEAN_SQUARES + channel] = squares[channel] / frames;
			results[MEANS + channel] /= this.response;
			results[PEAKS + channel] = (peaks[channel] as f64) / this.response;
		}
		for (let pair: i32 = 0; pair < 3; pair++)
			results[CURRENT_PRODUCTS + pair] = squares[CHANNELS + pair] / frames;
		results[WINDOW_CYCLES] = this.cycles as f64;
		for (let phase: i32 = 0; phase < 3; phase++) {
			const at: i32 = FUNDAMENTALS + 2 * phase;
			this.cycleLength.turn.note(phase, results[at], results[at + 1]);
		}
		this.cycleLength.close(this.cycles as f64);
		const number: i32 = results[WINDOWS] as i32;
		results[WINDOWS] = number === LAST_NUMBER ? 0 : ((number + 1) as f64);
		this.openWindow(step);
	}
}
