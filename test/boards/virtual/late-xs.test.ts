/**
 * A whole meter on the virtual board with a UART of 128 characters each way, at 115 200 baud, while
 * XS is busy for 14 ms of each 20.
 */
import type { Board } from "board";
import { catalogue } from "catalogue";
import createMeter from "meter";
import { BAUD_RATES } from "serial/line-settings";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../../boards/virtual/clock.ts";
import Timer from "../../../boards/virtual/timer.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { TestBoard } from "../../../testkit/board.ts";
import { withCrc } from "../../../testkit/line.ts";
import { type Driver, Uart } from "../../../testkit/uart.ts";

/** Silence inside a Modbus frame that breaks it at this rate (2.5.1.1). */
const T15_US = 750;

const EXCHANGES = 200;

/** 125 energies: an answer of 255 characters. */
const LONG_READ = withCrc([1, 3, 0x60, 0, 0, 125]);
const LONG_ANSWER = 255;

/** A write of 123 registers that do not exist: a request of 255 characters, refused. */
const LONG_WRITE = withCrc([1, 16, 0xff, 0, 0, 123, 246, ...new Array<number>(246).fill(0)]);
const REFUSAL = [1, 0x90];

let uart: Uart;

/** Powers a meter up whose UART is served by `driver`. */
function powerUp(driver: Driver): void {
	Timer.reset();
	uart = new Uart(driver);
	const board: Board = { ...new TestBoard(), rs485: uart.port };
	const meter = createMeter(board);
	meter.start();
	meter.model.write(catalogue.indexOf("baudRate"), BAUD_RATES.indexOf(115_200) + 1);
}

/** Sends a request at any time in XS's turn; returns the pieces in which the answer comes. */
function exchange(request: readonly number[], offsetUs: number): number[][] {
	const wait = (us: number): void =>
		Timer.advance(clock.frames + Math.ceil((us * FRAME_RATE_HZ) / 1e6));
	wait(100_000 + offsetUs);
	uart.sent = [];
	uart.receive(request);
	wait(200_000);
	const pieces: number[][] = [];
	let endsUs = Number.NEGATIVE_INFINITY;
	for (const { byte, beginsUs } of uart.sent) {
		if (beginsUs - endsUs > T15_US) pieces.push([]);
		pieces.at(-1)?.push(byte);
		endsUs = beginsUs + uart.characterUs;
	}
	return pieces;
}

const exchanges = (request: readonly number[]): number[][][] =>
	Array.from({ length: EXCHANGES }, (_, i) => exchange(request, 137 * i));

describe("with the UART served by its interrupt", () => {
	beforeEach(() => powerUp("interrupt"));

	it("every long answer is whole", () => {
		const answers = exchanges(LONG_READ);
		expect(answers.map((pieces) => pieces.map(({ length }) => length))).toEqual(
			new Array(EXCHANGES).fill([LONG_ANSWER]),
		);
	});

	it("every long request is taken whole and answered", () => {
		for (const pieces of exchanges(LONG_WRITE)) expect(pieces[0]?.slice(0, 2)).toEqual(REFUSAL);
	});
});

describe("with the UART served by XS, as the SDK's driver is", () => {
	beforeEach(() => powerUp("xs"));

	it("most long answers are torn", () => {
		const torn = exchanges(LONG_READ).filter((pieces) => pieces.length > 1);
		expect(torn.length).toBeGreaterThan(EXCHANGES / 2);
	});

	it("long requests are lost", () => {
		const answered = exchanges(LONG_WRITE).filter((pieces) => pieces.length > 0);
		expect(answered.length).toBeLessThan(EXCHANGES / 2);
	});
});
