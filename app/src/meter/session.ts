/** A connected meter: identity, live readings, registers, login and reconnection. */

import { READING_GROUPS } from "ble/reading-groups";
import { readTyped } from "../../../client/data-type.ts";
import { ModbusException } from "../../../client/modbus-client.ts";
import { Exception } from "../../../client/pdu.ts";
import { decodeRegister, encodeRegister } from "../../../client/register-codec.ts";
import { type RegisterName, registerOf } from "../../../client/register-table.ts";
import { type FoundMeter, type Link, LinkLost } from "../transport/link.ts";
import { RegisterClient, unless } from "./client.ts";
import { type LoginState, login, loginState } from "./login.ts";
import { type Change, type Result, save } from "./save.ts";
import { SETTINGS } from "./settings.ts";
import { readSnapshot, type Snapshot } from "./snapshot.ts";
import { decodeGroup } from "./values.ts";

/** Attempts to connect again to a lost meter, and the pause before each. */
const ATTEMPTS = 6;
const PAUSE_MS = 700;

export interface DeviceInformation {
	manufacturer: string;
	model: string;
	serialNumber: string;
	hardwareRevision: string;
	softwareRevision: string;
}

/** Another meter answers in place of the one that was asked for. */
export class WrongMeter extends Error {
	constructor(found: string, wanted: string) {
		super(`This is meter ${found}, not ${wanted}.`);
	}
}

/** Events of a session. */
export interface SessionEvents {
	/** New readings have arrived. */
	onReadings(values: readonly [RegisterName, number][]): void;
	/** The connection was lost. */
	onLost(): void;
	/** Asks for the six digits on the display; undefined if the user does not want to pair. */
	askDigits(): Promise<string | undefined>;
}

export class Session {
	readonly meter: FoundMeter;
	information: DeviceInformation | undefined;
	readonly #events: SessionEvents;
	#link: Link | undefined;
	#client: RegisterClient | undefined;
	#ended = false;

	constructor(meter: FoundMeter, events: SessionEvents) {
		this.meter = meter;
		this.#events = events;
	}

	get connected(): boolean {
		return this.#link !== undefined;
	}

	/** Eight digits. */
	get serialNumber(): string {
		return this.information?.serialNumber ?? this.meter.serialNumber;
	}

	/**
	 * @throws WrongMeter if another meter answers than the one that was chosen, or lost; LinkLost if
	 * the session has ended
	 */
	async connect(): Promise<void> {
		const left = new LinkLost("The meter was left.");
		if (this.#ended) throw left;
		const link = await this.meter.open();
		if (this.#ended) {
			link.disconnect();
			throw left;
		}
		this.#link = link;
		link.askDigits = () => this.#events.askDigits();
		link.onLost = () => {
			if (this.#link !== link) return;
			this.#client?.lost();
			this.#link = undefined;
			this.#client = undefined;
			this.#events.onLost();
		};
		try {
			await this.#begin(link);
		} catch (error) {
			this.#disconnect();
			throw error;
		}
	}

	async #begin(link: Link): Promise<void> {
		const information = await readInformation(link);
		const found = information.serialNumber;
		if (this.serialNumber !== "" && this.serialNumber !== found)
			throw new WrongMeter(found, this.serialNumber);
		this.information = information;
		this.#client = await RegisterClient.over(link);
		for (const { name } of READING_GROUPS) {
			await link.subscribe(name, (value) => this.#events.onReadings(decodeGroup(name, value)));
			// The first notification may be a second away.
			this.#events.onReadings(decodeGroup(name, await link.read(name)));
		}
	}

	/** Tries for some seconds to connect again; returns true if it succeeded. */
	async reconnect(): Promise<boolean> {
		for (let i = 0; i < ATTEMPTS && !this.#ended; i++) {
			await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
			if (this.connected) return true;
			const done = await this.connect().then(
				() => true,
				() => false,
			);
			if (done) return true;
		}
		return false;
	}

	/** Ends the connection, one that is being made too, and makes no other. */
	end(): void {
		this.#ended = true;
		this.#disconnect();
	}

	#disconnect(): void {
		const [link, client] = [this.#link, this.#client];
		this.#link = undefined;
		this.#client = undefined;
		client?.lost();
		link?.disconnect();
	}

	/** Reads all registers. */
	snapshot(): Promise<Snapshot> {
		return readSnapshot(this.client, this.serialNumber);
	}

	/**
	 * Reads the present settings by register name, without those that older firmware lacks or a meter
	 * that has stopped does not give.
	 */
	settings(): Promise<Map<RegisterName, number>> {
		return readTyped(this.client, (integers) => this.#settings(integers));
	}

	async #settings(integers: boolean): Promise<Map<RegisterName, number>> {
		const values = new Map<RegisterName, number>();
		for (const { row, characteristic } of SETTINGS) {
			const value = characteristic
				? (await this.link.read(characteristic)).getUint8(0)
				: await this.#read(row.name, integers);
			if (value !== undefined) values.set(row.name, value);
		}
		return values;
	}

	async #read(name: RegisterName, integers: boolean): Promise<number | undefined> {
		const row = registerOf(name);
		const without = [Exception.ILLEGAL_DATA_ADDRESS, Exception.SERVER_DEVICE_FAILURE];
		const words = await unless(without, this.client.read(row.address, row.length));
		return words && decodeRegister(row, words, integers);
	}

	/** @throws NotPaired, LinkLost */
	loginState(): Promise<LoginState> {
		return loginState(this.link);
	}

	/** @throws NotPaired, LinkLost */
	login(password: string): Promise<LoginState> {
		return login(this.link, password);
	}

	/** Saves changes; `onSettings` gets the values read back. */
	save(
		changes: readonly Change[],
		onResult: (name: string, result: Result) => void,
		onSettings: (values: Map<RegisterName, number>) => void,
	): Promise<void> {
		return save(
			changes,
			{
				write: (change) => this.#write(change),
				readBack: async () => {
					const values = await this.settings();
					onSettings(values);
					return values;
				},
				reconnect: () => this.reconnect(),
			},
			onResult,
		);
	}

	/** @throws ModbusException if the meter refuses, LinkLost */
	async #write({ setting, value }: Change): Promise<void> {
		const { row, characteristic } = setting;
		if (!characteristic) {
			await this.client.write(
				registerOf(row.name).address,
				encodeRegister(registerOf(row.name), value),
			);
			return;
		}
		await this.link.write(characteristic, Uint8Array.of(value));
		// A characteristic has no other way to refuse.
		if ((await this.link.read(characteristic)).getUint8(0) !== value)
			throw new ModbusException(Exception.ILLEGAL_FUNCTION, 0);
	}

	/** @throws LinkLost if there is no connection */
	get link(): Link {
		if (!this.#link) throw new LinkLost("The connection was lost.");
		return this.#link;
	}

	/** @throws LinkLost if there is no connection */
	get client(): RegisterClient {
		if (!this.#client) throw new LinkLost("The connection was lost.");
		return this.#client;
	}
}

async function readInformation(link: Link): Promise<DeviceInformation> {
	const text = async (name: string): Promise<string> =>
		new TextDecoder().decode(await link.read(name));
	return {
		manufacturer: await text("manufacturer"),
		model: await text("model"),
		serialNumber: await text("serialNumber"),
		hardwareRevision: await text("hardwareRevision"),
		softwareRevision: await text("softwareRevision"),
	};
}
