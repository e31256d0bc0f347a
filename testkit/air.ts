/** The firmware's GATT server with the bench's virtual radio, in one process. */
import { Radio } from "../bench/ble/radio.ts";
import { decode, encode } from "../bench/meter/link.ts";
import { ToBench, ToBoard } from "../boards/virtual/link.ts";
import { TO_BENCH, TO_BOARD } from "../spec/link.ts";
import { CHARACTERISTICS } from "../src/ble/services.ts";
import { TestRadio } from "./radio.ts";

/** Advertising data: flags. */
const ADVERTISING = Uint8Array.of(3, 2, 1, 6);

const nameOf = (characteristic: number): string => CHARACTERISTICS[characteristic]?.name ?? "";

/** UUID of a characteristic by its name. */
export function uuidOf(name: string): string {
	return CHARACTERISTICS.find((each) => each.name === name)?.uuid ?? "";
}

export class Air {
	readonly meter = new TestRadio();
	readonly radio = new Radio({
		tellRadio: (type, payload) => {
			this.#toFirmware(type, Buffer.from(payload));
			this.#fromFirmware();
			return Promise.resolve(true);
		},
	});

	constructor() {
		this.radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
		this.#tellBonds();
	}

	/** The supply goes and comes back; nobody is connected. */
	restart(): void {
		this.radio.off();
		this.meter.client.onReady();
		this.#tellBonds();
		this.radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
	}

	/** Changes the setting at the buttons. */
	keepBonds(keep: boolean): void {
		this.meter.model.write(this.meter.model.indexOf("bonds"), keep ? 1 : 0);
		this.#tellBonds();
	}

	/** The six digits on the display; −1: none. */
	get shown(): number {
		return this.meter.server.passkey;
	}

	#toFirmware(type: number, payload: Buffer): void {
		const { client } = this.meter;
		const connection = payload[0] ?? 0;
		const name = nameOf(payload[1] ?? 0);
		if (type === ToBoard.BLE_CONNECTION) {
			const { mtu } = decode(TO_BOARD.BLE_CONNECTION, payload);
			if (mtu > 0) client.onConnected(connection);
			else client.onDisconnected(connection);
			this.radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
		}
		if (type === ToBoard.BLE_PASSKEY)
			client.onPasskeyDisplay(connection, decode(TO_BOARD.BLE_PASSKEY, payload).passkey);
		if (type === ToBoard.BLE_AUTHENTICATED) client.onAuthenticated(connection);
		if (type === ToBoard.BLE_WRITE)
			client.onCharacteristicWritten(connection, name, payload.subarray(2));
		if (type === ToBoard.BLE_SUBSCRIBE) client.onCharacteristicNotifyEnabled(connection, name);
		if (type === ToBoard.BLE_READ) this.#read(connection, payload[1] ?? 0);
	}

	#read(connection: number, characteristic: number): void {
		const value = this.meter.client.onCharacteristicRead(connection, nameOf(characteristic));
		const answer = {
			connection,
			characteristic,
			found: value ? 1 : 0,
			value: value ?? new Uint8Array(),
		};
		this.radio.fromFirmware(ToBench.BLE_VALUE, encode(TO_BENCH.BLE_VALUE, answer));
	}

	#tellBonds(): void {
		const keep = this.meter.keepsBonds === true ? 1 : 0;
		this.radio.fromFirmware(ToBench.BLE_BONDS, Uint8Array.of(keep));
	}

	#fromFirmware(): void {
		for (const each of this.meter.notifications.splice(0)) {
			const [connection, name, value] = each.split(" ");
			const notification = {
				connection: Number(connection),
				characteristic: CHARACTERISTICS.findIndex((one) => one.name === name),
				value: Buffer.from(value ?? "", "hex"),
			};
			this.radio.fromFirmware(
				ToBench.BLE_NOTIFICATION,
				encode(TO_BENCH.BLE_NOTIFICATION, notification),
			);
		}
		this.#tellBonds();
		for (const connection of this.meter.disconnected.splice(0))
			this.radio.fromFirmware(ToBench.BLE_DISCONNECT, Uint8Array.of(connection));
	}
}
