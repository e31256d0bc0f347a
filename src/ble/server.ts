/**
 * The meter's GATT server (docs/ble.md): device information, readings once a second, registers as
 * Modbus PDUs or RTU frames, and what writes need: an authenticated link and the login. The
 * board's radio calls it.
 */

import { OwnFailures } from "access/lock-out";
import type Password from "access/password";
import Connection from "ble/connection";
import { deviceInformation } from "ble/device-information";
import { FAULT, Fault, FRAGMENT_HEAD, MORE } from "ble/fragments";
import Login from "ble/login";
import Pairing from "ble/pairing";
import { READING_GROUPS } from "ble/reading-groups";
import Readings from "ble/readings";
import RtuChannel, { PIECE } from "ble/rtu-channel";
import { METER_SERVICE } from "ble/services";
import type { Bluetooth, BluetoothIO, BluetoothOptions } from "board";
import type PduServer from "modbus/pdu";
import { MAXIMUM_PDU, PduBuffer, Permission } from "modbus/pdu";
import RtuSettings from "modbus/settings";
import { serialNumberText } from "registers/identity";
import type RegisterModel from "registers/model";
import restingTimer from "resting-timer";
import Timer from "timer";

/**
 * From a change of BROADCAST to the switch: a client that has written it can read it back.
 */
const SWITCH_DELAY_MS = 500;

/** General discoverable, no BR/EDR (Core Specification Supplement, part A, 1.3). */
const FLAGS = 0x06;

const State = Object.freeze({
	/** The stack is not up yet. */
	STARTING: 0,
	/** Nothing is advertised and nobody is connected. */
	OFF: 1,
	/** Advertises while another client can connect. */
	ON: 2,
} as const);

type State = (typeof State)[keyof typeof State];

export default class BleServer implements BluetoothOptions {
	private readonly bluetooth: Bluetooth;
	private readonly model: RegisterModel;
	private readonly broadcast: number;
	private readonly bonds: number;
	private readonly serialNumber: number;
	private readonly pdu: PduServer;
	private readonly readings: Readings;
	private readonly pairing: Pairing;
	private readonly connections: readonly Connection[];
	private readonly response = new PduBuffer();
	private readonly fragment = new Uint8Array(FRAGMENT_HEAD + MAXIMUM_PDU);
	private readonly switcher = restingTimer(() => this.switch());
	private radio: BluetoothIO | undefined;
	private state: State = State.STARTING;

	constructor(bluetooth: Bluetooth, model: RegisterModel, pdu: PduServer, password: Password) {
		this.broadcast = model.indexOf("broadcast");
		this.bonds = model.indexOf("bonds");
		this.serialNumber = model.get(model.indexOf("serialNumber"));
		this.bluetooth = bluetooth;
		this.model = model;
		this.pdu = pdu;
		this.readings = new Readings(model);
		this.pairing = new Pairing(password);
		const unit = new RtuSettings(model);
		this.connections = Array.from(
			{ length: bluetooth.connections },
			() =>
				new Connection(
					new Login(password),
					new OwnFailures(password.passkeys),
					new RtuChannel(unit, pdu),
				),
		);
	}

	/** Starts the radio's stack, and follows the settings BROADCAST and BONDS. */
	start(): void {
		this.radio = new this.bluetooth.io(this);
		this.model.onChange([this.broadcast], () =>
			Timer.schedule(this.switcher, SWITCH_DELAY_MS, SWITCH_DELAY_MS),
		);
		this.model.onChange([this.bonds], () => this.keepBonds());
		Timer.repeat(() => this.second(), 1000);
	}

	/** True while the meter advertises and may be connected to. */
	get on(): boolean {
		return this.state === State.ON;
	}

	/** The six digits that the display shows to whoever pairs, 0..999999; −1: nobody does. */
	get passkey(): number {
		return this.pairing.passkey;
	}

	onReady(): void {
		if (this.radio) this.radio.deviceName = this.name;
		this.state = State.OFF;
		this.keepBonds();
		this.switch();
	}

	onConnected(connection: number): void {
		this.connections[connection]?.begin(true);
		// It came just before advertising ended.
		if (this.state !== State.ON) this.radio?.disconnect(connection);
		this.advertise();
	}

	onDisconnected(connection: number): void {
		const client = this.connections[connection];
		if (client) this.pairing.left(client);
		client?.begin(false);
		this.advertise();
	}

	onPasskeyDisplay(connection: number, passkey: number): void {
		const client = this.connections[connection];
		if (!client?.connected || this.pairing.begin(client, passkey)) return;
		this.radio?.disconnect(connection);
	}

	onAuthenticated(connection: number): void {
		const client = this.connections[connection];
		if (!client?.connected) return;
		client.authenticated = true;
		this.pairing.proved(client);
	}

	onMTUExchanged(connection: number, mtu: number): void {
		const client = this.connections[connection];
		if (client) client.mtu = mtu;
	}

	onCharacteristicNotifyEnabled(connection: number, name: string): void {
		this.subscribe(connection, name, true);
	}

	onCharacteristicNotifyDisabled(connection: number, name: string): void {
		this.subscribe(connection, name, false);
	}

	onCharacteristicRead(connection: number, name: string): Uint8Array | undefined {
		if (name === "login") return this.readLogin(connection);
		if (name === "broadcast") return Uint8Array.of(this.model.get(this.broadcast));
		const group = groupOf(name);
		return group < 0 ? deviceInformation(this.model, name) : this.readings.pack(group);
	}

