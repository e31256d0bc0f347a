/** A radio for unit tests: records the firmware's calls, and acts as its clients. */

import Password from "access/password";
import BleServer from "ble/server";
import type { Advertising, Bluetooth, BluetoothIO, BluetoothOptions } from "board";
import { modbusRuns } from "maps";
import PduServer from "modbus/pdu";
import ModbusRegisters from "modbus/registers";
import { clock } from "../boards/virtual/clock.ts";
import Timer from "../boards/virtual/timer.ts";
import { FRAME_RATE_HZ } from "../src/sampling.ts";
import { TestModel } from "./model.ts";

const SERIAL_NUMBER = 12345678;

/** Most clients of the radio. */
export const CONNECTIONS = 3;

export class TestRadio {
	readonly model = new TestModel();
	readonly password = new Password(this.model, () => {});
	/** Present advertising; undefined if there is none. */
	advertising: Advertising | undefined;
	deviceName = "";
	/** `connection name hex` of each notification. */
	notifications: string[] = [];
	disconnected: number[] = [];
	/** As the firmware has last said; undefined: it has said nothing. */
	keepsBonds: boolean | undefined;
	readonly server: BleServer;
	#options: BluetoothOptions | undefined;

	/** @param ready true if the stack comes up at once */
	constructor(ready = true) {
		const radio = this;
		this.model.setByName("serialNumber", SERIAL_NUMBER);
		class Io implements BluetoothIO {
			constructor(options: BluetoothOptions) {
				radio.#options = options;
			}
			set deviceName(name: string) {
				radio.deviceName = name;
			}
			get deviceName(): string {
				return radio.deviceName;
			}
			startAdvertising(advertising: Advertising): void {
				radio.advertising = advertising;
			}
			stopAdvertising(): void {
				radio.advertising = undefined;
			}
			notifyValue(connection: number, name: string, value: Uint8Array): void {
				radio.notifications.push(`${connection} ${name} ${Buffer.from(value).toString("hex")}`);
			}
			disconnect(connection: number): void {
				radio.disconnected.push(connection);
			}
			keepBonds(keep: boolean): void {
				radio.keepsBonds = keep;
			}
		}
		const bluetooth: Bluetooth = {
			io: Io,
			connections: CONNECTIONS,
		};
		this.server = new BleServer(
			bluetooth,
			this.model,
			new PduServer(new ModbusRegisters(this.model, modbusRuns)),
			this.password,
		);
		this.server.start();
		if (ready) this.client.onReady();
	}

	/** The firmware's callbacks. */
	get client(): BluetoothOptions {
		if (!this.#options) throw new Error("no radio was made");
		return this.#options;
	}

	/** Connects a client that listens to responses. */
	connect(connection = 0, mtu = 23): void {
		this.advertising = undefined;
		this.client.onConnected(connection);
		if (mtu !== 23) this.client.onMTUExchanged(connection, mtu);
		this.client.onCharacteristicNotifyEnabled(connection, "response");
	}

	/** Pairs a client, unless the meter ends the connection: its owner enters the right digits. */
	pair(connection = 0): void {
		const before = this.disconnected.length;
		this.client.onPasskeyDisplay(connection, 123456);
		if (this.disconnected.length > before) this.client.onDisconnected(connection);
		else this.client.onAuthenticated(connection);
	}

	/** Pairs a client whose owner enters wrong digits, and who goes then. */
	pairWrongly(connection = 0): void {
		this.connect(connection);
		this.client.onPasskeyDisplay(connection, 123456);
		this.client.onDisconnected(connection);
	}

	/** Sends a password, 0..9999, on a paired link. */
	logIn(password: string, connection = 0): void {
		this.write("login", Buffer.from(password), connection);
	}

	read(name: string, connection = 0): Buffer {
		return Buffer.from(this.client.onCharacteristicRead(connection, name) ?? []);
	}

	/** Writes a request in hexadecimal; returns the responses notified to this connection. */
	request(hex: string, connection = 0): string[] {
		this.notifications = [];
		this.write("request", Buffer.from(hex.replaceAll(" ", ""), "hex"), connection);
		return this.notifications
			.filter((each) => each.startsWith(`${connection} response `))
			.map((each) => each.split(" ")[2]);
	}

	write(name: string, value: Uint8Array, connection = 0): void {
		this.client.onCharacteristicWritten(connection, name, value);
	}

	/** Lets meter time pass. */
	wait(seconds: number): void {
		Timer.advance(clock.frames + FRAME_RATE_HZ * seconds);
	}
}
