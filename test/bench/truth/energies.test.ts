import { expect, it } from "vitest";
import { type Energies, PrimaryEnergies } from "../../../bench/truth/energies.ts";

/** Energies of `wh` in every phase and direction, with sums. */
function energies(wh: number): Energies {
	const one = {
		forwardActive: wh,
		reverseActive: 2 * wh,
		forwardReactive: 3 * wh,
		reverseReactive: 4 * wh,
	};
	const net = {
		netForwardActive: wh,
		netReverseActive: wh,
		netForwardReactive: wh,
		netReverseReactive: wh,
	};
	return { phases: [one, one, one], total: { ...one, ...net } };
}

it("are those at the terminals until the meter is told a ratio", () => {
	expect(new PrimaryEnergies().at(energies(7))).toEqual(energies(7));
});

it("take each period's energy times the ratio in force in it", () => {
	const primary = new PrimaryEnergies();
	primary.setRatio(20, energies(10));
	expect(primary.at(energies(10))).toEqual(energies(10));
	expect(primary.at(energies(13))).toEqual(energies(10 + 3 * 20));
	primary.setRatio(0.5, energies(14));
	primary.setRatio(120, energies(20));
	expect(primary.at(energies(21))).toEqual(energies(10 + 4 * 20 + 6 * 0.5 + 120));
});
