/**
 * The radio over the byte link. The bench is the Bluetooth stack, with the same definition of
 * services.
 */
import { CHARACTERISTICS } from "ble/services";
import type { Advertising, Bluetooth, BluetoothIO, BluetoothOptions } from "board";
import { advertisement, NAME, UUIDS_128 } from "./advertisement";
import { ToBench } from "./link";
import { sendBluetooth, sendNotification } from "./messages";

/** Most simultaneous connections. */
const CONNECTIONS = 4;

/** Number of a characteristic on the link; −1 if there is none of that name. */
function numberOf(name: string): number {
	for (let i = 0; i < CHARACTERISTICS.length; i++) if (CHARACTERISTICS[i].name === name) return i;
	return -1;
}

function nameOf(characteristic: number): string | undefined {
	return characteristic < CHARACTERISTICS.length ? CHARACTERISTICS[characteristic].name : undefined;
}

/** The firmware's end: sends its requests to the bench. */
class Server implements BluetoothIO {
	deviceName = "";

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

	keepBonds(keep: boolean): void {
		sendBluetooth(ToBench.BLE_BONDS, [keep ? 1 : 0]);
	}
}

/** The radio of a board, with the bench's end: passes its messages to the firmware. */
export default class Radio implements Bluetooth {
	readonly connections = CONNECTIONS;
	/** The class that the firmware opens the radio with. */
	readonly io: Bluetooth["io"];
	/** The firmware's callbacks, once it has opened the radio. */
	private firmware: BluetoothOptions | undefined;
	/** ATT_MTU of each connection; 0 if there is no client. */
	private readonly mtu: number[] = new Array(CONNECTIONS).fill(0);

	constructor() {
		const open = (options: BluetoothOptions): void => {
			this.firmware = options;
		};
		this.io = class extends Server {
			constructor(options: BluetoothOptions) {
				super();
				open(options);
			}
		};
	}

	/** Reports that the stack is up, once the firmware is running. */
	ready(): void {
		this.firmware?.onReady();
	}

	/** Handles BLE_CONNECTION. */
	connection(connection: number, mtu: number): void {
		const firmware = this.firmware;
		if (!firmware || connection >= CONNECTIONS) return;
		const previousMtu = this.mtu[connection];
		this.mtu[connection] = mtu;
		if (mtu === 0) {
			if (previousMtu !== 0) firmware.onDisconnected(connection);
			return;
		}
		if (previousMtu === 0) firmware.onConnected(connection);
		if (mtu !== previousMtu) firmware.onMTUExchanged(connection, mtu);
	}

	/** Handles BLE_PASSKEY. */
	passkey(connection: number, passkey: number): void {
		this.firmware?.onPasskeyDisplay(connection, passkey);
	}

	/** Handles BLE_AUTHENTICATED. */
	authenticated(connection: number): void {
		this.firmware?.onAuthenticated(connection);
	}

	/** Handles BLE_WRITE. */
	written(connection: number, characteristic: number, value: Uint8Array): void {
		const name = nameOf(characteristic);
		if (name !== undefined) this.firmware?.onCharacteristicWritten(connection, name, value);
	}

	/** Handles BLE_READ, which is always answered. */
	read(connection: number, characteristic: number): void {
		const name = nameOf(characteristic);
		const value =
			name === undefined ? undefined : this.firmware?.onCharacteristicRead(connection, name);
		sendBluetooth(
			ToBench.BLE_VALUE,
			[connection, characteristic, value ? 1 : 0],
			value ?? new Uint8Array(0),
		);
	}

	/** Handles BLE_SUBSCRIBE. */
	subscribed(connection: number, characteristic: number, enabled: boolean): void {
		const name = nameOf(characteristic);
		if (name === undefined) return;
		if (enabled) this.firmware?.onCharacteristicNotifyEnabled(connection, name);
		else this.firmware?.onCharacteristicNotifyDisabled(connection, name);
	}
}
