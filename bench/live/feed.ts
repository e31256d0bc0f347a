/** Sends the clients that watch one meter what has changed, at most twenty times a second. */
import type { ButtonName, LiveExchange, LiveMessage, LiveState, LiveWish } from "./protocol.ts";

/** Time between two looks, and looks between two of each field: as often as an eye can use it. */
const TICK_MS = 50;
const LOOKS_PER_FIELD: Readonly<Record<keyof LiveState, number>> = {
	bench: 20,
	powered: 1,
	sealOpen: 1,
	outputs: 1,
	display: 1,
	leapSeconds: 2,
	scenario: 5,
	mains: 2,
	waveform: 5,
	registers: 2,
	silent: 2,
	refusal: 2,
	meterSeconds: 4,
	scope: 5,
	words: 5,
	truth: 10,
};
const FIELDS = Object.keys(LOOKS_PER_FIELD) as (keyof LiveState)[];

/** Time between two looks at the display after a touch, and their number: a press is felt. */
const EAGER_TICK_MS = 10;
const EAGER_LOOKS = 50;

/** Looks between two polls of the registers, and between two messages at the most. */
const LOOKS_PER_SECOND = 20;

/** Exchanges kept for clients that join later. */
const KEPT_EXCHANGES = 40;

/** Waiting bytes at which a slow client is left out until they are gone. */
const HIGH_WATER_BYTES = 1 << 20;

/** A client's connection. */
export interface LiveSocket {
	readonly bufferedAmount: number;
	send(text: string): void;
}

/** The meter that a feed shows. */
export interface LiveView {
	/** Modbus ID of a new meter. */
	readonly unit: number;
	/** Present value of a field; `unit` is the Modbus ID whose registers the client reads. */
	get<F extends keyof LiveState>(field: F, unit: number): LiveState[F];
	/** The first client has come, or the last has gone. */
	watched(on: boolean): void;
	/** Reads the registers of these Modbus IDs. */
	poll(units: ReadonlySet<number>): void;
	/** Stops reading the registers of all other Modbus IDs. */
	keepPolling(units: ReadonlySet<number>): void;
	/** Touches a button, or lets it go. */
	touch(button: ButtonName, down: boolean): void;
}

interface Client {
	readonly socket: LiveSocket;
	watch: boolean;
	poll: boolean;
	/** Modbus ID whose registers it is sent. */
	unit: number;
	/** Each field as last sent. */
	readonly sent: Map<keyof LiveState, string>;
	/** Buttons that it touches. */
	readonly touched: Set<ButtonName>;
	/** Number of the last exchange sent. */
	exchange: number;
}

export class LiveFeed {
	readonly #view: LiveView;
	readonly #clients = new Set<Client>();
	#exchanges: LiveExchange[] = [];
	#count = 0;
	#tick = 0;
	#timer: NodeJS.Timeout | undefined;
	#eagerTimer: NodeJS.Timeout | undefined;
	#eagerLooks = 0;
	/** Modbus IDs that clients want read. */
	#units: ReadonlySet<number> = new Set();

	constructor(view: LiveView) {
		this.#view = view;
	}

	/** Adds a client; returns a function that takes its requests and one that removes it. */
	join(socket: LiveSocket): { wish(wish: LiveWish): void; leave(): void } {
		const client: Client = {
			socket,
			watch: true,
			poll: true,
			unit: this.#view.unit,
			sent: new Map(),
			touched: new Set(),
			exchange: 0,
		};
		this.#clients.add(client);
		this.#regulate();
		this.#tell(client, FIELDS);
		return {
			wish: (wish) => {
				client.watch = wish.watch ?? client.watch;
				client.poll = wish.poll ?? client.poll;
				client.unit = wish.unit ?? client.unit;
				if (wish.touch) this.#touch(client, wish.touch, wish.down ?? false);
				this.#regulate();
			},
			leave: () => {
				this.#clients.delete(client);
				for (const button of client.touched) this.#touch(client, button, false);
				this.#regulate();
			},
		};
	}

	/** A turn on a line is over. */
	exchange(exchange: Omit<LiveExchange, "number">): void {
		this.#count++;
		this.#exchanges.push({ ...exchange, number: this.#count });
		if (this.#exchanges.length > KEPT_EXCHANGES) this.#exchanges.shift();
	}

	/** Forgets the clients. */
	close(): void {
		this.#clients.clear();
		this.#regulate();
	}

	/** Touches a button unless another client already does. */
	#touch(client: Client, button: ButtonName, down: boolean): void {
		if (down) client.touched.add(button);
		else client.touched.delete(button);
		const others = [...this.#clients].some(
			(other) => other !== client && other.touched.has(button),
		);
		if (!others) this.#view.touch(button, down);
		this.#eagerLooks = EAGER_LOOKS;
		this.#eagerTimer ??= setInterval(() => this.#lookEagerly(), EAGER_TICK_MS);
	}

	#lookEagerly(): void {
		this.#tellAll(["display"]);
		if (--this.#eagerLooks > 0 && this.#clients.size > 0) return;
		clearInterval(this.#eagerTimer);
		this.#eagerTimer = undefined;
	}

	/** Runs while somebody watches. */
	#regulate(): void {
		const clients = [...this.#clients].filter(({ watch }) => watch);
		this.#units = new Set(clients.filter(({ poll }) => poll).map(({ unit }) => unit));
		this.#view.keepPolling(this.#units);
		if (clients.length > 0 === (this.#timer !== undefined)) return;
		this.#view.watched(clients.length > 0);
		clearInterval(this.#timer);
		this.#timer = clients.length > 0 ? setInterval(() => this.#look(), TICK_MS) : undefined;
	}

	#look(): void {
		this.#tick++;
		const isSecond = this.#tick % LOOKS_PER_SECOND === 0;
		if (isSecond) this.#view.poll(this.#units);
		const due = FIELDS.filter((field) => this.#tick % LOOKS_PER_FIELD[field] === 0);
		this.#tellAll(due, isSecond);
	}

	/** @param alive true: those for whom nothing has changed are sent an empty message */
	#tellAll(fields: readonly (keyof LiveState)[], alive = false): void {
		const texts = new Map<string, string>();
		for (const client of this.#clients)
			if (client.watch && client.socket.bufferedAmount < HIGH_WATER_BYTES)
				this.#tell(client, fields, texts, alive);
	}

	/** @param texts of fields that were read already, by {@link keyOf} */
	#tell(
		client: Client,
		fields: readonly (keyof LiveState)[],
		texts = new Map<string, string>(),
		alive = false,
	): void {
		const parts: string[] = [];
		for (const field of fields) {
			const key = keyOf(field, client.unit);
			const text = texts.get(key) ?? JSON.stringify(this.#view.get(field, client.unit));
			texts.set(key, text);
			if (client.sent.get(field) === text) continue;
			client.sent.set(field, text);
			parts.push(`"${field}":${text}`);
		}
		const exchanges = this.#exchanges.filter(({ number }) => number > client.exchange);
		client.exchange = this.#count;
		const key = "exchanges" satisfies keyof LiveMessage;
		if (exchanges.length > 0) parts.push(`"${key}":${JSON.stringify(exchanges)}`);
		if (alive || parts.length > 0) client.socket.send(`{${parts.join()}}`);
	}
}

/** Fields of the Modbus ID that a client reads. */
const OF_UNIT: readonly (keyof LiveState)[] = ["registers", "silent", "refusal"];

/** Key of a field's text: clients that read different Modbus IDs see different registers. */
function keyOf(field: keyof LiveState, unit: number): string {
	return OF_UNIT.includes(field) ? `${field} ${unit}` : field;
}