	onCharacteristicWritten(connection: number, name: string, value: Uint8Array): void {
		const client = this.connections[connection];
		if (!client?.connected) return;
		if (name === "login" && client.authenticated) client.login.write(value);
		if (name === "broadcast" && client.mayWrite && value.length === 1)
			this.model.write(this.broadcast, value[0]);
		// Ignore requests from clients not subscribed to responses: they could not see what came of
		// it.
		if (name === "request" && client.listening && value.length > 0)
			this.receive(connection, client, value);
		if (name === "rtuRequest") this.receivePiece(connection, client, value);
	}

	/** The stack asks for an authenticated link too, but not every stack can. */
	private readLogin(connection: number): Uint8Array | undefined {
		const client = this.connections[connection];
		return client?.authenticated ? client.login.read() : undefined;
	}

	/** Complete local name, by which the meter is found. */
	private get name(): string {
		return `Ambit ${serialNumberText(this.serialNumber)}`;
	}

	private keepBonds(): void {
		if (this.state !== State.STARTING) this.radio?.keepBonds(this.model.get(this.bonds) === 1);
	}

	private subscribe(connection: number, name: string, enabled: boolean): void {
		const client = this.connections[connection];
		if (!client?.connected) return;
		if (name === "response") client.listening = enabled;
		if (name === "rtuResponse") client.rtu.listening = enabled;
		const group = groupOf(name);
		if (group >= 0) client.subscribed[group] = enabled;
	}

	/** Sends every group of readings to the clients subscribed to it. */
	private second(): void {
		for (let group = 0; group < READING_GROUPS.length; group++) this.notifyGroup(group);
		for (let i = 0; i < this.connections.length; i++) this.connections[i].rtu.second();
		this.pairing.second();
	}

	private notifyGroup(group: number): void {
		const connections = this.connections;
		let value: Uint8Array | undefined;
		for (let i = 0; i < connections.length; i++) {
			if (!connections[i].subscribed[group]) continue;
			value ??= this.readings.pack(group);
			this.radio?.notifyValue(i, READING_GROUPS[group].name, value);
		}
	}

	/** Switches the radio as BROADCAST says; off also disconnects every client. */
	private switch(): void {
		Timer.schedule(this.switcher);
		if (this.state === State.STARTING) return;
		const state = this.model.get(this.broadcast) === 1 ? State.ON : State.OFF;
		if (state === this.state) return;
		this.state = state;
		if (state === State.ON) {
			this.advertise();
			return;
		}
		this.radio?.stopAdvertising();
		for (let i = 0; i < this.connections.length; i++)
			if (this.connections[i].connected) this.radio?.disconnect(i);
	}

	/** Advertises while another client can connect; every connection ends advertising. */
	private advertise(): void {
		if (this.state !== State.ON) return;
		if (this.connections.every(({ connected }) => connected)) return;
		this.radio?.startAdvertising({
			advertisingData: { flags: FLAGS, completeName: this.name },
			scanResponseData: { completeUUID128List: [METER_SERVICE] },
		});
	}

	private receive(connection: number, client: Connection, fragment: Uint8Array): void {
		const { request } = client;
		const fault = request.take(fragment);
		if (fault !== Fault.NONE) this.refuse(connection, request.transaction, fault);
		else if (request.complete) this.serve(connection, client);
	}

	/** Takes a piece of a Modbus RTU frame, and sends the response in such pieces. */
	private receivePiece(connection: number, client: Connection, piece: Uint8Array): void {
		const response = client.rtu.take(piece, client.mayWrite);
		if (!response) return;
		for (let from = 0; from < response.length; from += PIECE)
			this.radio?.notifyValue(connection, "rtuResponse", response.subarray(from, from + PIECE));
	}

	private serve(connection: number, client: Connection): void {
		const { request } = client;
		const permission = client.mayWrite ? Permission.READ_AND_WRITE : Permission.READ;
		this.pdu.serve(request.pdu, this.response, permission);
		this.respond(connection, client.packetLength - FRAGMENT_HEAD, request.transaction);
	}

	/** Sends the response in fragments that carry up to `room` bytes of it. */
	private respond(connection: number, room: number, transaction: number): void {
		const { view, length } = this.response;
		const fragment = this.fragment;
		fragment[0] = transaction;
		for (let from = 0, number = 0; from < length; from += room, number++) {
			const count = Math.min(room, length - from);
			fragment[1] = from + count < length ? number | MORE : number;
			for (let i = 0; i < count; i++) fragment[FRAGMENT_HEAD + i] = view.getUint8(from + i);
			this.send(connection, FRAGMENT_HEAD + count);
		}
	}

	private refuse(connection: number, transaction: number, fault: Fault): void {
		this.fragment[0] = transaction;
		this.fragment[1] = FAULT;
		this.fragment[2] = fault;
		this.send(connection, FRAGMENT_HEAD + 1);
	}

	/** Sends the first `length` bytes of the fragment as a response. */
	private send(connection: number, length: number): void {
		this.radio?.notifyValue(connection, "response", this.fragment.subarray(0, length));
	}
}

/** The reading group that a characteristic carries; −1 if it carries none. */
function groupOf(name: string): number {
	for (let group = 0; group < READING_GROUPS.length; group++)
		if (READING_GROUPS[group].name === name) return group;
	return -1;
}
