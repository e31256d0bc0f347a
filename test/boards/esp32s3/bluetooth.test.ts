import type { BluetoothOptions } from "board";
import { beforeEach, describe, expect, it, vi } from "vitest";
import Bluetooth from "../../../boards/esp32s3/bluetooth.ts";

/** The SDK's server, whose callbacks are methods of a subclass. */
interface Callbacks {
	onReady(): void;
	onConnected(device: { connection: number }): void;
	onPasskeyDisplay(parameters: { passkey: number }): void;
	onAuthenticated(parameters: { bonded: boolean }): void;
	onDisconnected(device: object): void;
	onMTUExchanged(mtu: number): void;
	onCharacteristicRead(attribute: object): ArrayBuffer;
	onCharacteristicWritten(attribute: object, value: ArrayBuffer): void;
	onCharacteristicNotifyEnabled(attribute: object): void;
	onCharacteristicNotifyDisabled(attribute: object): void;
}

const sdk = vi.hoisted(() => ({
	server: undefined as unknown,
	calls: [] as unknown[][],
	/** Connections whose six digits the stack has seen proved. */
	proved: new Set<number>(),
}));

vi.mock("bleserver", () => ({
	default: class {
		deviceName = "";
		constructor() {
			sdk.server = this;
		}
		set securityParameters(parameters: object) {
			sdk.calls.push(["security", parameters]);
		}
		startAdvertising(options: object) {
			sdk.calls.push(["advertise", options]);
		}
		stopAdvertising() {
			sdk.calls.push(["stop"]);
		}
		disconnect() {
			sdk.calls.push(["disconnect"]);
		}
	},
}));
vi.mock("btutils", () => ({
	Bytes: class {
		readonly text: string;
		readonly littleEndian: boolean;
		constructor(text: string, littleEndian: boolean) {
			this.text = text;
			this.littleEndian = littleEndian;
		}
	},
}));
vi.mock("mc/ffi", () => ({
	default: class {
		link_is_authenticated(connection: number) {
			return sdk.proved.has(connection) ? 1 : 0;
		}
		forget_bond(connection: number) {
			sdk.calls.push(["forget", connection]);
			return 0;
		}
		notify_client(connection: number, handle: number, value: ArrayBuffer, length: number) {
			sdk.calls.push(["notify", connection, handle, length, ...new Uint8Array(value)]);
			return 0;
		}
		forget_bonds() {
			sdk.calls.push(["forget all"]);
			return 0;
		}
	},
}));

