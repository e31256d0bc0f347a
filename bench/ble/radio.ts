/**
 * The virtual radio of a meter: a Bluetooth stack between the firmware (messages of the byte link)
 * and clients. Its connections can be lost at will, and others can listen.
 */
import { ToBench } from "../../boards/virtual/link.ts";
import { TO_BENCH } from "../../spec/link.ts";
import { decode } from "../meter/link.ts";
import { type Advertisement, readAdvertisement } from "./advertisement.ts";
import { AttError } from "./att.ts";
import { type Bond, Bonds } from "./bonds.ts";
import { type Client, Connection } from "./connection.ts";
import { type Host, Link, type Packet } from "./link.ts";
import { MeterHost, tellEnd } from "./meter-host.ts";
import { type Address, randomAddress } from "./pairing.ts";

/** Most clients at a time, as in `boards/virtual/bluetooth.ts`. */
const CONNECTIONS = 4;

/** Largest ATT_MTU over LE. */
export const LARGEST_MTU = 517;

/** The meter that a radio belongs to. */
export interface RadioOwner {
	/**
	 * Gives the firmware a message.
	 * @returns true when it has it; false: the supply is off and the message is lost
	 */
	tellRadio(type: number, payload: Uint8Array): Promise<boolean>;
}

/** A connection in use: both ends, and the link between them. */
interface Place {
	readonly meter: MeterHost;
	readonly link: Link;
	/** @param reason a line for people */
	ended(reason: string): void;
}

/** An open connection as the API shows it. */
export interface OpenConnection {
	readonly connection: number;
	readonly mtu: number;
	readonly encrypted: boolean;
	readonly authenticated: boolean;
}

export class Radio {
	readonly #owner: RadioOwner;
	readonly #places: (Place | undefined)[] = new Array(CONNECTIONS).fill(undefined);
	readonly #scanners = new Set<() => void>();
	readonly #listeners = new Set<(packet: Packet) => void>();
	readonly #address: Address = randomAddress();
	/** They outlive the supply, as in the flash of a radio's chip. */
	readonly #bonds = new Bonds();
	#advertisement: Advertisement | undefined;
	/** Writes left until every connection is lost; Infinity: the connections hold. */
	#writesLeft = Number.POSITIVE_INFINITY;
	#inRange = true;

	constructor(owner: RadioOwner) {
		this.#owner = owner;
	}

	/** Advertisement that clients receive now; undefined: none. */
	get advertisement(): Advertisement | undefined {
		return this.#inRange ? this.#advertisement : undefined;
	}

	/** False: nothing that is sent arrives, as if meter and clients were far apart. */
	get inRange(): boolean {
		return this.#inRange;
	}

	/** Going out of range loses every connection. The firmware does not learn of more than that. */
	set inRange(inRange: boolean) {
		if (inRange === this.#inRange) return;
		this.#inRange = inRange;
		if (!inRange) this.#loseAll();
		this.#tellScanners();
	}

	/** Open connections. */
	get connections(): readonly OpenConnection[] {
		return this.#places.flatMap((place, connection) =>
			place ? [{ connection, mtu: place.meter.mtu, ...place.meter.security }] : [],
		);
	}

	/** Bonds that the meter keeps. */
	get bonds(): number {
		return this.#bonds.count;
	}

	/** Calls back when the advertisement changes; returns a function that ends it. */
	scan(onChange: () => void): () => void {
		this.#scanners.add(onChange);
		return () => this.#scanners.delete(onChange);
	}

	/** Calls back with each packet on air; returns a function that ends it. */
	listen(onPacket: (packet: Packet) => void): () => void {
		this.#listeners.add(onPacket);
		return () => this.#listeners.delete(onPacket);
	}

