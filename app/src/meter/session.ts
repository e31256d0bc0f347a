/** A connected meter: identity, live readings, registers, login and reconnection. */

import { READING_GROUPS } from "ble/reading-groups";
import { decodeRegister, encodeRegister } from "../../../client/register-codec.ts";
import type { RegisterName } from "../../../client/register-table.ts";
import { type FoundMeter, type Link, LinkLost } from "../transport/link.ts";
import { RegisterClient } from "./client.ts";
import { sendsIntegers } from "./data-type.ts";
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

/** Events of a session. */
export interface SessionEvents {
	/** New readings have arrived. */
	onReadings(values: readonly [RegisterName, number][]): void;
	/** The connection was lost. */
	onLost(): void;
}

export class Session {
	readonly meter: FoundMeter;
	information: DeviceInformation | undefined;
	readonly #events: SessionEvents;
	#link: Link | undefined;
	#client: RegisterClient | undefined;

	constructor(meter: FoundMeter, events: SessionEvents) {
		this.meter = meter;
		this.#events = events;
	}

	get connected(): boolean {
		return this.#link !== undefined;
	}

	async connect(): Promise<void> {
		const link = await this.meter.open();
		this.#link = link;
		link.onLost = () => {
			if (this.#link !== link) return;
			this.#client?.lost();
			this.#link = undefined;
			this.#client = undefined;
			this.#events.onLost();
		};
		this.#client = await RegisterClient.over(link);
		this.information ??= await readInformation(link);
		for (const { name } of READING_GROUPS) {
			await link.subscribe(name, (value) => this.#events.onReadings(decodeGroup(name, value)));
			// The first notification may be a second away.
			this.#events.onReadings(decodeGroup(name, await link.read(name)));
		}
	}

	/** Tries for some seconds to connect again; returns true if it succeeded. */
	async reconnect(): Promise<boolean> {
		for (let i = 0; i < ATTEMPTS; i++) {
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

	disconnect(): void {
		const link = this.#link;
		this.#link = undefined;
		this.#client = undefined;
		link?.disconnect();
	}

	/** Reads all registers. */
	snapshot(): Promise<Snapshot> {
		return readSnapshot(this.client, this.meter.serialNumber);
	}

	/** Reads the present settings by register name. */
	async settings(): Promise<Map<RegisterName, number>> {
		const values = new Map<RegisterName, number>();
		const integers = await sendsIntegers(this.client);
		for (const { row } of SETTINGS) {
			const words = await this.client.read(row.address, row.length);
			values.set(row.name, decodeRegister(row, words, integers));
		}
		return values;
	}

	loginState(): Promise<LoginState> {
		return loginState(this.link);
	}

	login(password: string): Promise<LoginState> {
		return login(this.link, this.meter.serialNumber, password);
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
				write: ({ setting, value }) =>
					this.client.write(setting.row.address, encodeRegister(setting.row, value)),
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
