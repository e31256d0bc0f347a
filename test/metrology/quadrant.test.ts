/** Directions and quadrants, with their dead band (docs/metrology.md). */
import { Quadrant, quadrantOf } from "metrology/load";
import { expect, it } from "vitest";

/** Powers above a thousandth of 1000 VA, and at it. */
const MORE_VA = 1.0001;
const SAME_VA = 1;

it.each([
	[1, 1, 1],
	[-1, 1, 2],
	[-1, -1, 3],
	[1, -1, 4],
	[0, 0, 1],
	[0, -1, 4],
	[-1, 0, 2],
])("powers of %d W and %d var are in quadrant %d", (active, reactive, quadrant) => {
	expect(quadrantOf(active, reactive)).toBe(quadrant);
});

it("a direction turns when its power exceeds a thousandth of the apparent power", () => {
	const quadrant = new Quadrant();
	const turned = (active: number, reactive: number): number => {
		quadrant.update(active, reactive, 1000);
		return quadrant.number;
	};
	expect(turned(-SAME_VA, -SAME_VA)).toBe(1);
	expect(turned(-MORE_VA, SAME_VA)).toBe(2);
	expect(turned(SAME_VA, -MORE_VA)).toBe(3);
	expect(turned(MORE_VA, SAME_VA)).toBe(4);
	expect(turned(-SAME_VA, MORE_VA)).toBe(1);
	expect(turned(0, 0)).toBe(1);
});

it("both directions are forward after a reset", () => {
	const quadrant = new Quadrant();
	quadrant.update(-500, -500, 1000);
	expect([quadrant.reverse, quadrant.leading]).toEqual([true, true]);
	quadrant.reset();
	expect([quadrant.reverse, quadrant.leading, quadrant.number]).toEqual([false, false, 1]);
});
