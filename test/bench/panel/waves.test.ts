import { expect, it } from "vitest";
import type { LiveScope } from "../../../bench/live/protocol.ts";
import { Scope } from "../../../bench/live/scope.ts";
import { Mains } from "../../../bench/mains/model.ts";
import { DEFAULT_MAINS, type MainsSettings } from "../../../bench/mains/settings.ts";
import { crossingOf, harmonicsOf, phasorsOf } from "../../../bench/panel/src/scope/waves.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";

/** Returns the scope's picture of mains that have run for a while. */
function picture(settings: Partial<MainsSettings>): LiveScope {
	const mains = new Mains({ ...DEFAULT_MAINS, ...settings });
	const scope = new Scope();
	const samples = new Float64Array(400 * 6);
	for (const frames of [160, 400, 66, 400]) {
		mains.fill(samples, frames);
		scope.add(samples, frames);
	}
	const shown = scope.picture(mains.frequency);
	if (!shown) throw new Error("nothing to show");
	return shown;
}

const phase = (voltage: number, current: number, angle: number) => ({
	voltage,
	current,
	angle,
	harmonics: [],
});

it.each([45, 50, 52.3, 60, 65])(
	"the phasors at %d Hz are those of the mains, relative to the first voltage",
	(frequency) => {
		const phases = [phase(230, 2, 30), phase(220, 1, -60), phase(240, 3, 170)] as const;
		const phasors = phasorsOf(picture({ frequency, phases }), FRAME_RATE_HZ);
		const expected: [number, number][] = [
			[230, 0],
			[2, -30],
			[220, -120],
			[1, -60],
			[240, 120],
			[3, -50],
		];
		phasors.forEach(({ rms, angle }, index) => {
			const [wantedRms, wantedAngle] = expected[index];
			expect(Math.abs(rms / wantedRms - 1)).toBeLessThan(0.02);
			expect(Math.abs(angle - wantedAngle)).toBeLessThan(2);
		});
	},
);

it("the scope triggers where the first voltage rises through zero", () => {
	const scope = picture({});
	const frame = Math.ceil(crossingOf(scope));
	expect(scope.channels[0][frame - 1]).toBeLessThanOrEqual(0);
	expect(scope.channels[0][frame + 1]).toBeGreaterThan(0);
});

it("another voltage triggers without L1; without any, the picture starts at frame 0", () => {
	const two = picture({ phases: [phase(0, 0, 0), phase(230, 1, 0), phase(0, 0, 0)] });
	const frame = Math.ceil(crossingOf(two));
	expect(two.channels[2][frame - 1]).toBeLessThanOrEqual(0);
	expect(two.channels[2][frame + 1]).toBeGreaterThan(0);
	const none = picture({ phases: [phase(0, 0, 0), phase(0, 0, 0), phase(0, 0, 0)] });
	expect(crossingOf(none)).toBe(0);
	expect(phasorsOf(none, FRAME_RATE_HZ).every(({ rms }) => rms === 0)).toBe(true);
});

it("the scope shows nothing before it has enough frames", () => {
	const scope = new Scope();
	scope.add(new Float64Array(6 * 479), 479);
	expect(scope.picture(50)).toBeNull();
});

it.each([50, 60])("the harmonics at %d Hz are those of the mains", (frequency) => {
	const harmonics = [
		{ order: 3, voltagePercent: 4, voltageAngle: 0, currentPercent: 30, currentAngle: 40 },
		{ order: 7, voltagePercent: 0, voltageAngle: 0, currentPercent: 10, currentAngle: 0 },
	];
	const distorted = { ...phase(230, 2, 30), harmonics };
	const scope = picture({ frequency, phases: [distorted, distorted, distorted] });
	const percents = (channel: number) => {
		const [first = 0, ...others] = harmonicsOf(scope, channel, FRAME_RATE_HZ);
		return [1, 5].map((index) => Math.round((100 * (others[index] ?? 0)) / first));
	};
	expect([percents(0), percents(5)]).toEqual([
		[4, 0],
		[30, 10],
	]);
});
