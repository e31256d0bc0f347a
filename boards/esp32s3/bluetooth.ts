/** The radio: the SDK's `bleserver` with the meter's services in `boards/bleservices`. */
import BLEServer from "bleserver";
import type { Advertising, BluetoothIO, BluetoothOptions } from "board";
import { Bytes } from "btutils";
import FFI from "mc/ffi";

/** Most simultaneous connections; the SDK's server has one. */
export const CONNECTIONS = 1;

/** Number of the only connection. */
const CONNECTION = 0;

/** A characteristic as the SDK passes it to its callbacks. */
interface Attribute {
	readonly name: string;
	readonly handle: number;
	readonly notify: number;
}

/** The SDK's server. The npm typings leave out half of it. */
interface Server {
	deviceName: string;
	startAdvertising(options: object): void;
	stopAdvertising(): void;
	notifyValue(attribute: Attribute, value: ArrayBufferLike): void;
	disconnect(): void;
}

export default class Bluetooth implements BluetoothIO {
	readonly #server: Server;
	/** Characteristics whose notifications the client has enabled. */
	readonly #notified: Attribute[] = [];

	constructor(options: BluetoothOptions) {
		const notified = this.#notified;
		class MeterServer extends (BLEServer as unknown as new () => Server) {
			onReady(): void {
				options.onReady();
			}
			onConnected(): void {
				options.onConnected(CONNECTION);
			}
			onDisconnected(): void {
				notified.length = 0;
				options.onDisconnected(CONNECTION);
			}
			onMTUExchanged(mtu: number): void {
				options.onMTUExchanged(CONNECTION, mtu);
			}
			/** Sends an empty value instead of a refusal, which the stack does not offer. */
			onCharacteristicRead({ name }: Attribute): ArrayBufferLike {
				return bytesOf(options.onCharacteristicRead(CONNECTION, name) ?? new Uint8Array(0));
			}
			onCharacteristicWritten({ name }: Attribute, value: ArrayBuffer): void {
				options.onCharacteristicWritten(CONNECTION, name, new Uint8Array(value));
			}
			onCharacteristicNotifyEnabled(attribute: Attribute): void {
				notified.push(attribute);
				options.onCharacteristicNotifyEnabled(CONNECTION, attribute.name);
			}
			onCharacteristicNotifyDisabled({ name }: Attribute): void {
				const index = notified.findIndex((each) => each.name === name);
				if (index >= 0) notified.splice(index, 1);
				options.onCharacteristicNotifyDisabled(CONNECTION, name);
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

	/** Does nothing if the client has not enabled the notification. */
	notifyValue(_connection: number, name: string, value: Uint8Array): void {
		const attribute = this.#notified.find((each) => each.name === name);
		if (attribute) this.#server.notifyValue(attribute, bytesOf(value));
	}

	disconnect(): void {
		this.#server.disconnect();
	}
}

/** Copies a view's bytes to a buffer of their own: the SDK sends whole buffers. */
function bytesOf(view: Uint8Array): ArrayBufferLike {
	return view.slice().buffer;
}

/** Fills `target` from the chip's random number generator, which the radio seeds with noise. */
export function random(target: Uint8Array): void {
	const bytes = new Uint8Array(target.length);
	new FFI().esp_fill_random(bytes.buffer, bytes.length);
	target.set(bytes);
}
