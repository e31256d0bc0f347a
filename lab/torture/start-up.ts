/** Start-up of the firmware on XS from an image. */
import { Chip } from "../../bench/flash/chip.ts";
import { EngineProcess } from "../../bench/meter/engine-process.ts";
import { program } from "../../bench/meter/launch.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";

/** Cost of a start-up. */
export interface StartUp {
	/** Meter time spent waiting for the flash chip. */
	readonly milliseconds: number;
	/** Since the engine's start, including the bundle's own set-up. */
	readonly byteCodes: number;
}

/**
 * Starts the firmware once.
 * @param image undefined: a board without a flash chip
 * @param engine path of the engine
 * @param firmware path of the bundle
 */
export async function startUpFrom(
	image: Uint8Array | undefined,
	engine: string,
	firmware: string,
): Promise<StartUp> {
	const identity = { serialNumber: 12345678, modbusId: 1, mbusAddress: 0 };
	const nothing = (): void => {};
	let process: EngineProcess | undefined;
	try {
		const frames = await new Promise<number>((resolve, reject) => {
			const events = {
				onReady: resolve,
				onDone: nothing,
				onTransmit: nothing,
				onSerial: nothing,
				onOutput: nothing,
				onTrace: nothing,
				onLcd: nothing,
				onBacklight: nothing,
				onRadio: nothing,
				onSupplyLost: nothing,
				onRestart: nothing,
				onEnd: (reason: string) => reject(new Error(`the engine ${reason}`)),
			};
			process = new EngineProcess(
				program(engine, [firmware]),
				identity,
				events,
				[],
				image && new Chip(image),
			);
		});
		const { byteCodes = 0 } = (await process?.stats()) ?? {};
		return { milliseconds: (1000 * frames) / FRAME_RATE_HZ, byteCodes };
	} finally {
		await process?.kill();
	}
}
