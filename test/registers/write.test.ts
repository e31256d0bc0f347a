import { Outcome } from "registers/binding";
import { describe, expect, it } from "vitest";
import { TestModel } from "../../testkit/model.ts";

const model = (): { model: TestModel; rate: number; width: number; code: number } => {
	const registers = new TestModel();
	return {
		model: registers,
		rate: registers.indexOf("s0Rate"),
		width: registers.indexOf("pulseWidth"),
		code: registers.indexOf("combinationCode"),
	};
};

describe("a write of several rows", () => {
	it("changes nothing before its commit", () => {
		const { model: registers, width, code } = model();
		const write = registers.begin();
		expect(write.stage(width, 50)).toBe(Outcome.DONE);
		expect(write.stage(code, 3)).toBe(Outcome.DONE);
		expect([registers.get(width), registers.get(code)]).toEqual([30, 1]);
		write.commit();
		expect([registers.get(width), registers.get(code)]).toEqual([50, 3]);
	});

	it("leaves nothing of an uncommitted one to the next", () => {
		const { model: registers, width, code } = model();
		registers.begin().stage(width, 50);
		const write = registers.begin();
		write.stage(code, 3);
		write.commit();
		expect([registers.get(width), registers.get(code)]).toEqual([30, 3]);
	});

	it("is judged against what it has staged already", () => {
		const { model: registers, rate, width } = model();
		registers.bind(rate, {
			judge: (_, value, staged) =>
				value * staged.valueOf(width) <= 1000 ? Outcome.DONE : Outcome.BAD_VALUE,
		});
		expect(registers.write(rate, 100)).toBe(Outcome.BAD_VALUE);
		const write = registers.begin();
		write.stage(width, 10);
		expect(write.stage(rate, 100)).toBe(Outcome.DONE);
	});

	it("applies the last of two values for one row", () => {
		const { model: registers, width } = model();
		const write = registers.begin();
		write.stage(width, 40);
		write.stage(width, 60);
		expect(write.valueOf(width)).toBe(60);
		write.commit();
		expect(registers.get(width)).toBe(60);
	});

	it("carries a row that follows from a judged one", () => {
		const { model: registers, rate, code } = model();
		registers.bind(code, {
			judge: (_, __, staged) => {
				staged.imply(rate, 10);
				return Outcome.DONE;
			},
		});
		expect(registers.write(code, 2)).toBe(Outcome.DONE);
		expect([registers.get(code), registers.get(rate)]).toEqual([2, 10]);
	});
});

describe("the change event", () => {
	it("comes once for a commit, with the rows that changed and their values before", () => {
		const { model: registers, width, code, rate } = model();
		const seen: unknown[] = [];
		registers.onChange([width, code, rate], (changes) => {
			const rows = Array.from({ length: changes.count }, (_, i) => changes.rowAt(i));
			seen.push(rows.map((row) => [row, changes.previous(row), registers.get(row)]));
		});
		const write = registers.begin();
		write.stage(width, 50);
		write.stage(rate, 1000);
		write.stage(code, 3);
		write.commit();
		expect(seen).toEqual([
			[
				[width, 30, 50],
				[code, 1, 3],
			],
		]);
	});

	it("reaches every listener of the rows in the order of subscription, and no other", () => {
		const { model: registers, width, code } = model();
		const seen: string[] = [];
		registers.onChange([width], () => seen.push("first"));
		registers.onChange([code], () => seen.push("other"));
		registers.onChange([code, width], () => seen.push("second"));
		registers.write(width, 50);
		expect(seen).toEqual(["first", "second"]);
	});

	it("does not come for a value that stays", () => {
		const { model: registers, width } = model();
		let calls = 0;
		registers.onChange([width], () => calls++);
		registers.write(width, 30);
		expect(calls).toBe(0);
	});

	it("comes for a reset, whose value is 0 before and after", () => {
		const { model: registers } = model();
		const counter = registers.indexOf("powerDownCounter");
		let calls = 0;
		registers.onChange([counter], () => calls++);
		registers.write(counter, 0);
		expect(calls).toBe(1);
	});

	it("must not lead to another write", () => {
		const { model: registers, width, code } = model();
		registers.onChange([width], () => registers.write(code, 2));
		expect(() => registers.write(width, 50)).toThrow("no register is written by a listener");
	});
});

describe("a row that is bound", () => {
	it("cannot be bound again", () => {
		const { model: registers, width } = model();
		registers.bind(width, { read: () => 1 });
		expect(() => registers.bind(width, { read: () => 2 })).toThrow("is bound twice");
	});

	it("may refuse every value", () => {
		const { model: registers, width } = model();
		registers.bind(width, { isWritable: () => false });
		expect(registers.write(width, 50)).toBe(Outcome.REFUSED);
		expect(registers.write(width, 5000)).toBe(Outcome.REFUSED);
	});
});
