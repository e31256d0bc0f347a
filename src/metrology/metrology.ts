/** Metrology: front end → kernel → window → load → readings and energy. */
import { type FrontEnd, WORDS_PER_FRAME } from "board";
import Average from "metrology/average";
import Calibration from "metrology/calibration";
import Kernel from "metrology/kernel";
import Load from "metrology/load";
import Readings from "metrology/readings";
import Window from "metrology/window";
import Timer from "timer";

/** Frames in the buffer: a virtual board's idle block of 80, and the rest of the block before. */
const BUFFER_FRAMES = 96;

/** Time without a frame after which the readings are cleared. */
const FRONT_END_TIMEOUT_MS = 1000;

/** Counts the energy of loads. */
export interface LoadCounter {
	/** Counts the energy of one window. */
	count(load: Load): void;
}

/** Tells readings to the rest of the meter. */
export interface ReadingsTarget {
	/** Takes new readings, about once a second. */
	update(readings: Readings, load: Load): void;
}

/** Measures the samples of the board's front end. */
export default class Metrology {
	readonly calibration: Calibration;
	readonly load = new Load();
	readonly readings = new Readings();
	readonly average = new Average();
	/** While true, the meter is being calibrated and no energy is counted. */
	calibrating = false;
	readonly #frontEnd: FrontEnd;
	readonly #counter: LoadCounter;
	readonly #target: ReadingsTarget;
	readonly #kernel = new Kernel();
	readonly #window: Window;
	readonly #words: number[] = new Array(BUFFER_FRAMES * WORDS_PER_FRAME).fill(0);
	/** The front end's lost frames as of the last call. */
	#lostFrames = 0;
	/** True if frames came since the watchdog last looked. */
	#alive = true;

	constructor(frontEnd: FrontEnd, counter: LoadCounter, target: ReadingsTarget) {
		this.#frontEnd = frontEnd;
		this.#counter = counter;
		this.#target = target;
		this.calibration = new Calibration(frontEnd);
		this.#window = new Window(this.calibration);
	}

	/** Starts conversion. */
	start(): void {
		this.#frontEnd.start(this.#words, (length) => this.#process(length));
		Timer.repeat(() => this.#watch(), FRONT_END_TIMEOUT_MS);
	}

	/** Frames that the front end has lost. */
	get lostFrames(): number {
		return this.#frontEnd.lostFrames;
	}

	/** Has a window's energy counted, except while the meter is being calibrated. */
	countLoad(load: Load): void {
		if (!this.calibrating) this.#counter.count(load);
	}

	#process(length: number): number {
		const words = this.#words;
		const kernel = this.#kernel;
		let next = 0;
		this.#alive = true;
		if (this.#lostFrames !== this.#frontEnd.lostFrames) {
			this.#lostFrames = this.#frontEnd.lostFrames;
			kernel.restart();
		}
		for (;;) {
			next = kernel.run(words, next, length);
			if (!kernel.closed) break;
			this.#takeWindow();
		}
		const left = length - next;
		for (let i = 0; i < left; i++) words[i] = words[next + i];
		return left;
	}

	#takeWindow(): void {
		const window = this.#window;
		const load = this.load;
		window.update(this.#kernel);
		load.update(window);
		this.average.add(window);
		this.countLoad(load);
		if (this.readings.add(window, load)) this.#target.update(this.readings, load);
	}

	/** Clears the readings when the front end has stopped. */
	#watch(): void {
		if (!this.#alive) {
			this.#kernel.restart();
			this.readings.clear();
			this.#target.update(this.readings, this.load);
		}
		this.#alive = false;
	}
}
