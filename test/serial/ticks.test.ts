/**
 * Timers as Moddable's: milliseconds are cut to whole ones and counted in ticks of 1 kHz from the
 * last tick (modules/base/timer), so that a timeout is up to a tick short.
 */
import { modbusRuns } from "maps";
import PduServer from "modbus/pdu";
import ModbusRegisters from "modbus/registers";
import RtuServer from "modbus/rtu";
import RtuSettings from "modbus/settings";
import PulseOutput, { Spreading } from "pulse/output";
import { BAUD_RATES } from "serial/line-settings";
import { describe, expect, it, vi } from "vitest";
import { TestBoard } from "../../testkit/board.ts";
import { Line, withCrc } from "../../testkit/line.ts";
import { TestModel } from "../../testkit/model.ts";

const ticks = vi.hoisted(() => {
	const TICK_US = 1000;
	class Timer {
		static us = 0;
		static late = 0;
		static readonly all: Timer[] = [];
		due = Number.POSITIVE_INFINITY;
		repeat = 0;
		readonly callback: () => void;
		constructor(callback: () => void) {
			this.callback = callback;
		}
		static set(callback: () => void, interval = 0, repeat = 0): Timer {
			const timer = new Timer(callback);
			Timer.all.push(timer);
			Timer.schedule(timer, interval, repeat);
			return timer;
		}
		static repeat(callback: () => void, interval: number): Timer {
			return Timer.set(callback, interval, interval);
		}
		static schedule(timer: Timer, interval?: number, repeat = 0): void {
			timer.due =
				interval === undefined
					? Number.POSITIVE_INFINITY
					: Math.floor(Timer.us / TICK_US) + Math.trunc(interval);
			timer.repeat = Math.trunc(repeat);
		}
		/** Lets time pass to `us`. */
		static advance(us: number): void {
			for (;;) {
				const next = Math.min(...Timer.all.map(({ due }) => due));
				if (next * TICK_US > us) break;
				// The firmware is busy for a while, and takes the timer late.
				Timer.late = (Timer.late + 379) % 1000;
				Timer.us = Math.max(Timer.us, next * TICK_US + Timer.late);
				for (const timer of Timer.all.filter(({ due }) => due <= next)) {
					timer.due = timer.repeat > 0 ? timer.due + timer.repeat : Number.POSITIVE_INFINITY;
					timer.callback();
				}
			}
			Timer.us = us;
		}
	}
	return { Timer };
});
vi.mock("timer", () => ({ default: ticks.Timer }));
vi.mock("../../boards/virtual/timer.ts", () => ({ default: ticks.Timer }));

const { Timer } = ticks;
const clock = {
	timerResolutionMs: 1,
	/** Time passes while the firmware runs. */
	get microseconds(): number {
		Timer.us += 2;
		return Timer.us;
	},
};

describe("on a board whose timers count ticks", () => {
	it.each([
		[300, 128_333],
		[1200, 32_083],
		[4800, 8020],
		[9600, 4010],
		[19_200, 2005],
		[38_400, 1750],
		[115_200, 1750],
	])("an answer begins at the end of 3.5 characters of silence at %d baud", (baud, t35Us) => {
		const line = new Line();
		const model = new TestModel();
		model.setByName("modbusId", 1);
		model.setByName("baudRate", BAUD_RATES.indexOf(baud) + 1);
		let sentUs = Number.NaN;
		const { io: Io } = line.port;
		const port = {
			...line.port,
			io: class extends Io {
				override write(): void {
					sentUs = Timer.us;
				}
			},
		};
		const pdu = new PduServer(new ModbusRegisters(model, modbusRuns));
		new RtuServer(port, clock, new RtuSettings(model), pdu).start();
		const characterUs = 11e6 / baud;
		const silences = [];
		for (let phase = 0; phase < 1000; phase += 50) {
			const beginUs = Math.ceil(Timer.us / 1000) * 1000 + 100_000 + phase;
			Timer.advance(beginUs + characterUs);
			sentUs = Number.NaN;
			// Told of after one character of silence.
			line.receive(withCrc([1, 3, 0x40, 0, 0, 2]), characterUs);
			Timer.advance(beginUs + 300_000);
			silences.push(sentUs - beginUs);
		}
		expect(Math.min(...silences)).toBeGreaterThanOrEqual(t35Us);
		// A tick that is not over yet, and the time for which the firmware is busy.
		expect(Math.max(...silences)).toBeLessThanOrEqual(t35Us + 2100);
	});

	it("no pulse and no pause is shorter than the width", () => {
		const levels: { level: 0 | 1; us: number }[] = [];
		class Io {
			static readonly Input = 0;
			static readonly Output = 8;
			static readonly Rising = 1;
			static readonly Falling = 2;
			read(): 0 {
				return 0;
			}
			write(level: 0 | 1): void {
				levels.push({ level, us: Timer.us });
			}
			close(): void {}
		}
		const pins = { ...new TestBoard().pins, io: Io };
		const output = new PulseOutput(pins, pins.s0[0], clock, new Spreading(), 30);
		output.start();
		output.pending = 100;
		Timer.advance(Timer.us + 10_000_000);
		const lengths = levels.slice(1).map(({ us }, i) => us - levels[i].us);
		expect(lengths).toHaveLength(199);
		expect(Math.min(...lengths)).toBeGreaterThanOrEqual(30_000);
	});
});
