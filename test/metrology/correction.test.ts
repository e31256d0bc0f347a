/** The correction against phasors that a front end with known errors would deliver. */
import Calibration from "metrology/calibration";
import { CONSTANTS, type PhaseConstants } from "metrology/calibration-constants";
import Correction from "metrology/correction";
import { expect, it } from "vitest";
import { TestFrontEnd } from "../../testkit/board.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced } from "../../testkit/samples.ts";

/** Errors of a front end in one phase. */
interface Front {
	voltage?: number;
	current?: number;
	power?: number;
	/** rad by which the current comes to lead. */
	lead?: number;
}

function corrected(
	constants: Partial<PhaseConstants>,
	front: Front,
	{ amperes = 1, lag = 1, frequency = 50, celsius = 23 },
) {
	const calibration = new Calibration(new TestFrontEnd());
	const nominal = Object.fromEntries(CONSTANTS.map((each) => [each.name, each.nominal]));
	for (const phase of [0, 1, 2])
		CONSTANTS.forEach(({ name }, place) => {
			const value = phase === 1 ? (constants[name] ?? nominal[name]) : nominal[name];
			calibration.stage(phase * CONSTANTS.length + place, value ?? 0);
		});
	expect(calibration.commit()).toBe(true);
	const { voltage = 1, current = 1, power = 1, lead = 0 } = front;
	const apparent = 230 * voltage * amperes * current * power;
	const quantities = {
		voltage: 230 * voltage,
		current: amperes * current,
		activePower: apparent * Math.cos(lag - lead),
		reactivePower: apparent * Math.sin(lag - lead),
	};
	const correction = new Correction(calibration);
	correction.setConditions(frequency, celsius);
	correction.correct(1, quantities);
	return {
		voltage: quantities.voltage / 230,
		current: quantities.current / amperes,
		active: quantities.activePower / (230 * amperes) - Math.cos(lag),
		reactive: quantities.reactivePower / (230 * amperes) - Math.sin(lag),
		used: {
			voltageGain: correction.voltageGains[1],
			currentGain: correction.currentGains[1],
			lead: correction.leads[1],
			voltageLag: correction.voltageLag(1),
		},
	};
}

function expectRight(errors: ReturnType<typeof corrected>): void {
	expect(errors.voltage).toBeCloseTo(1, 9);
	expect(errors.current).toBeCloseTo(1, 9);
	expect(errors.active).toBeCloseTo(0, 9);
	expect(errors.reactive).toBeCloseTo(0, 9);
}

it.each([45, 50, 65])("makes good lead and skew, which fall and rise with %d Hz", (frequency) => {
	const x = frequency / 50;
	const front = { lead: 0.0075 / x - 4e-4 * x };
	expectRight(corrected({ lead: 0.0075, skew: -4e-4 }, front, { frequency }));
});

it("makes good gains and their drifts", () => {
	const constants = {
		voltageGain: 1.01,
		currentGain: 0.98,
		powerGain: 1.001,
		voltageGainDrift: 2e-4,
		currentGainDrift: -3e-4,
		leadDrift: 1e-5,
	};
	for (const celsius of [-25, 23, 55]) {
		const w = celsius - 23;
		const front = {
			voltage: 1 / (1.01 * (1 + 2e-4 * w)),
			current: 1 / (0.98 * (1 - 3e-4 * w)),
			power: 1 / 1.001,
			lead: 1e-5 * w,
		};
		expectRight(corrected(constants, front, { celsius }));
	}
});

/** Gain and lead that are measured at 10 mA, 50 mA and 5 A on this smooth curve, 0 at 1 A. */
const curve = (amperes: number): number => {
	const e = Math.log(Math.min(5, Math.max(0.01, amperes)));
	return -6e-4 * e + 2e-5 * e ** 2 - 1e-6 * e ** 3;
};

it.each([0.001, 0.01, 0.02, 0.05, 0.2, 0.5, 1, 2, 5, 8])(
	"makes good gain and lead at %d A, where they differ from those at 1 A",
	(amperes) => {
		const constants = {
			gainAt10mA: curve(0.01),
			gainAt50mA: curve(0.05),
			gainAt5A: curve(5),
			leadAt10mA: 2 * curve(0.01),
			leadAt50mA: 2 * curve(0.05),
			leadAt5A: 2 * curve(5),
		};
		const front = { current: 1 / (1 + curve(amperes)), lead: 2 * curve(amperes) };
		// The shares are those of the current as it comes, which is up to 0.3 % less.
		const { current, active, reactive } = corrected(constants, front, { amperes });
		expect(current).toBeCloseTo(1, 5);
		expect(active).toBeCloseTo(0, 5);
		expect(reactive).toBeCloseTo(0, 5);
	},
);

