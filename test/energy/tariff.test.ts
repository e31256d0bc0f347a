/** The tariff after a power cut. */
import Tariff from "energy/tariff";
import { expect, it } from "vitest";
import { TARIFF_INPUT, TestBoard } from "../../testkit/board.ts";
import { TestModel } from "../../testkit/model.ts";

const T3 = 3;

function started(inputLevel: 0 | 1): Tariff {
	const board = new TestBoard();
	board.set(TARIFF_INPUT, inputLevel);
	const tariff = new Tariff(new TestModel(), board.pins);
	tariff.start();
	return tariff;
}

it.each([0, 5, 255])("a stored tariff that is none of T1 to T4 is ignored: %d", (stored) => {
	const tariff = started(1);
	tariff.restore(stored, true);
	expect([tariff.number, tariff.index]).toEqual([2, 1]);
});

it("a stored tariff holds while its input stays, and T3 whatever the input does", () => {
	const tariff = started(1);
	tariff.restore(1, true);
	expect(tariff.number).toBe(1);
	tariff.restore(1, false);
	expect(tariff.number).toBe(2);
	tariff.restore(T3, false);
	expect(tariff.number).toBe(T3);
});