describe("the radio of the ESP32-S3", () => {
	let heard: unknown[][];
	let radio: Bluetooth;
	const callbacks = () => sdk.server as Callbacks;
	const attribute = (name: string, handle: number) => ({ name, handle, notify: 1 });

	beforeEach(() => {
		sdk.proved.clear();
		heard = [];
		const hear =
			(what: string) =>
			(...parameters: unknown[]) =>
				void heard.push([what, ...parameters]);
		const options: BluetoothOptions = {
			onReady: hear("ready"),
			onConnected: hear("connected"),
			onDisconnected: hear("disconnected"),
			onPasskeyDisplay: hear("passkey"),
			onAuthenticated: hear("authenticated"),
			onMTUExchanged: hear("mtu"),
			onCharacteristicRead: (_connection, name) =>
				name === "totals" ? Uint8Array.of(1, 2, 3) : undefined,
			onCharacteristicWritten: (connection, name, value) =>
				hear("written")(connection, name, ...value),
			onCharacteristicNotifyEnabled: hear("enabled"),
			onCharacteristicNotifyDisabled: hear("disabled"),
		};
		radio = new Bluetooth(options);
		sdk.calls = [];
	});

	it("the radio reports the events of its one client to the meter", () => {
		const server = callbacks();
		server.onReady();
		server.onConnected({ connection: 1 });
		server.onMTUExchanged(247);
		server.onCharacteristicWritten(attribute("login", 7), Uint8Array.of(4, 5).buffer);
		server.onDisconnected({});
		expect(heard).toEqual([
			["ready"],
			["connected", 0],
			["mtu", 0, 247],
			["written", 0, "login", 4, 5],
			["disconnected", 0],
		]);
	});

	it("the radio answers a read with exactly the value's bytes, or none without a value", () => {
		const { onCharacteristicRead } = callbacks();
		expect([...new Uint8Array(onCharacteristicRead(attribute("totals", 3)))]).toEqual([1, 2, 3]);
		expect(onCharacteristicRead(attribute("lines", 4)).byteLength).toBe(0);
	});

	it("the radio sends a notification only while the client is connected and has enabled it", () => {
		const server = callbacks();
		const value = Uint8Array.of(9, 1, 2, 9).subarray(1, 3);
		const notify = () => radio.notifyValue(0, "totals", value);
		server.onConnected({ connection: 7 });
		notify();
		server.onCharacteristicNotifyEnabled(attribute("lines", 5));
		server.onCharacteristicNotifyEnabled(attribute("totals", 3));
		notify();
		server.onCharacteristicNotifyDisabled(attribute("totals", 3));
		notify();
		server.onCharacteristicNotifyEnabled(attribute("totals", 3));
		server.onDisconnected({});
		notify();
		expect(sdk.calls.filter(([what]) => what === "notify")).toEqual([["notify", 7, 3, 2, 1, 2]]);
	});

	it("the radio advertises flags and name, and the service in the scan response", () => {
		radio.startAdvertising({
			advertisingData: { flags: 6, completeName: "Ambit" },
			scanResponseData: { completeUUID128List: ["C89C0001-85BC-4DA5-B49C-E0F64CF8048F"] },
		});
		expect(sdk.calls).toEqual([
			[
				"advertise",
				{
					advertisingData: { flags: 6, completeName: "Ambit" },
					scanResponseData: {
						completeUUID128List: [{ text: "C89C000185BC4DA5B49CE0F64CF8048F", littleEndian: true }],
					},
				},
			],
		]);
	});

	it("the radio shows a passkey, and demands it of a client once it is connected", () => {
		const server = callbacks();
		server.onReady();
		server.onConnected({ connection: 1 });
		server.onPasskeyDisplay({ passkey: 42 });
		server.onDisconnected({});
		expect(heard).toEqual([["ready"], ["connected", 0], ["passkey", 0, 42], ["disconnected", 0]]);
		const demands = { encryption: false, bonding: false, ioCapability: 1 };
		expect(sdk.calls).toEqual(
			[false, true, false].map((mitm) => ["security", { ...demands, mitm }]),
		);
	});

	it("the radio calls a link authenticated only if the stack says that of the digits", () => {
		const server = callbacks();
		server.onConnected({ connection: 7 });
		server.onAuthenticated({ bonded: false });
		expect(heard).toEqual([["connected", 0]]);
		sdk.proved.add(7);
		server.onAuthenticated({ bonded: false });
		expect(heard.at(-1)).toEqual(["authenticated", 0]);
	});

	it("the radio forgets the bond of a client that has proved no digits, and no other", () => {
		const server = callbacks();
		server.onConnected({ connection: 7 });
		server.onAuthenticated({ bonded: true });
		sdk.proved.add(7);
		server.onAuthenticated({ bonded: true });
		expect(sdk.calls.filter(([what]) => what === "forget")).toEqual([["forget", 7]]);
	});

	it("the radio keeps bonds when it is told to, and forgets all when it is told not to", () => {
		const server = callbacks();
		server.onReady();
		radio.keepBonds(true);
		server.onConnected({ connection: 1 });
		radio.keepBonds(false);
		const bonding = sdk.calls.map(([what, parameters]) =>
			what === "security" ? parameters : what,
		);
		expect(bonding).toEqual([
			{ encryption: false, mitm: false, bonding: false, ioCapability: 1 },
			{ encryption: false, mitm: false, bonding: true, ioCapability: 1 },
			{ encryption: false, mitm: true, bonding: true, ioCapability: 1 },
			{ encryption: false, mitm: true, bonding: false, ioCapability: 1 },
			"forget all",
		]);
	});
});