it("takes gain and lead of the current at the terminals, not of the one that is measured", () => {
	const constants = {
		currentGain: 1.1,
		gainAt10mA: 0.02,
		gainAt50mA: 0.013,
		gainAt5A: -0.007,
		currentNoise: 1e-4,
	};
	const [amperes, noise] = [0.01, 1e-4];
	// At 10 mA the curve has its given value, and the noise is most of what is measured.
	const front = { current: Math.sqrt((0.01 / 1.02) ** 2 + noise) / 1.1 / amperes };
	const { current } = corrected(constants, front, { amperes });
	expect(current).toBeCloseTo(1, 6);
});

it("tells the gains and angles that it has used, for power quality", () => {
	const constants = {
		voltageGain: 1.01,
		currentGain: 0.98,
		voltageGainDrift: 2e-4,
		currentGainDrift: -3e-4,
		gainAt5A: 0.004,
		lead: 0.006,
		leadDrift: 1e-5,
		leadAt5A: 0.002,
		skew: -4e-4,
		voltageSkew: 0.003,
	};
	const { used } = corrected(constants, {}, { amperes: 6, frequency: 60, celsius: 43 });
	expect(used.voltageGain).toBeCloseTo(1.01 * (1 + 20 * 2e-4), 9);
	expect(used.currentGain).toBeCloseTo(0.98 * (1 - 20 * 3e-4) * 1.004, 9);
	expect(used.lead).toBeCloseTo((0.006 + 20 * 1e-5 + 0.002) / 1.2 - 4e-4 * 1.2, 9);
	expect(used.voltageLag).toBeCloseTo(0.003 * 1.2, 9);
});

it("subtracts what the voltage and the noise alone bring", () => {
	const constants = { activeOffset: 2e-8, reactiveOffset: -3e-8, currentNoise: 1e-8 };
	const { current, active, reactive } = corrected(constants, {}, { amperes: 0.001, lag: 0 });
	// 2·(P·G + Q·B), with the powers that the load alone has.
	const common = 2 * ((0.23 - 2e-8 * 230 ** 2) * 2e-8 + 3e-8 * 230 ** 2 * -3e-8);
	expect(current).toBeCloseTo(Math.sqrt(1 - 1e-2 - common / 1e-6), 9);
	expect(active).toBeCloseTo((-2e-8 * 230) / 0.001, 9);
	expect(reactive).toBeCloseTo((3e-8 * 230) / 0.001, 9);
	expect(corrected({ currentNoise: 1e-8 }, {}, { amperes: 5e-5 }).current).toBe(0);
});

it("scales frequency and energy by the clock's error, and no voltage or power", () => {
	const meter = new TestMeter();
	meter.seal(true);
	expect(meter.write(0x401f, 0x9995, 0x0005)).toBe("DONE");
	expect(meter.writeFloat("clockError", -400)).toBe("DONE");
	const run = (): number => {
		const before = meter.value("forwardActiveEnergy");
		meter.run(balanced(230, 5, 0), 50, 40);
		return meter.value("forwardActiveEnergy") - before;
	};
	run();
	const nominal = run();
	expect(meter.write(0x7003, 0xca1b)).toBe("DONE");
	const slow = run();
	// A clock that is slow by 400 ppm takes 40.016 s of true time for 40 s of frames.
	expect(Math.abs(slow / nominal - (1 + 4e-4))).toBeLessThan(2e-5);
	expect(meter.value("frequency")).toBeCloseTo(50 * (1 - 4e-4), 3);
	expect(meter.value("voltageL1")).toBeCloseTo(230, 1);
	expect(meter.value("activePower") / 1999).toBeCloseTo(3450, 0);
});

it.each([-500, 500])("whole windows make readings each second with a clock of %d ppm", (ppm) => {
	const meter = new TestMeter();
	meter.seal(true);
	expect(meter.writeFloat("clockError", ppm)).toBe("DONE");
	expect(meter.write(0x7003, 0xca1b)).toBe("DONE");
	let readings = 0;
	meter.meter.metrology.addTarget({ update: () => void readings++ });
	meter.run(balanced(230, 1, 0), 50, 11);
	expect(readings).toBeGreaterThanOrEqual(10);
});

