/** Real meters over Web Bluetooth. */
import { METER_SERVICE, SERVICES } from "ble/services";
import { type FoundMeter, isSecured, type Link, LinkLost, NotPaired, uuidOf } from "./link.ts";

/** The part of Web Bluetooth used here; TypeScript's library does not declare it. */
interface Characteristic extends EventTarget {
	readonly value?: DataView;
	readValue(): Promise<DataView>;
	writeValueWithResponse(value: Uint8Array<ArrayBuffer>): Promise<void>;
	startNotifications(): Promise<unknown>;
}
interface Server {
	readonly connected: boolean;
	connect(): Promise<Server>;
	disconnect(): void;
	getPrimaryService(
		uuid: string,
	): Promise<{ getCharacteristic(uuid: string): Promise<Characteristic> }>;
}
interface Device extends EventTarget {
	readonly name?: string;
	readonly gatt?: Server;
}
interface Bluetooth {
	requestDevice(options: { filters: object[]; optionalServices: string[] }): Promise<Device>;
	/** Devices that the user has chosen before; not every browser remembers them. */
	getDevices?(): Promise<Device[]>;
}

/** Device Information Service. */
const DEVICE_INFORMATION = "0000180a-0000-1000-8000-00805f9b34fb";

/** Name that a meter advertises. */
const NAME = /^Ambit (\d{8})$/;

const bluetooth = (navigator as Navigator & { bluetooth?: Bluetooth }).bluetooth;

/** Why this page cannot use Web Bluetooth; undefined if it can. */
export const bluetoothObstacle = bluetooth
	? undefined
	: isSecureContext
		? "This browser has no Web Bluetooth; Chrome and Edge have"
		: "Bluetooth needs https; this page came over plain http";

/**
 * Lets the user choose a meter in the browser's dialogue.
 * @param serialNumber eight digits, to offer only this meter
 * @returns undefined if the user chose none
 */
export async function chooseMeter(serialNumber?: string): Promise<FoundMeter | undefined> {
	const filter = serialNumber
		? { name: `Ambit ${serialNumber}` }
		: { services: [METER_SERVICE.toLowerCase()] };
	let device: Device | undefined;
	try {
		device = await bluetooth?.requestDevice({
			filters: [filter],
			optionalServices: [METER_SERVICE.toLowerCase(), DEVICE_INFORMATION],
		});
	} catch (error) {
		if (error instanceof DOMException && error.name === "NotFoundError") return undefined;
		throw error;
	}
	return device && meterOf(device, serialNumber);
}

/** Returns the meters to which this page may connect without another choice by the user. */
export async function permittedMeters(): Promise<FoundMeter[]> {
	// A browser may refuse it, as where a policy forbids Bluetooth.
	const devices = (await bluetooth?.getDevices?.().catch(() => undefined)) ?? [];
	return devices.map((device) => meterOf(device));
}

/** @param serialNumber of the meter that was asked for, if one was */
function meterOf(device: Device, serialNumber = ""): FoundMeter {
	return {
		serialNumber: NAME.exec(device.name ?? "")?.[1] ?? serialNumber,
		by: "bluetooth",
		obstacle: undefined,
		check: async () => undefined,
		open: () => BluetoothLink.open(device),
	};
}

/** The latest attempt of each device, whose one connection only that one may end. */
const attempts = new WeakMap<Device, object>();

class BluetoothLink implements Link {
	onLost: (() => void) | undefined;
	/** Never called: the system asks. */
	askDigits: (() => Promise<string | undefined>) | undefined;
	readonly #server: Server;
	readonly #device: Device;
	readonly #attempt: object;
	readonly #characteristics = new Map<string, Characteristic>();
	#lost = false;
	/** Settles after the latest operation: browsers may refuse one while another is under way. */
	#last: Promise<unknown> = Promise.resolve();

	private constructor(device: Device, server: Server, attempt: object) {
		this.#device = device;
		this.#attempt = attempt;
		this.#server = server;
		device.addEventListener("gattserverdisconnected", this.#end);
	}

	static async open(device: Device): Promise<Link> {
		if (!device.gatt) throw new Error("The meter has no GATT server.");
		const attempt = {};
		attempts.set(device, attempt);
		return new BluetoothLink(device, await device.gatt.connect(), attempt);
	}

	read(name: string): Promise<DataView> {
		return this.#inTurn(name, async () => (await this.#characteristic(name)).readValue());
	}

	write(name: string, value: Uint8Array<ArrayBuffer>): Promise<void> {
		return this.#inTurn(name, async () =>
			(await this.#characteristic(name)).writeValueWithResponse(value),
		);
	}

	subscribe(name: string, onValue: (value: DataView) => void): Promise<void> {
		return this.#inTurn(name, async () => {
			const characteristic = await this.#characteristic(name);
			characteristic.addEventListener("characteristicvaluechanged", () => {
				if (characteristic.value) onValue(characteristic.value);
			});
			await characteristic.startNotifications();
		});
	}

	disconnect(): void {
		if (attempts.get(this.#device) === this.#attempt) this.#server.disconnect();
		this.#end();
	}

	async #characteristic(name: string): Promise<Characteristic> {
		const known = this.#characteristics.get(name);
		if (known) return known;
		const own = SERVICES.find(({ characteristics }) =>
			characteristics.some((each) => each.name === name),
		);
		const uuid = own?.uuid === METER_SERVICE ? METER_SERVICE.toLowerCase() : DEVICE_INFORMATION;
		const service = await this.#server.getPrimaryService(uuid);
		const characteristic = await service.getCharacteristic(uuidOf(name));
		this.#characteristics.set(name, characteristic);
		return characteristic;
	}

	/** Runs an operation on a characteristic after those before it. @throws NotPaired, LinkLost */
	#inTurn<T>(name: string, operation: () => Promise<T>): Promise<T> {
		const done = this.#last.then(() => this.#run(name, operation));
		this.#last = done.catch(() => undefined);
		return done;
	}

	/**
	 * Runs an operation on a characteristic. The system pairs in between if it has to; browsers have
	 * no one error for a pairing that failed.
	 * @throws NotPaired, LinkLost
	 */
	async #run<T>(name: string, operation: () => Promise<T>): Promise<T> {
		if (this.#lost) throw new LinkLost("The connection was lost.");
		try {
			return await operation();
		} catch (error) {
			if (!(error instanceof DOMException)) throw error;
			const connected = !this.#lost && this.#server.connected;
			if (connected && isSecured(name))
				throw new NotPaired("The system has not paired with the meter.");
			if (!connected || error.name === "NetworkError")
				throw new LinkLost("The connection was lost.");
			throw error;
		}
	}

	#end = (): void => {
		if (this.#lost) return;
		this.#lost = true;
		this.#device.removeEventListener("gattserverdisconnected", this.#end);
		this.onLost?.();
	};
}
