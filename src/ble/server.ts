/**
 * The meter's GATT server (docs/ble.md): device information, readings once a second, registers as Modbus PDUs, and
 * the login that writes ask for. The board's radio calls it; it answers from the register model.
 */

import Connection from "ble/connection";
import { deviceInformation } from "ble/device-information";
import { FAULT, type Fault, FRAGMENT_HEAD, MORE, UNFINISHED, WHOLE } from "ble/fragments";
import Login from "ble/login";
import { READING_GROUPS } from "ble/reading-groups";
import Readings from "ble/readings";
import { METER_SERVICE } from "ble/services";
import type { Bluetooth, BluetoothIO, BluetoothOptions } from "board";
import type PduServer from "modbus/pdu";
import { Permission } from "modbus/pdu";
import PduBuffer, { MAXIMUM_PDU } from "modbus/pdu-buffer";
import type RegisterModel from "registers/model";
import type Password from "registers/password";
import { indexOf } from "registers/table";
import Timer from "timer";

const BROADCAST = indexOf("broadcast");
const SERIAL_NUMBER = indexOf("serialNumber");

/** Milliseconds from one notification of the readings to the next. */
const PERIOD = 1000;

/** General discoverable, no BR/EDR (Core Specification Supplement, part A, 1.3). */
const FLAGS = 0x06;

export default class BleServer implements BluetoothOptions {
	readonly #model: RegisterModel;
	readonly #pdu: PduServer;
	readonly #readings: Readings;
	readonly #radio: BluetoothIO;
	readonly #connections: readonly Connection[];
	readonly #response = new PduBuffer();
	readonly #fragment = new Uint8Array(FRAGMENT_HEAD + MAXIMUM_PDU);
	/** Whether the radio's stack is up. */
	#ready = false;
	/** Whether the radio is on, as far as that was carried out. */
	#on = false;

	constructor(bluetooth: Bluetooth, model: RegisterModel, pdu: PduServer, password: Password) {
		const serialNumber = model.get(SERIAL_NUMBER);
		this.#model = model;
		this.#pdu = pdu;
		this.#readings = new Readings(model);
		this.#connections = Array.from(
			{ length: bluetooth.connections },
			() => new Connection(new Login(bluetooth, password, serialNumber)),
		);
		this.#radio = new bluetooth.io(this);
		Timer.repeat(() => this.#everySecond(), PERIOD);
	}

	onReady(): void {
		this.#ready = true;
		this.#radio.deviceName = this.#name;
		this.#follow();
	}

	onConnected(connection: number): void {
		this.#connections[connection]?.begin(true);
		this.#advertise();
	}

	onDisconnected(connection: number): void {
		this.#connections[connection]?.begin(false);
		this.#advertise();
	}

	onMTUExchanged(connection: number, mtu: number): void {
		const client = this.#connections[connection];
		if (client) client.mtu = mtu;
	}

	onCharacteristicNotifyEnabled(connection: number, name: string): void {
		this.#subscribe(connection, name, true);
	}

	onCharacteristicNotifyDisabled(connection: number, name: string): void {
		this.#subscribe(connection, name, false);
	}

	onCharacteristicRead(connection: number, name: string): Uint8Array | undefined {
		if (name === "login") return this.#connections[connection]?.login.read();
		for (let group = 0; group < READING_GROUPS.length; group++)
			if (READING_GROUPS[group].name === name) return this.#readings.pack(group);
		return deviceInformation(this.#model, name);
	}

	onCharacteristicWritten(connection: number, name: string, value: Uint8Array): void {
		const client = this.#connections[connection];
		if (!client?.connected) return;
		if (name === "login") client.login.write(value);
		// Who does not listen to the answers does not get to ask: a write that nobody sees done helps nobody.
		if (name === "request" && client.listening && value.length > 0)
			this.#take(connection, client, value);
	}

	/** Whether the radio is on: it advertises and may be connected to. */
	get on(): boolean {
		return this.#on;
	}

	/** Complete local name: how the meter is found. */
	get #name(): string {
		return `Ambit ${`${this.#model.get(SERIAL_NUMBER)}`.padStart(8, "0")}`;
	}

	#subscribe(connection: number, name: string, enabled: boolean): void {
		const client = this.#connections[connection];
		if (!client?.connected) return;
		if (name === "response") client.listening = enabled;
		for (let group = 0; group < READING_GROUPS.length; group++)
			if (READING_GROUPS[group].name === name) client.subscribed[group] = enabled;
	}

	#everySecond(): void {
		this.#follow();
		for (let group = 0; group < READING_GROUPS.length; group++) this.#notify(group);
	}

	/** Sends a group of readings to those who have subscribed to it. */
	#notify(group: number): void {
		const connections = this.#connections;
		let value: Uint8Array | undefined;
		for (let i = 0; i < connections.length; i++) {
			if (!connections[i].subscribed[group]) continue;
			value ??= this.#readings.pack(group);
			this.#radio.notifyValue(i, READING_GROUPS[group].name, value);
		}
	}

	/** Switches the radio as the setting says: off also means that whoever is connected is not any more. */
	#follow(): void {
		const on = this.#model.get(BROADCAST) === 1;
		if (!this.#ready || on === this.#on) return;
		this.#on = on;
		if (on) {
			this.#advertise();
			return;
		}
		this.#radio.stopAdvertising();
		for (let i = 0; i < this.#connections.length; i++)
			if (this.#connections[i].connected) this.#radio.disconnect(i);
	}

	/** Advertises while one more client can connect; a connection ends advertising by itself. */
	#advertise(): void {
		if (!this.#on) return;
		for (let i = 0; i < this.#connections.length; i++)
			if (!this.#connections[i].connected) {
				this.#radio.startAdvertising({
					advertisingData: { flags: FLAGS, completeName: this.#name },
					scanResponseData: { completeUUID128List: [METER_SERVICE] },
				});
				return;
			}
	}

	#take(connection: number, client: Connection, fragment: Uint8Array): void {
		const { request } = client;
		const taken = request.take(fragment);
		if (taken === UNFINISHED) return;
		if (taken !== WHOLE) {
			this.#refuse(connection, request.transaction, taken);
			return;
		}
		const permission = client.login.mayWrite ? Permission.READ_AND_WRITE : Permission.READ;
		this.#pdu.serve(request.pdu, this.#response, permission);
		this.#answer(connection, client.packet - FRAGMENT_HEAD, request.transaction);
	}

	/** Sends the response in fragments that carry up to `room` bytes of it. */
	#answer(connection: number, room: number, transaction: number): void {
		const { view, length } = this.#response;
		const fragment = this.#fragment;
		fragment[0] = transaction;
		for (let from = 0, number = 0; from < length; from += room, number++) {
			const count = Math.min(room, length - from);
			fragment[1] = from + count < length ? number | MORE : number;
			for (let i = 0; i < count; i++) fragment[FRAGMENT_HEAD + i] = view.getUint8(from + i);
			this.#radio.notifyValue(connection, "response", fragment.subarray(0, FRAGMENT_HEAD + count));
		}
	}

	#refuse(connection: number, transaction: number, fault: Fault): void {
		const fragment = this.#fragment;
		fragment[0] = transaction;
		fragment[1] = FAULT;
		fragment[2] = fault;
		this.#radio.notifyValue(connection, "response", fragment.subarray(0, FRAGMENT_HEAD + 1));
	}
}
