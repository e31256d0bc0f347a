/**
 * A meter on the test bench: the whole firmware on its engine, fed by the bench's mains and front
 * end. Only {@link MeterUnderTest.run} moves its time; its registers are read and written through
 * its RS-485 port.
 */
import { isWhole, rtuFrame } from "../../bench/bus/rtu.ts";
import type { Station } from "../../bench/calibration/station.ts";
import { applied, type StationErrors } from "../../bench/calibration/station-errors.ts";
import type { Chip } from "../../bench/flash/chip.ts";
import type { MakeConversion } from "../../bench/front-end/block.ts";
import type { CtClass } from "../../bench/front-end/current-transformer.ts";
import type { Faults } from "../../bench/front-end/faults.ts";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import { DEFAULT_MAINS, type MainsSettings } from "../../bench/mains/settings.ts";
import { EngineProcess } from "../../bench/meter/engine-process.ts";
import type { Launch } from "../../bench/meter/launch.ts";
import { VirtualMeter } from "../../bench/meter/meter.ts";
import type { Clock } from "../../bench/meter/pace.ts";
import { ModbusClient, NoResponse } from "../../client/modbus-client.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { SampleEnergy } from "./sample-energy.ts";
import { MainsWithTone, type Tone } from "./tone.ts";

const UNIT_ID = 1;

/** Meter seconds that a response may take, and between two looks for it. */
const ANSWER_LIMIT = 0.5;
const ANSWER_STEP = 0.01;

/** Kelvins that a meter follows its sensor in a second (docs/metrology.md). */
const FOLLOWED_KELVINS = 1;

/** A wall clock that never moves: meter time passes only while the meter is advanced. */
const STANDING: Clock = { now: () => 0, wake: () => () => {} };

export class MeterUnderTest {
	readonly serialNumber: number;
	readonly mains: MainsWithTone;
	/** Energy at the terminals, summed over the samples. */
	readonly energy: SampleEnergy;
	readonly #meter: VirtualMeter;
	readonly #registers = new ModbusClient((request) => this.#exchange(request));
	#answer: Buffer = Buffer.alloc(0);
	#failure: string | undefined;

	/**
	 * @param engine the program that runs the firmware
	 * @param settings of the mains at the start
	 * @param faults of the front end, other than those by default
	 * @param conversion of the front end; by TypeScript by default
	 * @param chip flash of the board; none by default
	 */
	constructor(
		engine: Launch,
		serialNumber: number,
		settings: MainsSettings = DEFAULT_MAINS,
		faults: Partial<Faults> = {},
		conversion?: MakeConversion,
		chip?: Chip,
	) {
		this.serialNumber = serialNumber;
		this.mains = new MainsWithTone(settings);
		const frontEnd = { seed: serialNumber, faults, ...(conversion && { conversion }) };
		this.energy = new SampleEnergy(new FrontEnd(frontEnd));
		this.#meter = new VirtualMeter({
			source: this.mains,
			converter: this.energy,
			chip,
			powerUp: (identity, events, highInputs) =>
				new EngineProcess(engine, identity, events, highInputs, chip),
			clock: STANDING,
			identity: { serialNumber, modbusId: UNIT_ID, mbusAddress: 0 },
			speed: 1,
			onTrace: () => {},
			onEnd: (reason) => {
				this.#failure = `meter ${serialNumber}: the engine ${reason}`;
			},
			onLate: () => {},
		});
		this.#meter.rs485.listen((_frame, bytes) => {
			this.#answer = Buffer.concat([this.#answer, bytes]);
		});
	}

	/** Frames since the start. */
	get frames(): number {
		return this.#meter.frames;
	}

	/** Switches the supply on; resolves when the firmware runs, at meter time 0. */
	async start(): Promise<void> {
		await this.#meter.powerOn();
	}

	/** Ends the engine. */
	async stop(): Promise<void> {
		await this.#meter.powerOff();
	}

	/** Of the front end's parts, °C. */
	get celsius(): number {
		return this.#meter.feed.temperature ?? Number.NaN;
	}

	/** Exchanges the current transformers for those of another class. */
	set ctClass(value: CtClass) {
		this.#meter.feed.ctClass = value;
	}

	/** Applies mains settings from the next frame onward, and a tone that is no harmonic. */
	apply(settings: MainsSettings, tone?: Tone): void {
		this.mains.apply(settings);
		this.mains.tone = tone;
	}

	/** Opens or closes the calibration seal. */
	seal(open: boolean): Promise<void> {
		return this.#meter.setSeal(open);
	}

	/** Brings the front end's parts to a temperature (°C), and waits until the meter follows it. */
	async soak(celsius: number): Promise<void> {
		const { feed } = this.#meter;
		const change = Math.abs(celsius - (feed.temperature ?? celsius));
		feed.temperature = celsius;
		await this.run(change / FOLLOWED_KELVINS + 1);
	}

	/** Lets `seconds` of meter time pass. */
	async run(seconds: number): Promise<void> {
		// Advancing by nothing would wait for a block that nobody delivers.
		if (seconds === 0) return;
		try {
			await this.#meter.advance(seconds);
		} catch (error) {
			throw this.#failure === undefined ? error : new Error(this.#failure);
		}
	}

	/** Lets meter time pass up to frame number `frames`. */
	async runTo(frames: number): Promise<void> {
		const seconds = (frames - this.frames) / FRAME_RATE_HZ;
		if (seconds < 0) throw new Error(`frame ${frames} has passed`);
		await this.run(seconds);
	}

	/** Lets meter time pass up to the next whole second, when every whole frequency is at phase 0. */
	runToSecond(): Promise<void> {
		return this.runTo(Math.ceil(this.frames / FRAME_RATE_HZ) * FRAME_RATE_HZ);
	}

	/**
	 * Reads `count` registers, the first at `address`, as the wire carries them.
	 * @throws ModbusException, NoResponse
	 */
	read(address: number, count: number): Promise<Uint8Array> {
		return this.#registers.read(address, count);
	}

	/**
	 * Writes one register by FC 06, several by FC 16.
	 * @throws ModbusException, NoResponse
	 */
	write(address: number, words: readonly number[]): Promise<void> {
		return this.#registers.write(address, words);
	}

	async #exchange(request: Uint8Array): Promise<Uint8Array> {
		this.#answer = Buffer.alloc(0);
		this.#meter.rs485.receive(rtuFrame(UNIT_ID, request));
		for (let waited = 0; waited < ANSWER_LIMIT; waited += ANSWER_STEP) {
			await this.run(ANSWER_STEP);
			if (isWhole(this.#answer)) return this.#answer.subarray(1, -2);
		}
		throw new NoResponse(`no answer to ${Buffer.from(request).toString("hex")}`);
	}
}

/**
 * The meter as a station for its calibration.
 * @param errors of the station; none by default
 */
export function stationOf(meter: MeterUnderTest, errors?: StationErrors): Station {
	let present: MainsSettings = meter.mains.settings;
	return {
		async run(mains, seconds) {
			if (mains !== present) meter.apply(errors ? applied(mains, errors) : mains);
			present = mains;
			await meter.run(seconds);
		},
		read: (address, count) => meter.read(address, count),
		write: (address, words) => meter.write(address, words),
		async seal(open) {
			await meter.seal(open);
		},
		async soak(celsius) {
			await meter.soak(celsius);
		},
	};
}
