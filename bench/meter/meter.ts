/** A virtual meter: a board with its firmware, and the quantities at its terminals. */
import { Pin, Port } from "../../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { Radio, type RadioOwner } from "../ble/radio.ts";
import { Lcd } from "../display/lcd.ts";
import { FastForward } from "../fast-forward/fast-forward.ts";
import type { Chip } from "../flash/chip.ts";
import { Terminals } from "../terminals.ts";
import type { EngineFigures } from "./engine.ts";
import { Feed, InputPins } from "./feed.ts";
import type { MeterOptions } from "./options.ts";
import { Outputs } from "./outputs.ts";
import { framesIn } from "./pace.ts";
import { Pacer } from "./pacer.ts";
import { Changes, MeterPort, portEvents } from "./port.ts";
import { type PeripheralEvents, Power } from "./power.ts";
import { AdvanceStopped, PowerIsOff } from "./refusals.ts";

/** More than the frames between two steps of drawing: 30 ms. */
const BETWEEN_STEPS_FRAMES = framesIn(0.03);

export class VirtualMeter implements RadioOwner {
	/** Quantities at the terminals, and the truth about them. */
	readonly source: Terminals;
	/** Brings them to the firmware. */
	readonly feed: Feed;
	/** Pulses that the LED and the S0 outputs have given. */
	readonly outputs = new Outputs();
	readonly lcd = new Lcd();
	readonly rs485: MeterPort;
	readonly mbus: MeterPort;
	readonly radio = new Radio(this);
	/** 0..99999999. */
	readonly serialNumber: number;
	/** The board's flash; undefined: it has none. */
	readonly chip: Chip | undefined;
	/** Lets time in which nothing changes pass by windows, while the meter runs as fast as it can. */
	readonly fastForward: FastForward;
	readonly #pins = new InputPins();
	readonly #pacer: Pacer;
	readonly #power: Power;
	readonly #changes = new Changes();
	readonly #onTouch: (pad: number, down: boolean) => void;
	readonly #supplyWatchers: ((on: boolean) => void)[] = [];
	/** Frame at which the display changed last. */
	#drawnFrame = Number.NEGATIVE_INFINITY;

