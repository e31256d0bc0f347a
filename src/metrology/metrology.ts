/** Metrology: a window's results → window → load → readings and energy. */
import type { FrontEnd } from "board";
import Average from "metrology/average";
import Calibration from "metrology/calibration";
import { Thermometer } from "metrology/correction";
import Load from "metrology/load";
import { LatestWindow } from "metrology/measured";
import OverRange from "metrology/over-range";
import Readings from "metrology/readings";
import { REFERENCE, RESULTS } from "metrology/results";
import Window from "metrology/window";
import Timer from "timer";

/** Time without a frame after which the readings are cleared. */
const FRONT_END_TIMEOUT_MS = 1000;

/** The same without readings, in that time, while frames are lost: each loss voids a window. */
const MOST_UNTOLD = 4;

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
	readonly thermometer: Thermometer;
	readonly load = new Load();
	readonly readings = new Readings();
	readonly average = new Average();
	readonly latest = new LatestWindow();
	readonly overRange = new OverRange();
	/** True if frames were lost since the readings before the last. */
	framesMissing = false;
	/** While true, the meter is being calibrated and no energy is counted. */
	calibrating = false;
	private readonly frontEnd: FrontEnd;
	private readonly counter: LoadCounter;
	private readonly targets: ReadingsTarget[];
	readonly window: Window;
	private readonly listeners: (() => void)[] = [];
	private readonly results: number[] = new Array(RESULTS).fill(0);
	/** Frames that were lost when readings were told last. */
	private lost = 0;
	/** True if frames came since the watchdog last looked. */
	private alive = true;
	/** Times that the watchdog has looked since readings were told. */
	private untold = 0;

	constructor(frontEnd: FrontEnd, counter: LoadCounter, target: ReadingsTarget) {
		this.frontEnd = frontEnd;
		this.counter = counter;
		this.targets = [target];
		this.calibration = new Calibration(frontEnd);
		this.thermometer = new Thermometer(frontEnd);
		this.window = new Window(this.calibration, this.thermometer);
	}

	/** Has `target` told the readings too. */
	addTarget(target: ReadingsTarget): void {
		this.targets.push(target);
	}

	/** Calls `listener` after each window. */
	onWindow(listener: () => void): void {
		this.listeners.push(listener);
	}

	/** Starts conversion. */
	start(): void {
		this.frontEnd.start(() => this.process());
		Timer.repeat(() => this.watch(), FRONT_END_TIMEOUT_MS);
	}

	/** Frames that the front end has lost. */
	get lostFrames(): number {
		return this.frontEnd.lostFrames;
	}

	/** Has a window's energy counted, except while the meter is being calibrated. */
	countLoad(load: Load): void {
		if (!this.calibrating) this.counter.count(load);
	}

	private process(): void {
		this.alive = true;
		while (this.frontEnd.take(this.results)) this.takeWindow();
	}

	private takeWindow(): void {
		const results = this.results;
		const window = this.window;
		const load = this.load;
		this.thermometer.update(this.calibrating);
		window.update(results);
		if (window.reference !== results[REFERENCE]) this.frontEnd.setReference(window.reference);
		load.update(window);
		this.average.add(window);
		this.countLoad(load);
		this.latest.update(window, load);
		this.overRange.update(window, load);
		if (this.readings.add(window, load)) this.tell();
		for (let i = 0; i < this.listeners.length; i++) this.listeners[i]();
	}

	private tell(): void {
		const lost = this.lostFrames;
		this.framesMissing = lost !== this.lost;
		this.lost = lost;
		this.untold = 0;
		for (let i = 0; i < this.targets.length; i++) this.targets[i].update(this.readings, this.load);
	}

	/** Clears the readings when the front end has stopped, or loses too much to make any. */
	private watch(): void {
		this.untold++;
		if (!this.alive || (this.untold > MOST_UNTOLD && this.lostFrames !== this.lost)) {
			this.frontEnd.restart();
			this.readings.clear();
			this.latest.clear();
			this.tell();
		}
		this.alive = false;
	}
}
