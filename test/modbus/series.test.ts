/** Harmonics and the waveform, which are many numbers of one kind. */
import { modbusRuns } from "maps";
import ModbusRegisters from "modbus/registers";
import { expect, it } from "vitest";
import { TestModel } from "../../testkit/model.ts";

/** First register of the six channels' harmonics and of the waveform (docs/registers.md). */
const HARMONICS = [0x7400, 0x7450, 0x74a0, 0x74f0, 0x7540, 0x7590];
const WAVEFORM = 0x7710;

/** Number of the seven series at a place: another everywhere. */
const numberOf = (series: number, place: number): number => 1000 * series + place + 1;

const model = new TestModel();
const registers = new ModbusRegisters(model, modbusRuns, { readSeries: numberOf });

function read(address: number, count: number): DataView {
	const view = new DataView(new ArrayBuffer(2 * count));
	expect(registers.read(address, count, view, 0)).toBe(true);
	return view;
}

it.each(HARMONICS.map((address, series) => [address, series]))(
	"a read that begins at a channel's first harmonic has it, and all 40: %d",
	(address, series) => {
		const view = read(address, 80);
		for (let place = 0; place < 40; place++)
			expect(view.getFloat32(4 * place)).toBe(numberOf(series, place));
	},
);

it("a read that begins at the waveform's first number has it", () => {
	expect(read(WAVEFORM, 1).getInt16(0)).toBe(numberOf(6, 0));
});

it("a stopped meter withholds every register of a series, and no other", () => {
	const stopped = new TestModel();
	const answers = new ModbusRegisters(stopped, modbusRuns, { readSeries: numberOf });
	expect(answers.isTrusted(0x7400, 1)).toBe(true);
	stopped.stop();
	for (const [address, count] of [
		[0x7400, 1],
		[0x75df, 1],
		[0x75df, 2],
		[WAVEFORM, 1],
		[WAVEFORM - 1, 2],
		[0x776f, 1],
	])
		expect(answers.isTrusted(address, count), `${address} × ${count}`).toBe(false);
	for (const address of [0x75e0, WAVEFORM - 1, 0x7770])
		expect(answers.isTrusted(address, 1), `${address}`).toBe(true);
});
