/** Calibration constants that are kept on record outside the meter, until there is storage inside. */
import { Pin } from "../../boards/virtual/link.ts";
import { reasonOf } from "../fault.ts";
import type { EngineEvents, PowerUp } from "../meter/engine.ts";
import { Address, Mode, writeConstants } from "./block.ts";
import type { Constants } from "./constants.ts";
import { EngineClient } from "./engine-client.ts";

/**
 * Power-up of a meter whose constants are on record: the meter is ready when it has them. Its clock then begins
 * at 0 for whoever powers it up.
 */
export function withConstants(powerUp: PowerUp, constants: Constants): PowerUp {
	return (identity, outer, highInputs = []) => {
		const client = new EngineClient(identity.modbusId, outer.onTrace);
		let live: EngineEvents = {
			...client.events,
			onSerial: outer.onSerial,
			onRadio: outer.onRadio,
			onEnd: outer.onEnd,
		};
		const ready = client.ready();
		const events: EngineEvents = {
			onReady: () => live.onReady(),
			onDone: (clock, next) => live.onDone(clock, next),
			onTransmit: (clock, port, bytes) => live.onTransmit(clock, port, bytes),
			onOutput: (clock, pin, level) => live.onOutput(clock, pin, level),
			// What it draws meanwhile is not drawn again.
			onLcd: (page, column, bytes) => outer.onLcd(page, column, bytes),
			onBacklight: (on) => outer.onBacklight(on),
			onSerial: (port, parity, baudRate) => live.onSerial(port, parity, baudRate),
			onRadio: (type, payload) => live.onRadio(type, payload),
			onTrace: (line) => live.onTrace(line),
			onEnd: (reason) => live.onEnd(reason),
		};
		const engine = powerUp(identity, events, highInputs);
		client.drive(engine);

		const commission = async (): Promise<void> => {
			try {
				await ready;
				await client.seal(true);
				await client.write(Address.MODE, [Mode.CALIBRATION]);
				await writeConstants(client, constants);
				await client.write(Address.MODE, [Mode.METERING]);
				await client.seal(highInputs.includes(Pin.SEAL));
			} catch (error) {
				await engine.kill();
				outer.onEnd(`did not take its constants: ${reasonOf(error)}`);
				return;
			}
			const start = client.clock;
			live = {
				...outer,
				onDone: (clock, next) => outer.onDone(clock - start, next),
				onTransmit: (clock, port, bytes) => outer.onTransmit(clock - start, port, bytes),
				onOutput: (clock, pin, level) => outer.onOutput(clock - start, pin, level),
			};
			outer.onReady();
		};
		void commission();
		return engine;
	};
}
