/**
 * The radio over the byte link. The bench is the Bluetooth stack, with the same definition of
 * services.
 */
import { CHARACTERISTICS } from "ble/services";
import type { Advertising, BluetoothIO, BluetoothOptions } from "board";
import { advertisement, NAME, UUIDS_128 } from "./advertisement";
import { ToBench } from "./link";
import { sendBluetooth, sendNotification } from "./messages";

/** Most simultaneous connections. */
export const CONNECTIONS = 4;

/** Random bytes that the bench sent with the latest connection. */
const entropy = new Uint8Array(32);

let radio: Bluetooth | undefined;

/** Number of a characteristic on the link; −1 if there is none of that name. */
function numberOf(name: string): number {
	for (let i = 0; i < CHARACTERISTICS.length; i++) if (CHARACTERISTICS[i].name === name) return i;
	return -1;
}

export default class Bluetooth implements BluetoothIO {
	deviceName = "";
	/** Read by the static methods that handle the link's messages. */
	private readonly options: BluetoothOptions;
	/** ATT_MTU of each connection; 0 if there is no client. */
	readonly #mtu: number[] = new Array(CONNECTIONS).fill(0);

	constructor(options: BluetoothOptions) {
		this.options = options;
		radio = this;
	}

	startAdvertising({ advertisingData, scanResponseData }: Advertising): void {
		const data = advertisement(advertisingData.flags, NAME, advertisingData.completeName);
		const response = advertisement(undefined, UUIDS_128, ...scanResponseData.completeUUID128List);
		sendBluetooth(ToBench.BLE_ADVERTISING, [data.length, ...data], response);
	}

	stopAdvertising(): void {
		sendBluetooth(ToBench.BLE_ADVERTISING, []);
	}

	notifyValue(connection: number, name: string, value: Uint8Array): void {
		sendNotification(connection, numberOf(name), value);
	}

	disconnect(connection: number): void {
		sendBluetooth(ToBench.BLE_DISCONNECT, [connection]);
	}

	/** Reports that the stack is up, once the firmware is running. */
	static ready(): void {
		radio?.options.onReady();
	}

	/** Handles BLE_CONNECTION. */
	static connection(connection: number, mtu: number, random: Uint8Array): void {
		if (!radio || connection >= CONNECTIONS) return;
		const previousMtu = radio.#mtu[connection];
		radio.#mtu[connection] = mtu;
		if (mtu === 0) {
			if (previousMtu !== 0) radio.options.onDisconnected(connection);
			return;
		}
		if (previousMtu === 0) {
			entropy.set(random.subarray(0, entropy.length));
			radio.options.onConnected(connection);
		}
		if (mtu !== previousMtu) radio.options.onMTUExchanged(connection, mtu);
	}

	/** Handles BLE_WRITE. */
	static written(connection: number, characteristic: number, value: Uint8Array): void {
		const name = nameOf(characteristic);
		if (name !== undefined) radio?.options.onCharacteristicWritten(connection, name, value);
	}

	/** Handles BLE_READ, which is always answered. */
	static read(connection: number, characteristic: number): void {
		const name = nameOf(characteristic);
		const value =
			name === undefined ? undefined : radio?.options.onCharacteristicRead(connection, name);
		sendBluetooth(
			ToBench.BLE_VALUE,
			[connection, characteristic, value ? 1 : 0],
			value ?? new Uint8Array(0),
		);
	}

	/** Handles BLE_SUBSCRIBE. */
	static subscribed(connection: number, characteristic: number, enabled: boolean): void {
		const name = nameOf(characteristic);
		if (name === undefined) return;
		if (enabled) radio?.options.onCharacteristicNotifyEnabled(connection, name);
		else radio?.options.onCharacteristicNotifyDisabled(connection, name);
	}

	/** Fills `target` with random bytes received with the latest connection. */
	static random(target: Uint8Array): void {
		target.set(entropy.subarray(0, target.length));
	}
}

function nameOf(characteristic: number): string | undefined {
	return characteristic < CHARACTERISTICS.length ? CHARACTERISTICS[characteristic].name : undefined;
}
