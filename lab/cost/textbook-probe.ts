/**
 * A bundle for an engine that runs a textbook's kernel, for comparison: per phase and sample a
 * first-order high-pass for the offset, a delay of a quarter of a cycle for the reactive power, a
 * FIR filter for the phase error of the current transformer, sums in fields.
 */
import { ToBench, ToBoard } from "../../boards/virtual/link";

const FRAMES = 80;
const QUARTER = 20;

class Phase {
	offsetVoltage = 0;
	offsetCurrent = 0;
	sumVoltage = 0;
	sumCurrent = 0;
	active = 0;
	reactive = 0;
	crossings = 0;
	#previous = 0;
	#at = 0;
	readonly #delay = new Float64Array(QUARTER);
	readonly #history = new Float64Array(4);
	readonly #taps = [0.02, -0.1, 0.98, 0.1];

	take(voltage: number, current: number): void {
		this.offsetVoltage += (voltage - this.offsetVoltage) / 1024;
		this.offsetCurrent += (current - this.offsetCurrent) / 1024;
		const v = voltage - this.offsetVoltage;
		let i = 0;
		for (let tap = 3; tap > 0; tap--) {
			this.#history[tap] = this.#history[tap - 1];
			i += this.#history[tap] * this.#taps[tap];
		}
		this.#history[0] = current - this.offsetCurrent;
		i += this.#history[0] * this.#taps[0];
		this.sumVoltage += v * v;
		this.sumCurrent += i * i;
		this.active += v * i;
		this.reactive += this.#delay[this.#at] * i;
		this.#delay[this.#at] = v;
		if (++this.#at === QUARTER) this.#at = 0;
		if (this.#previous < 0 && v >= 0) this.crossings++;
		this.#previous = v;
	}
}

const samples = new Int32Array(FRAMES * 6);
for (let n = 0; n < FRAMES; n++)
	for (let phase = 0; phase < 3; phase++) {
		const angle = 2 * Math.PI * (n / FRAMES - phase / 3);
		samples[6 * n + 2 * phase] = Math.round(3e6 * Math.sin(angle));
		samples[6 * n + 2 * phase + 1] = Math.round(1e6 * Math.sin(angle - 0.5));
	}

const phases = [new Phase(), new Phase(), new Phase()];

/** INPUT of pin 0 runs the kernel over a cycle; any other pin does everything else. */
host.onMessage = (type) => {
	if (type !== ToBoard.INPUT) return;
	if (new Uint8Array(host.input)[0] === 0)
		for (let n = 0; n < FRAMES; n++)
			for (let phase = 0; phase < 3; phase++)
				phases[phase].take(samples[6 * n + 2 * phase], samples[6 * n + 2 * phase + 1]);
	host.send(ToBench.DONE, 8);
};
