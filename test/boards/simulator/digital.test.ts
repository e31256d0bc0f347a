import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Digital from "../../../boards/simulator/digital.ts";
import { Pin } from "../../../boards/simulator/pins.ts";
import { TestPanel } from "./panel.ts";

describe("a pin of the simulator", () => {
	let panel: TestPanel;
	beforeEach(() => {
		panel = new TestPanel();
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it("an output pin of the simulator is a lamp on the panel", () => {
		const led = new Digital({ pin: Pin.LED, mode: Digital.Output });
		led.write(1);
		led.write(0);
		new Digital({ pin: Pin.S0_2, mode: Digital.Output }).write(1);
		expect(panel.heard).toEqual([
			{ output: { name: "led", level: 1 } },
			{ output: { name: "led", level: 0 } },
			{ output: { name: "s0-2", level: 1 } },
		]);
	});

	it("an input pin of the simulator is a switch on the panel, 0 until the first message", () => {
		const seal = new Digital({ pin: Pin.SEAL, mode: Digital.Input });
		expect(seal.read()).toBe(0);
		panel.say({ input: { name: "seal", level: 1 } });
		expect(seal.read()).toBe(1);
	});

	it("an input pin of the simulator reports the selected edges when its level changes", () => {
		const rises = vi.fn();
		const both = vi.fn();
		const { Input, Rising, Falling } = Digital;
		new Digital({ pin: Pin.SEAL, mode: Input, edge: Rising, onReadable: rises });
		new Digital({ pin: Pin.TARIFF_INPUT, mode: Input, edge: Rising | Falling, onReadable: both });
		for (const level of [0, 1, 1, 0] as const) {
			panel.say({ input: { name: "seal", level } });
			panel.say({ input: { name: "tariffInput", level } });
		}
		expect(rises).toHaveBeenCalledTimes(1);
		expect(both).toHaveBeenCalledTimes(2);
	});
});