	constructor(options: MeterOptions) {
		const { source, converter, clock, speed, identity, chip, onTrace } = options;
		this.source = source instanceof Terminals ? source : new Terminals(source);
		this.feed = new Feed(this.source, converter, this.#pins);
		this.serialNumber = identity.serialNumber;
		this.chip = chip;
		this.fastForward = new FastForward({ source: this.source, feed: this.feed, converter, chip });
		this.#onTouch = (pad, down) => options.onTouch?.(pad, down);
		this.#pacer = new Pacer({
			clock,
			speed,
			feed: this.feed,
			fastForward: this.fastForward,
			onLate: (seconds) => options.onLate(seconds),
		});
		this.#power = new Power(options, this.#pacer, this.#pins, {
			beforePowerUp: () => {
				this.#changes.restart(this.frames);
				this.feed.restart();
				this.#tellSupply(true);
			},
			afterPowerDown: () => {
				this.#tellSupply(false);
				this.outputs.off();
				this.lcd.off();
				this.radio.off();
			},
			events: () => this.#peripheralEvents(onTrace),
		});
		const parts = { power: this.#power, pacer: this.#pacer, changes: this.#changes };
		this.rs485 = new MeterPort(Port.RS485, parts);
		this.mbus = new MeterPort(Port.MBUS, parts);
	}

	/** True if the supply is on. */
	get powered(): boolean {
		return this.#power.isOn;
	}

	/** Adds a listener that is told whenever the supply has come or gone, whatever the reason. */
	watchSupply(listener: (on: boolean) => void): void {
		this.#supplyWatchers.push(listener);
	}

	/** True if the firmware runs and has not been warned of a power failure. */
	get running(): boolean {
		return this.#power.running !== undefined;
	}

	/**
	 * Meter time in frames since the first power-up, at which what was handed over last has taken
	 * place or will.
	 */
	get frames(): number {
		return this.#pacer.present;
	}

	/** Meter time in seconds; it stops while the supply is off. */
	get seconds(): number {
		return this.#pacer.frames / FRAME_RATE_HZ;
	}

	/** Meter time that the firmware took at the last power-up until it metered. */
	get startUpSeconds(): number {
		return this.#power.startUpSeconds;
	}

	/** True if the meter runs as fast as it can, so that its time is not the clock's. */
	get hurried(): boolean {
		return this.#pacer.hurried;
	}

	/** True if the firmware, which draws in steps, has just changed part of the display. */
	get drawing(): boolean {
		return this.powered && this.frames - this.#drawnFrame < BETWEEN_STEPS_FRAMES;
	}

	/** True if the calibration seal is open. */
	get sealOpen(): boolean {
		return this.#pins.isHigh(Pin.SEAL);
	}

	/** Opens or closes the calibration seal; done when the firmware has been told. */
	async setSeal(open: boolean): Promise<void> {
		const told = await this.#pacer.act((engine) => {
			this.#pins.set(Pin.SEAL, open);
			this.#pins.tell(engine);
		});
		// The next engine finds it like that, or one that starts is told when it runs.
		if (!told) this.#pins.set(Pin.SEAL, open);
	}

	/**
	 * Switches the supply on; done when the firmware runs.
	 * @throws PowerIsOff when the supply is cut first, Error when the engine has ended by itself
	 */
	powerOn(): Promise<void> {
		return this.#power.on();
	}

	/**
	 * Takes the supply away; done when nothing is left of the engine.
	 * @param warning true: the firmware is warned and has the hold-up time, in which the front end
	 *   delivers nothing; false: at once
	 */
	powerOff(warning = false): Promise<void> {
		return this.#power.off(warning);
	}

	/**
	 * Touches a button's pad or lets it go, now.
	 * @returns false if the firmware does not run
	 */
	touch(pad: number, down: boolean): Promise<boolean> {
		this.#onTouch(pad, down);
		return this.#pacer.act((engine) => {
			this.#changes.touch(this.frames, pad, down);
			engine.touch(pad, down);
		});
	}

	tellRadio(type: number, payload: Uint8Array): Promise<boolean> {
		return this.#pacer.act((engine) => {
			this.#changes.note(this.frames);
			engine.radio(type, payload);
		});
	}

	after(frames: number, callback: (reached: boolean) => void, precise = true): () => void {
		return this.#power.after(frames, callback, precise);
	}

	/**
	 * Runs that many seconds of meter time as fast as possible, after those being run already.
	 * @param signal withdraws the request
	 * @throws PowerIsOff unless the firmware runs until then
	 * @throws AdvanceStopped when it is withdrawn before
	 */
	async advance(seconds: number, signal?: AbortSignal): Promise<void> {
		const end = await this.#pacer.advance(framesIn(seconds), signal);
		if (end === "off") throw new PowerIsOff();
		if (end === "withdrawn") throw new AdvanceStopped();
	}

	/**
	 * Runs to a frame and lets meter time stand still there, until the next call or {@link release}.
	 * @param hurried true: as fast as possible
	 * @returns true when the engine has dealt with everything up to it, false if the firmware does
	 *   not run until then
	 */
	runTo(frame: number, hurried = false): Promise<boolean> {
		return this.#pacer.runTo(frame, hurried);
	}

	/** Lets meter time pass again. */
	release(): void {
		void this.#pacer.runTo(Number.POSITIVE_INFINITY);
	}

	/** Seconds that are left of all advances. */
	get advanceSeconds(): number {
		return this.#pacer.advanceFrames / FRAME_RATE_HZ;
	}

	/** Ends all advances now. */
	stopAdvances(): void {
		this.#pacer.stopAdvances();
	}

	/** Figures of the engine; zeros unless the firmware runs until it answers. */
	async figures(): Promise<EngineFigures> {
		const { running } = this.#power;
		const frames = this.frames - (running?.frame ?? 0);
		const stats = await running?.engine.stats().catch(() => undefined);
		if (!running || !stats) return { heapBytes: 0, peakHeapBytes: 0, bytecodesPerSecond: 0 };
		const { byteCodes, heapBytes, peakHeapBytes } = stats;
		const perFrame = frames > 0 ? (byteCodes - running.byteCodes) / frames : 0;
		return { heapBytes, peakHeapBytes, bytecodesPerSecond: Math.round(perFrame * FRAME_RATE_HZ) };
	}

	#tellSupply(on: boolean): void {
		for (const listener of this.#supplyWatchers) listener(on);
	}

	#peripheralEvents(onTrace: (line: string) => void): PeripheralEvents {
		const since = (frame: number): number => this.#power.baseFrame + frame;
		return {
			...portEvents([this.rs485, this.mbus]),
			onOutput: (frame, pin, level) => this.outputs.change(since(frame), pin, level),
			onLcd: (page, column, bytes) => {
				this.#drawnFrame = this.frames;
				this.lcd.write(page, column, bytes);
			},
			onBacklight: (on) => this.lcd.light(on),
			onRadio: (type, payload) => this.radio.fromFirmware(type, payload),
			onTrace,
		};
	}
}
