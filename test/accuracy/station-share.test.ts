import { expect, it } from "vitest";
import { applied } from "../../bench/calibration/station-errors.ts";
import { Mains } from "../../bench/mains/model.ts";
import { balanced } from "../../lab/accuracy/load-case.ts";
import { stationShare } from "../../lab/accuracy/station-share.ts";

const errors = { voltage: 2e-4, current: -1e-4, angle: 0.01 };

it.each([0, 60, -36.87, 75.5, 120, 90])(
	"the station's part is what a meter that trusts the station reads wrong, at %d°",
	(angle) => {
		const settings = balanced({ current: 1, angle });
		const [truth] = new Mains(settings).phases;
		// The meter reads `settings` when the station says so and applies something else. To first
		// order, it then reads `settings` themselves as being as far off on the other side.
		const mirrored = { voltage: -2e-4, current: 1e-4, angle: -0.01 };
		const [read] = new Mains(applied(settings, [mirrored, mirrored, mirrored])).phases;
		const share = stationShare(errors, truth);
		const of = (value: number, true_: number): number => (100 * (value - true_)) / true_;
		expect(share.voltage).toBeCloseTo(of(read.voltage, truth.voltage), 6);
		expect(share.current).toBeCloseTo(of(read.current, truth.current), 6);
		// At 90° there is no active power of which an error could be a part.
		expect(share.powerFactor).toBeCloseTo(
			read.powerFactor - truth.powerFactor,
			angle === 90 ? 3 : 6,
		);
		if (angle !== 90)
			expect(share.activePower).toBeCloseTo(of(read.activePower, truth.activePower), 4);
		const reactive = (100 * (read.reactivePower - truth.reactivePower)) / truth.apparentPower;
		expect(share.reactivePower).toBeCloseTo(reactive, 4);
	},
);
