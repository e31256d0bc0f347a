/** The radio of the ESP32-S3: the SDK's `bleserver`, for the meter's services in `boards/bleservices`. */
import BLEServer from "bleserver";
import type { Advertising, BluetoothIO, BluetoothOptions } from "board";
import { Bytes } from "btutils";
import FFI from "mc/ffi";

/** Clients at a time; the SDK's server has one. */
export const CONNECTIONS = 1;

/** Its number. */
const CLIENT = 0;

/** A characteristic as the SDK names it to its callbacks. */
interface Attribute {
	readonly name: string;
	readonly handle: number;
	readonly notify: number;
}

/** The SDK's server with its callbacks; the npm typings leave half of them out. */
interface Server {
	deviceName: string;
	startAdvertising(options: object): void;
	stopAdvertising(): void;
	notifyValue(attribute: Attribute, value: ArrayBufferLike): void;
	disconnect(): void;
}

export default class Bluetooth implements BluetoothIO {
	readonly #server: Server;
	/** Characteristics that the client wants to be notified of. */
	readonly #notified: Attribute[] = [];

	constructor(options: BluetoothOptions) {
		const notified = this.#notified;
		class MeterServer extends (BLEServer as unknown as new () => Server) {
			onReady(): void {
				options.onReady();
			}
			onConnected(): void {
				options.onConnected(CLIENT);
			}
			onDisconnected(): void {
				notified.length = 0;
				options.onDisconnected(CLIENT);
			}
			onMTUExchanged(mtu: number): void {
				options.onMTUExchanged(CLIENT, mtu);
			}
			/** An attribute without a value: the stack answers with an empty one. */
			onCharacteristicRead({ name }: Attribute): ArrayBufferLike {
				return bytesOf(options.onCharacteristicRead(CLIENT, name) ?? new Uint8Array(0));
			}
			onCharacteristicWritten({ name }: Attribute, value: ArrayBuffer): void {
				options.onCharacteristicWritten(CLIENT, name, new Uint8Array(value));
			}
			onCharacteristicNotifyEnabled(attribute: Attribute): void {
				notified.push(attribute);
				options.onCharacteristicNotifyEnabled(CLIENT, attribute.name);
			}
			onCharacteristicNotifyDisabled({ name }: Attribute): void {
				const index = notified.findIndex((each) => each.name === name);
				if (index >= 0) notified.splice(index, 1);
				options.onCharacteristicNotifyDisabled(CLIENT, name);
			}
		}
		this.#server = new MeterServer();
	}

	get deviceName(): string {
		return this.#server.deviceName;
	}
	set deviceName(name: string) {
		this.#server.deviceName = name;
	}

	startAdvertising({ advertisingData, scanResponseData }: Advertising): void {
		this.#server.startAdvertising({
			advertisingData,
			scanResponseData: {
				completeUUID128List: scanResponseData.completeUUID128List.map(
					(uuid) => new Bytes(uuid.replaceAll("-", ""), true),
				),
			},
		});
	}

	stopAdvertising(): void {
		this.#server.stopAdvertising();
	}

	/** Goes nowhere if the client does not want it. */
	notifyValue(_connection: number, name: string, value: Uint8Array): void {
		const attribute = this.#notified.find((each) => each.name === name);
		if (attribute) this.#server.notifyValue(attribute, bytesOf(value));
	}

	disconnect(): void {
		this.#server.disconnect();
	}
}

/** The bytes of a view, no more: the SDK takes whole buffers. */
function bytesOf(view: Uint8Array): ArrayBufferLike {
	return view.slice().buffer;
}

/** Bytes of the chip's random number generator, which the radio feeds with noise. */
export function random(target: Uint8Array): void {
	const bytes = new Uint8Array(target.length);
	new FFI().esp_fill_random(bytes.buffer, bytes.length);
	target.set(bytes);
}