	/**
	 * Connects a client.
	 * @param mtu that the client asks for, 23..517
	 * @param bond of an earlier connection
	 * @throws AttError when the meter does not advertise or all its connections are in use
	 */
	connect(client: Client, mtu: number, bond?: Bond): Connection {
		const number = this.#freePlace();
		const connection = new Connection(
			number,
			client,
			{ written: () => this.#countWrite(), end: (reason) => this.#end(number, reason, true) },
			mtu,
			bond,
		);
		const ended = (reason: string): void => connection.ended(reason);
		connection.link = this.#join(number, connection, mtu, ended, bond?.address);
		return connection;
	}

	/**
	 * Connects anything that can send packets, with whatever stack it has.
	 * @param ended called when the connection has ended
	 * @param address that it pretends to have; a new one unless given
	 * @throws AttError as {@link connect}
	 */
	attach(central: Host, ended: (reason: string) => void, address?: Address): Link {
		return this.#join(this.#freePlace(), central, 23, ended, address);
	}

	/**
	 * Loses every connection, now or after that many writes, of which the last still reaches the
	 * meter.
	 */
	lose(afterWrites: number): void {
		this.#writesLeft = afterWrites;
		if (afterWrites === 0) this.#loseAll();
	}

	/** Takes a message from the firmware. */
	fromFirmware(type: number, payload: Uint8Array): void {
		if (type === ToBench.BLE_ADVERTISING) {
			this.#advertise(readAdvertisement(payload));
			return;
		}
		const bytes = Buffer.from(payload);
		const meter = this.#places[payload[0] ?? 0]?.meter;
		if (type === ToBench.BLE_NOTIFICATION) {
			const { characteristic, value } = decode(TO_BENCH.BLE_NOTIFICATION, bytes);
			meter?.notify(characteristic, value);
		}
		if (type === ToBench.BLE_VALUE) {
			const { characteristic, found, value } = decode(TO_BENCH.BLE_VALUE, bytes);
			meter?.answer(characteristic, found === 1 ? value : undefined);
		}
		if (type === ToBench.BLE_BONDS) this.#bonds.keep(payload[0] === 1);
		if (type === ToBench.BLE_DISCONNECT)
			this.#end(payload[0] ?? 0, "the meter has ended the connection", true);
	}

	/** The supply has gone, and the radio with it. */
	off(): void {
		this.#advertise(undefined);
		this.#places.forEach((_, number) => {
			this.#end(number, "the connection is lost", false);
		});
	}

	#freePlace(): number {
		if (!this.advertisement) throw new AttError("the meter does not advertise");
		const number = this.#places.indexOf(undefined);
		if (number < 0) throw new AttError("all connections of the meter are in use");
		return number;
	}

	#join(
		number: number,
		central: Host,
		mtu: number,
		ended: (reason: string) => void,
		address: Address = randomAddress(),
	): Link {
		const addresses = { central: address, peripheral: this.#address };
		const meter: MeterHost = new MeterHost(
			number,
			addresses,
			this.#bonds,
			(type, payload) => this.#owner.tellRadio(type, payload),
			(channel, pdu) => link.send("peripheral", channel, pdu),
		);
		const link = new Link({ central, peripheral: meter }, addresses, this.#listeners, (reason) =>
			this.#end(number, reason, true),
		);
		this.#places[number] = { meter, link, ended };
		// A connectable advertiser stops when it is connected to; the firmware starts it again.
		this.#advertise(undefined);
		void meter.begin(mtu);
		return link;
	}

	#countWrite(): void {
		this.#writesLeft--;
		if (this.#writesLeft <= 0) this.#loseAll();
	}

	#loseAll(): void {
		this.#writesLeft = Number.POSITIVE_INFINITY;
		this.#places.forEach((_, number) => {
			this.#end(number, "the connection is lost", true);
		});
	}

	/** @param told true if the firmware learns of it */
	#end(number: number, reason: string, told: boolean): void {
		const place = this.#places[number];
		if (!place) return;
		this.#places[number] = undefined;
		place.link.close();
		if (told) void tellEnd((type, payload) => this.#owner.tellRadio(type, payload), number);
		place.ended(reason);
	}

	#advertise(advertisement: Advertisement | undefined): void {
		this.#advertisement = advertisement;
		if (this.#inRange) this.#tellScanners();
	}

	#tellScanners(): void {
		for (const onChange of this.#scanners) onChange();
	}
}
