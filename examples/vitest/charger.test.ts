/** A charge controller under test reads the meter by Modbus TCP; here a few lines stand for it. */
import { connect } from "node:net";
import { type RunningMeter, startMeter } from "ambit";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

// Minutes of meter time may take longer than Vitest waits.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let meter: RunningMeter;

beforeAll(async () => {
	meter = await startMeter({ ct: "100/5" });
});

afterAll(() => meter.stop());

/** Reads one float of the meter with Modbus ID 1. */
function readFloat(port: number, address: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const socket = connect(port, "127.0.0.1", () => {
			socket.write(Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 3, address >> 8, address & 255, 0, 2));
		});
		socket.once("error", reject);
		socket.once("data", (answer) => {
			socket.end();
			resolve(answer.readFloatBE(9));
		});
	});
}

it("a charger that draws 11 kW is read as 11 kW", async () => {
	const phase = { current: 11_000 / 3 / 230 / 20, angle: 0 };
	await meter.mains.set({ phases: [phase, phase, phase] });
	await meter.advance("5 s");
	expect(await readFloat(meter.ports.modbusTcp, 0x5012)).toBeCloseTo(11, 2);
});

it("ten minutes of it are 1.83 kWh, and survive a power cut", async () => {
	const before = await meter.readings();
	await meter.advance("10 min");
	await meter.cutPower({ warning: false });
	await meter.restorePower();
	const after = await meter.readings();
	const energyWh =
		Number(after.forwardActiveEnergy.value) - Number(before.forwardActiveEnergy.value);
	expect(energyWh / 1000).toBeCloseTo(11 / 6, 1);
});

it("the display shows the ratio of the current transformers", async () => {
	expect((await meter.display()).rows[0]).toContain("ct 0100/5");
});