it("takes the skew of two voltages, which rises as f, out of the voltage between them", () => {
	const meter = new TestMeter();
	meter.seal(true);
	expect(meter.writeFloat("voltageSkewL2", 0.005)).toBe("DONE");
	expect(meter.write(0x7003, 0xca1b)).toBe("DONE");
	const tones = balanced(230, 1, 0);
	tones[1].shift -= (0.005 * 1.2 * 180) / Math.PI;
	meter.run(tones, 60, 3);
	for (const name of ["voltageL1L2", "voltageL2L3", "voltageL1L3"] as const)
		expect(Math.abs(meter.value(name) / (230 * Math.sqrt(3)) - 1), name).toBeLessThan(1e-4);
});

/**
 * The current (A, and degrees by which it lags its own voltage) of a phase that leads L1 by `shift`
 * degrees, with a share of L1's current of `amperes` in phase with L1's voltage.
 */
function picking(amperes: number, share: number, own: number, shift: number) {
	const radians = (shift * Math.PI) / 180;
	const x = own + share * amperes * Math.cos(-radians);
	const y = share * amperes * Math.sin(-radians);
	return { current: Math.hypot(x, y), angle: (-Math.atan2(y, x) * 180) / Math.PI };
}

it("takes out what a transformer picks up of another phase's current, at the bus", () => {
	const meter = new TestMeter();
	meter.seal(true);
	// L1 has 5 A; L2 has 50 mA of its own and 0.1 % of L1's, L3 nothing but 0.1 % of it.
	const [l1, l2, l3] = balanced(230, 5, 0);
	const tones = [
		{ ...l1 },
		{ ...l2, ...picking(5, 1e-3, 0.05, -120) },
		{ ...l3, ...picking(5, -1e-3, 0, 120) },
	] as never;
	meter.run(tones, 50, 3);
	// 5 mA at 120°: −0.57 W in L2, and as much more in L3.
	expect(meter.value("activePowerL2")).toBeCloseTo(11.5 - 0.575, 2);
	expect(meter.value("currentL3")).toBeCloseTo(0.005, 4);
	meter.writeFloat("couplingL2L1", 1e-3);
	meter.writeFloat("couplingL3L1", -1e-3);
	expect(meter.write(0x7003, 0xca1b)).toBe("DONE");
	meter.run(tones, 50, 3);
	expect(meter.value("activePowerL1")).toBeCloseTo(1150, 0);
	expect(meter.value("activePowerL2")).toBeCloseTo(11.5, 3);
	expect(meter.value("reactivePowerL2")).toBeCloseTo(0, 2);
	expect(meter.value("currentL2")).toBeCloseTo(0.05, 5);
	expect(meter.value("activePowerL3")).toBe(0);
	expect(meter.value("currentL3")).toBe(0);
});

it.each([
	["L1L2", 0, 1],
	["L1L3", 0, 2],
	["L2L1", 1, 0],
	["L2L3", 1, 2],
	["L3L1", 2, 0],
	["L3L2", 2, 1],
] as const)("takes out with coupling %s what one picks up of the other", (pair, picks, source) => {
	const meter = new TestMeter();
	meter.seal(true);
	const phase = (["L1", "L2", "L3"] as const)[picks];
	const tones = balanced(230, 0, 0);
	const [picking, loaded] = [tones[picks], tones[source]];
	loaded.current = 5;
	// A share of 0.2 % lags its own phase's voltage by the angle between the two.
	picking.current = 0.01;
	picking.angle = picking.shift - loaded.shift;
	meter.run(tones, 50, 3);
	// Turned by 120°, half of it is negative power.
	expect(meter.value(`activePower${phase}`)).toBeCloseTo(-1.15, 2);
	meter.writeFloat(`coupling${pair}`, 0.002);
	expect(meter.write(0x7003, 0xca1b)).toBe("DONE");
	meter.run(tones, 50, 3);
	expect([meter.value(`current${phase}`), meter.value(`activePower${phase}`)]).toEqual([0, 0]);
	expect(meter.value("activePower")).toBeCloseTo(1150, 0);
});

it("keeps the clock of a crystal that is slower when cold and hot", () => {
	const calibration = new Calibration(new TestFrontEnd());
	calibration.stage(54, 40);
	calibration.stage(55, 0.14);
	calibration.stage(56, -0.035);
	expect(calibration.commit()).toBe(true);
	const ppm = (celsius: number): number => (1 / calibration.frameLength(celsius) - 1) * 1e6;
	// Highest at 25 °C.
	expect(ppm(25)).toBeCloseTo(40.14, 6);
	expect(ppm(-25)).toBeCloseTo(40.14 - 87.5, 6);
	expect(ppm(75)).toBeCloseTo(40.14 - 87.5, 6);
});
