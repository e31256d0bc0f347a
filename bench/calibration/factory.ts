/**
 * The factory of a virtual meter: calibrates it before its first start, on a source of the
 * factory's own. The meter keeps its constants itself.
 */
import { BYTES_PER_FRAME, MAXIMUM_FRAMES } from "../../boards/virtual/link.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";
import { REFERENCE_TEMPERATURE } from "../front-end/temperature.ts";
import { Mains } from "../mains/model.ts";
import type { MainsSettings } from "../mains/settings.ts";
import type { Engine, Identity, PowerUp } from "../meter/engine.ts";
import type { Converter } from "../meter/options.ts";
import type { Constants } from "./constants.ts";
import { EngineClient } from "./engine-client.ts";
import { calibrate } from "./procedure.ts";
import type { Station } from "./station.ts";
import { applied, type StationErrors } from "./station-errors.ts";

/** Blocks given to the engine at a time, so that it seldom waits. */
const BLOCKS_IN_FLIGHT = 16;

/** The meter on the factory's bench. */
export interface Device {
	readonly powerUp: PowerUp;
	readonly converter: Converter;
	readonly identity: Identity;
	/** Errors of the station; none by default. */
	readonly errors?: StationErrors | undefined;
	onTrace(line: string): void;
}

/** One factory per meter. */
export class Factory {
	readonly #device: Device;
	/** Drives the engine of the meter during calibration. */
	#client: EngineClient | undefined;
	#constants: Constants | undefined;

	constructor(device: Device) {
		this.#device = device;
	}

	/** Constants of the meter; undefined: it was not calibrated here. */
	get constants(): Constants | undefined {
		return this.#constants;
	}

	/**
	 * Calibrates the meter, whose supply is off before and after, at the reference temperature.
	 * @throws CalibrationError, or Error when the engine ends
	 */
	async calibrate(): Promise<void> {
		const { powerUp, identity, onTrace, converter, errors } = this.#device;
		const { temperature } = converter;
		if (temperature !== undefined) converter.temperature = REFERENCE_TEMPERATURE;
		const client = new EngineClient(identity.modbusId, onTrace);
		this.#client = client;
		const ready = client.ready();
		const engine = powerUp(identity, client.events);
		client.drive(engine);
		try {
			await ready;
			const station = stationOf(client, converter, errors);
			await station.soak?.(REFERENCE_TEMPERATURE);
			this.#constants = await calibrate(station);
		} finally {
			this.#client = undefined;
			if (temperature !== undefined) converter.temperature = temperature;
			await engine.kill();
		}
	}

	/** Abandons a calibration that is under way. */
	abandon(): void {
		this.#client?.abandon("the calibration was abandoned");
	}
}

/** The factory's source, with the meter's front end between it and the engine. */
function stationOf(
	client: EngineClient,
	converter: Converter,
	errors: StationErrors | undefined,
): Station {
	const mains = new Mains();
	mains.framesPerSecond = converter.framesPerSecond ?? FRAME_RATE_HZ;
	let present: MainsSettings | undefined;
	const samples = new Float64Array(MAXIMUM_FRAMES * CHANNELS);
	const bytes = new Uint8Array(MAXIMUM_FRAMES * BYTES_PER_FRAME);
	let sequence = 0;
	const give = (engine: Engine, frames: number): void => {
		mains.fill(samples, frames);
		converter.convert(samples, frames, bytes);
		engine.frames(sequence++, bytes.subarray(0, frames * BYTES_PER_FRAME));
	};
	const soak = async (celsius: number): Promise<void> => {
		converter.temperature = celsius;
		mains.framesPerSecond = converter.framesPerSecond ?? FRAME_RATE_HZ;
		await client.do((engine) => engine.temperature(celsius));
	};
	return {
		...(converter.temperature === undefined ? {} : { soak }),
		async run(settings: MainsSettings, seconds: number) {
			if (present !== settings) mains.apply(errors ? applied(settings, errors) : settings);
			present = settings;
			for (let left = Math.round(seconds * FRAME_RATE_HZ); left > 0; ) {
				await client.do((engine) => {
					for (let block = 0; block < BLOCKS_IN_FLIGHT && left > 0; block++) {
						const frames = Math.min(MAXIMUM_FRAMES, left);
						give(engine, frames);
						left -= frames;
					}
				});
			}
		},
		read: (address, count) => client.read(address, count),
		write: (address, words) => client.write(address, words),
		seal: (open) => client.seal(open),
	};
}
