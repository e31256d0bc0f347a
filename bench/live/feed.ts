/** Tells those who look on at one meter what has changed, at most twenty times a second. */
import type { ButtonName, LiveExchange, LiveMessage, LiveState, LiveWish } from "./protocol.ts";

/** Milliseconds between two looks, and looks between two of each field: as often as an eye can use it. */
const TICK = 50;
const EVERY: Readonly<Record<keyof LiveState, number>> = {
	bench: 20,
	powered: 1,
	sealOpen: 1,
	outputs: 1,
	display: 1,
	mains: 2,
	registers: 2,
	meterSeconds: 4,
	scope: 5,
	truth: 10,
};
const FIELDS = Object.keys(EVERY) as (keyof LiveState)[];

/** Looks between two polls of the registers. */
const POLL_EVERY = 20;

/** Exchanges that are kept for those who come later. */
const KEPT_EXCHANGES = 40;

/** Bytes that wait for a client that is too slow; it is then left out until they are gone. */
const HIGH_WATER = 1 << 20;

/** A client's connection. */
export interface LiveSocket {
	readonly bufferedAmount: number;
	send(text: string): void;
}

/** What a feed looks at. */
export interface LiveView {
	/** Present value of a field. */
	get<F extends keyof LiveState>(field: F): LiveState[F];
	/** Somebody looks on from now on, or nobody does any more. */
	watched(on: boolean): void;
	/** Reads the meter's registers. */
	poll(): void;
	/** Nobody wants the registers any more. */
	stopPolling(): void;
	/** Modbus ID to ask for. */
	unit: number;
	/** Touches a button, or lets it go. */
	touch(button: ButtonName, down: boolean): void;
}

interface Client {
	readonly socket: LiveSocket;
	watch: boolean;
	poll: boolean;
	/** What it was sent last of each field. */
	readonly sent: Map<keyof LiveState, string>;
	/** Buttons that it touches. */
	readonly touched: Set<ButtonName>;
	/** Number of the last exchange that it was sent. */
	exchange: number;
}

export class LiveFeed {
	readonly #view: LiveView;
	readonly #clients = new Set<Client>();
	#exchanges: LiveExchange[] = [];
	#count = 0;
	#tick = 0;
	#timer: NodeJS.Timeout | undefined;
	#polling = false;

	constructor(view: LiveView) {
		this.#view = view;
	}

	/** Begins to tell a client; returns what ends it, and what takes its wishes. */
	join(socket: LiveSocket): { wish(wish: LiveWish): void; leave(): void } {
		const client: Client = {
			socket,
			watch: true,
			poll: true,
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
				if (wish.unit !== undefined) this.#view.unit = wish.unit;
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

	/** A button is touched while one client touches it. */
	#touch(client: Client, button: ButtonName, down: boolean): void {
		if (down) client.touched.add(button);
		else client.touched.delete(button);
		const others = [...this.#clients].some(
			(other) => other !== client && other.touched.has(button),
		);
		if (!others) this.#view.touch(button, down);
	}

	/** Runs while somebody looks. */
	#regulate(): void {
		const clients = [...this.#clients].filter(({ watch }) => watch);
		const polling = clients.some(({ poll }) => poll);
		if (this.#polling && !polling) this.#view.stopPolling();
		this.#polling = polling;
		if (clients.length > 0 === (this.#timer !== undefined)) return;
		this.#view.watched(clients.length > 0);
		clearInterval(this.#timer);
		this.#timer = clients.length > 0 ? setInterval(() => this.#look(), TICK) : undefined;
	}

	#look(): void {
		this.#tick++;
		if (this.#polling && this.#tick % POLL_EVERY === 0) this.#view.poll();
		const fields = FIELDS.filter((field) => this.#tick % EVERY[field] === 0);
		const texts = new Map<keyof LiveState, string>();
		for (const client of this.#clients)
			if (client.watch && client.socket.bufferedAmount < HIGH_WATER)
				this.#tell(client, fields, texts);
	}

	/** @param texts of fields that were looked at already */
	#tell(
		client: Client,
		fields: readonly (keyof LiveState)[],
		texts = new Map<keyof LiveState, string>(),
	): void {
		const parts: string[] = [];
		for (const field of fields) {
			const text = texts.get(field) ?? JSON.stringify(this.#view.get(field));
			texts.set(field, text);
			if (client.sent.get(field) === text) continue;
			client.sent.set(field, text);
			parts.push(`"${field}":${text}`);
		}
		const exchanges = this.#exchanges.filter(({ number }) => number > client.exchange);
		client.exchange = this.#count;
		const key = "exchanges" satisfies keyof LiveMessage;
		if (exchanges.length > 0) parts.push(`"${key}":${JSON.stringify(exchanges)}`);
		if (parts.length > 0) client.socket.send(`{${parts.join()}}`);
	}
}
