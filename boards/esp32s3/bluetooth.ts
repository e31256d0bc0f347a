/**
 * The radio: the SDK's `bleserver` with the meter's services in `boards/bleservices`. It pairs by
 * LE Secure Connections only (sdkconfig). Its stack keeps up to three bonds in the NVS.
 */
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
}

/** Demands on the security of links, as the SDK takes them. */
interface SecurityParameters {
	readonly encryption: boolean;
	readonly mitm: boolean;
	readonly bonding: boolean;
	readonly ioCapability: number;
}

/** `DisplayOnly` of the SDK's `IOCapability` (module `sm`). */
const DISPLAY_ONLY = 1;

/** The SDK's server. The npm typings leave out half of it. */
interface Server {
	deviceName: string;
	securityParameters: SecurityParameters;
	startAdvertising(options: object): void;
	stopAdvertising(): void;
	disconnect(): void;
}

export default class Bluetooth implements BluetoothIO {
	readonly #server: Server;
	/** Characteristics whose notifications the client has enabled. */
	readonly #notified: Attribute[] = [];
	readonly #ffi = new FFI();
	/** The connection, by the stack's handle. */
	readonly #link = { handle: 0 };
	#bonding = false;
	/**
	 * True if a client that pairs must prove the digits of the display. Only while one is connected:
	 * the SDK would ask every client to pair as soon as it connects, also one that only reads.
	 */
	#mitm = false;

	constructor(options: BluetoothOptions) {
		const notified = this.#notified;
		const link = this.#link;
		const demand = (server: Server, mitm: boolean): void => {
			this.#mitm = mitm;
			this.#demand(server);
		};
		class MeterServer extends (BLEServer as unknown as new () => Server) {
			onReady(): void {
				demand(this, false);
				options.onReady();
			}
			onConnected({ connection }: { connection: number }): void {
				link.handle = connection;
				demand(this, true);
				options.onConnected(CONNECTION);
			}
			onDisconnected(): void {
				notified.length = 0;
				demand(this, false);
				options.onDisconnected(CONNECTION);
			}
			onPasskeyDisplay({ passkey }: { passkey: number }): void {
				options.onPasskeyDisplay(CONNECTION, passkey);
			}
			/** Comes for every encrypted link, proved or not; a bond of one that is not is no use. */
			onAuthenticated(): void {
				const ffi = new FFI();
				if (ffi.link_is_authenticated(link.handle) === 1) options.onAuthenticated(CONNECTION);
				else ffi.forget_bond(link.handle);
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
		if (!attribute) return;
		this.#ffi.notify_client(this.#link.handle, attribute.handle, bytesOf(value), value.length);
	}

	disconnect(): void {
		this.#server.disconnect();
	}

	keepBonds(keep: boolean): void {
		this.#bonding = keep;
		this.#demand(this.#server);
		if (!keep) new FFI().forget_bonds();
	}

	#demand(server: Server): void {
		server.securityParameters = {
			encryption: false,
			mitm: this.#mitm,
			bonding: this.#bonding,
			ioCapability: DISPLAY_ONLY,
		};
	}
}

/** Copies a view's bytes to a buffer of their own: the SDK sends whole buffers. */
function bytesOf(view: Uint8Array): ArrayBuffer {
	return view.slice().buffer;
}
