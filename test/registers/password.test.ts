import Password from "access/password";
import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import Timer from "../../boards/virtual/timer.ts";
import { TestModel } from "../../testkit/model.ts";

let model: TestModel;
let password: Password;

/** Lets meter time pass. */
function wait(seconds: number): void {
	Timer.advance(clock.frames + FRAME_RATE_HZ * seconds);
}

function wrong(times: number): void {
	for (let i = 0; i < times; i++) expect(password.check(1)).toBe(false);
}

beforeEach(() => {
	model = new TestModel();
	password = new Password(model, () => {});
});

describe("the password", () => {
	it("is 0000 in a new meter", () => {
		expect(password.check(0)).toBe(true);
		expect(password.check(1)).toBe(false);
	});

	it("is another once changed", () => {
		model.setByName("password", 4711);
		expect(password.check(0)).toBe(false);
		expect(password.check(4711)).toBe(true);
	});

	it("lets in after four wrong tries, and then has five again", () => {
		wrong(4);
		expect(password.menu.triesLeft).toBe(1);
		expect(password.check(0)).toBe(true);
		wrong(4);
		expect(password.menu.locked).toBe(false);
	});

	it("refuses the right one too for 60 s after five wrong tries", () => {
		wrong(5);
		expect(password.menu.lockedSeconds).toBe(60);
		expect(password.menu.triesLeft).toBe(0);
		wait(59.9);
		expect(password.check(0)).toBe(false);
		wait(0.2);
		expect(password.check(0)).toBe(true);
	});

	it("doubles the lock up to an hour", () => {
		for (const seconds of [60, 120, 240, 480, 960, 1920, 3600, 3600]) {
			wrong(5);
			expect(password.menu.lockedSeconds).toBe(seconds);
			wait(seconds);
			expect(password.menu.locked).toBe(false);
		}
	});

	it("locks for 60 s again after a right one", () => {
		wrong(5);
		wait(60);
		password.check(0);
		wrong(5);
		expect(password.menu.lockedSeconds).toBe(60);
	});

	it("does not count tries while it is locked", () => {
		wrong(5);
		wrong(20);
		wait(60);
		expect(password.menu.triesLeft).toBe(5);
	});

	it("forgets wrong tries an hour after the last one", () => {
		wrong(3);
		wait(3590);
		wrong(1);
		wait(3590);
		expect(password.menu.triesLeft).toBe(1);
		wait(20);
		expect(password.menu.triesLeft).toBe(5);
	});

	it("forgets how long it was locked after an hour without a wrong try or a lock", () => {
		wrong(5);
		wait(60 + 3590);
		wrong(5);
		expect(password.menu.lockedSeconds).toBe(120);
		wait(120 + 3610);
		wrong(5);
		expect(password.menu.lockedSeconds).toBe(60);
	});
});
