/** Reactive power when the mains frequency leaps (docs/metrology.md, window). */
import { expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced } from "../../testkit/samples.ts";

const LOAD = balanced(230, 1, 60);
const REACTIVE = 230 * Math.sin(Math.PI / 3);

/** Seconds after which a tone of 50 Hz and one of a fifth of a hertz more are in phase again. */
const IN_PHASE_S = 5;

/** Reactive powers (var) of L2 in the windows before and after a leap from 50 Hz. */
function windowsAt(hertz: number): number[] {
	const meter = new TestMeter();
	meter.run(LOAD, 50, IN_PHASE_S);
	const powers = new Map<number, number>();
	for (let block = 0; block < 50; block++) {
		meter.run(LOAD, hertz, 0.02);
		expect(meter.value("activePowerWindowL2")).toBeCloseTo(115, 0);
		powers.set(meter.value("windowNumber"), meter.value("reactivePowerWindowL2"));
	}
	return [...powers.values()];
}

it.each([49.4, 49.6, 50.4, 50.6])("is right in each window at a leap to %f Hz", (hertz) => {
	const powers = windowsAt(hertz);
	expect(powers.length).toBeGreaterThanOrEqual(5);
	for (const power of powers) expect(Math.abs(power / REACTIVE - 1)).toBeLessThan(5e-3);
});

it.each([49, 51, 52])("is 0 in the window of a leap to %d Hz, by more than 0.8 Hz", (hertz) => {
	const powers = windowsAt(hertz);
	expect(powers.filter((power) => power === 0)).toHaveLength(1);
	for (const power of powers)
		if (power !== 0) expect(Math.abs(power / REACTIVE - 1)).toBeLessThan(5e-3);
});
