/** Metrology: front end → kernel → window → load → readings and energy. */
import { type Board, type FrontEnd, WORDS_PER_FRAME } from "board";
import Average from "metrology/average";
import Calibration from "metrology/calibration";
import CtHistory from "metrology/ct-history";
import EnergyCounters from "metrology/energy";
import Kernel from "metrology/kernel";
import Load from "metrology/load";
import Readings from "metrology/readings";
import Tariff from "metrology/tariff";
import Window from "metrology/window";
import Timer from "timer";

/** Frames that the buffer holds: a virtual board's idle block of 80 and what was left of the one before. */
const BUFFER_FRAMES = 96;

/** Milliseconds without a frame after which nothing is measured any more. */
const FRONT_END_TIMEOUT = 1000;

/** Measures what the board's front end converts. */
export default class Metrology {
	readonly calibration: Calibration;
	readonly load = new Load();
	readonly readings = new Readings();
	readonly average = new Average();
	readonly energy = new EnergyCounters();
	readonly ctHistory = new CtHistory();
	readonly tariff: Tariff;
	/** While the meter is being calibrated no energy is counted. */
	calibrating = false;
	/** Energy is not counted any more: what was counted before is lost (manual 8.1). */
	stopped = false;
	/** Called when a window of so many frames has been counted; see `energy.increments`. */
	onCounted: ((frames: number) => void) | undefined;
	readonly #frontEnd: FrontEnd;
	readonly #kernel = new Kernel();
	readonly #window: Window;
	readonly #words: number[] = new Array(BUFFER_FRAMES * WORDS_PER_FRAME).fill(0);
	readonly #onReadings: (metrology: Metrology) => void;
	/** Frames lost as far as they were dealt with. */
	#lost = 0;
	/** Whether frames came since the watchdog last looked. */
	#alive = true;

	/** @param onReadings called about once a second, when the readings are new */
	constructor(board: Board, onReadings: (metrology: Metrology) => void) {
		this.#frontEnd = board.frontEnd;
		this.#onReadings = onReadings;
		this.calibration = new Calibration(board.frontEnd);
		this.tariff = new Tariff(board.pins);
		this.#window = new Window(this.calibration);
		this.#frontEnd.start(this.#words, (length) => this.#process(length));
		Timer.repeat(() => this.#watch(), FRONT_END_TIMEOUT);
	}

	/** Frames that the front end has lost. */
	get lost(): number {
		return this.#frontEnd.lostFrames;
	}

	#process(length: number): number {
		const words = this.#words;
		const kernel = this.#kernel;
		let next = 0;
		this.#alive = true;
		if (this.#lost !== this.#frontEnd.lostFrames) {
			this.#lost = this.#frontEnd.lostFrames;
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
		window.take(this.#kernel);
		load.take(window);
		this.average.add(window);
		if (!this.calibrating && !this.stopped) {
			this.energy.count(load, this.tariff.index, this.ctHistory.factor);
			this.onCounted?.(load.frames);
		}
		if (this.readings.add(window, load)) this.#onReadings(this);
	}

	/** A front end that stops leaves no readings standing. */
	#watch(): void {
		if (!this.#alive) {
			this.#kernel.restart();
			this.readings.clear();
			this.#onReadings(this);
		}
		this.#alive = false;
	}
}
