/**
 * An engine in this process: the firmware as composed for the virtual board, on that board's own
 * classes, without a link in between. A meter's life passes in it about a thousand times as fast
 * as on XS.
 */

import "./host.ts";
import { type Board, RestartReason } from "board";
import createMeter from "meter";
import type { Chip } from "../../bench/flash/chip.ts";
import type { Engine, EngineEvents, EngineStats, Identity } from "../../bench/meter/engine.ts";
import Radio from "../../boards/virtual/bluetooth.ts";
import { clock } from "../../boards/virtual/clock.ts";
import Pins from "../../boards/virtual/digital.ts";
import VirtualFlash from "../../boards/virtual/flash.ts";
import VirtualLcd from "../../boards/virtual/lcd.ts";
import { NO_TIMER, Pin, Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import SerialPorts from "../../boards/virtual/serial.ts";
import Timer from "../../boards/virtual/timer.ts";
import VirtualTouchPads from "../../boards/virtual/touch-pads.ts";
import { ByteReader } from "../../client/bytes.ts";
import { SupplyGone } from "../../testkit/flash.ts";
import { connect } from "./host.ts";
import WindowFrontEnd, { WINDOW_PORT } from "./windows.ts";

/** Equal windows of a stretch up to which each is drawn on the LCD, and of which one is later. */
const DRAWN_WINDOWS = 10;
const SELDOM = 64;

/** Tells firmware bundled with seldom-drawn.json to leave out the drawing of a second. */
const scope = globalThis as typeof globalThis & { isUndrawn?: boolean };

export class InProcess implements Engine {
	readonly outstanding = 0;
	readonly #events: EngineEvents;
	readonly #chip: Chip;
	readonly #frontEnd = new WindowFrontEnd();
	readonly #serial = new SerialPorts();
	readonly #pins = new Pins();
	readonly #touch = new VirtualTouchPads();
	readonly #radio = new Radio();
	/** The window that was delivered last. */
	#window: Uint8Array | undefined;
	/** How often in a row. */
	#times = 0;
	#ended = false;

	constructor(identity: Identity, events: EngineEvents, highInputs: readonly number[], chip: Chip) {
		this.#events = events;
		this.#chip = chip;
		chip.powerUp();
		scope.isUndrawn = false;
		Timer.reset();
		clock.frames = 0;
		clock.given = 0;
		connect({
			takes: isTaken,
			send: (type, payload, length) => this.#receive(type, payload, length),
			exchange: (type, payload) => this.#serve(type, new DataView(payload.buffer), payload),
		});
		for (const pin of highInputs) this.#pins.change(pin, 1);
		this.#attempt(() => {
			createMeter(this.#board(identity)).start();
			this.#radio.ready();
			events.onReady(clock.frames);
		});
	}

	frames(): void {
		throw new Error("a life has no frames");
	}

	windows(): void {
		throw new Error("a life has windows of its own");
	}

	// Make no garbage in a second: a life has millions of them.
	pass(frames: number): void {
		if (this.#ended) return;
		try {
			clock.given += frames;
			Timer.advance(clock.given);
			this.#done();
		} catch (error) {
			this.#fail(error);
		}
	}

	received(port: number, bytes: Uint8Array): void {
		if (this.#ended) return;
		try {
			if (bytes === this.#window) this.#again();
			else {
				scope.isUndrawn = false;
				this.#window = undefined;
				if (port === WINDOW_PORT) this.#first(bytes);
				else this.#serial.receive(port, bytes, 0, bytes.length);
			}
			this.#done();
		} catch (error) {
			this.#fail(error);
		}
	}

	input(pin: number, level: 0 | 1): void {
		this.#handle(() => this.#pins.change(pin, level));
	}

	touch(pad: number, down: boolean): void {
		this.#handle(() => this.#touch.change(pad, down));
	}

	temperature(celsius: number): void {
		this.#handle(() => {
			this.#frontEnd.temperatureCelsius = celsius;
		});
	}

	radio(type: number, payload: Uint8Array): void {
		const reader = new ByteReader(payload, "little-endian");
		this.#handle(() => {
			const connection = reader.uint8();
			if (type === ToBoard.BLE_CONNECTION) this.#radio.connection(connection, reader.uint16());
			else if (type === ToBoard.BLE_WRITE)
				this.#radio.written(connection, reader.uint8(), reader.bytes());
			else if (type === ToBoard.BLE_READ) this.#radio.read(connection, reader.uint8());
			else this.#radio.subscribed(connection, reader.uint8(), reader.uint8() !== 0);
		});
	}

	/** There is no heap of the meter's own; a life on XS watches that. */
	stats(): Promise<EngineStats> {
		return Promise.resolve({ byteCodes: 0, heapBytes: 0, peakHeapBytes: 0 });
	}

	kill(): Promise<void> {
		this.#end();
		return Promise.resolve();
	}

	#board(identity: Identity): Board {
		const serial = this.#serial.io;
		return {
			identity,
			clock,
			frontEnd: this.#frontEnd,
			rs485: { io: serial, port: Port.RS485, receive: 0, transmit: 1 },
			mbus: { io: serial, port: Port.MBUS, receive: 0, transmit: 1 },
			pins: {
				io: this.#pins.io,
				tariffInput: Pin.TARIFF_INPUT,
				seal: Pin.SEAL,
				led: Pin.LED,
				s0: [Pin.S0_1, Pin.S0_2],
				powerFail: Pin.POWER_FAIL,
			},
			flash: new VirtualFlash(),
			lcd: new VirtualLcd(),
			touch: this.#touch,
			bluetooth: this.#radio,
			restartReason: (identity.restartReason ?? RestartReason.NONE) as RestartReason,
		};
	}

	#first(window: Uint8Array): void {
		this.#window = window;
		this.#times = 1;
		this.#frontEnd.deliver(new DataView(window.buffer), 0);
	}

	#again(): void {
		this.#times++;
		scope.isUndrawn = this.#times > DRAWN_WINDOWS && this.#times % SELDOM !== 0;
		this.#frontEnd.again();
	}

	#handle(work: () => void): void {
		if (this.#ended) return;
		scope.isUndrawn = false;
		this.#attempt(() => {
			work();
			this.#done();
		});
	}

	#done(): void {
		// Nobody paces a life by the firmware's timers.
		this.#events.onDone(clock.given, NO_TIMER);
	}

	/** Ends the engine if the supply goes in between, or if the firmware fails. */
	#attempt(work: () => void): void {
		try {
			work();
		} catch (error) {
			this.#fail(error);
		}
	}

	#fail(error: unknown): void {
		this.#end();
		if (error instanceof SupplyGone) this.#events.onSupplyLost();
		else this.#events.onEnd(`has thrown ${error instanceof Error ? error.stack : error}`);
	}

	#end(): void {
		this.#ended = true;
		this.#chip.powerDown();
	}

	#receive(type: number, payload: Uint8Array, length: number): void {
		if (type === ToBench.TRANSMIT)
			this.#events.onTransmit(clock.frames, payload[4] ?? 0, payload.slice(5, length));
		else if (type === ToBench.OUTPUT)
			this.#events.onOutput(clock.frames, payload[4] ?? 0, payload[5] === 0 ? 0 : 1);
		else this.#events.onRadio(type, payload.slice(0, length));
	}

	/** The flash chip's answer. @throws SupplyGone */
	#serve(type: number, view: DataView, payload: Uint8Array): Uint8Array {
		const chip = this.#chip;
		if (type === ToBench.FLASH_READ)
			return chip.read(view.getUint32(0, true), view.getUint16(4, true));
		if (type === ToBench.FLASH_PROGRAM)
			return statusOf(
				chip.program(view.getUint32(4, true), payload.subarray(8), view.getUint32(0, true)),
			);
		const clockNow = view.getUint32(0, true);
		return statusOf(
			payload[6] === 0
				? chip.startErase(view.getUint16(4, true), clockNow)
				: chip.endErase(clockNow),
		);
	}
}

/** True for messages that a life looks at; nobody sees the LCD. */
function isTaken(type: number): boolean {
	return (
		type === ToBench.TRANSMIT ||
		type === ToBench.OUTPUT ||
		(type >= ToBench.BLE_ADVERTISING && type <= ToBench.BLE_BONDS)
	);
}

function statusOf(succeeded: boolean | undefined): Uint8Array {
	if (succeeded === undefined) throw new SupplyGone();
	return Uint8Array.of(succeeded ? 1 : 0);
}
