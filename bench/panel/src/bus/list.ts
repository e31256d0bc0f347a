/** The exchanges that the list of the buses shows. */
import { computed, signal } from "@preact/signals";
import type { LiveExchange } from "../../../live/protocol.ts";
import { exchanges } from "../live.ts";
import { bytesOf } from "../rows.ts";
import { typeOf } from "./data-types.ts";
import type { Description } from "./description.ts";
import { describeMBus } from "./mbus.ts";
import { describeModbus } from "./modbus.ts";

/** Exchanges shown at first, and as many more with each request for more. */
export const SHOWN = 25;

/** Most exchanges shown. */
export const MOST_SHOWN = 100;

const descriptions = new WeakMap<LiveExchange, Description>();

/** Returns an exchange's description, made once it is sure: each new exchange redraws the list. */
export function descriptionOf(exchange: LiveExchange): Description {
	const known = descriptions.get(exchange);
	if (known) return known;
	const { bus, request, answer } = exchange;
	const { integers, settled } =
		bus === "modbus" ? typeOf(exchange) : { integers: undefined, settled: true };
	const description = describe(bus, bytesOf(request), bytesOf(answer), integers);
	if (settled) descriptions.set(exchange, description);
	return description;
}

/**
 * Describes a request and its answer.
 * @param integers true if the meter's data type (4026) is integer; undefined: not known
 */
export function describe(
	bus: LiveExchange["bus"],
	request: Uint8Array,
	answer: Uint8Array,
	integers: boolean | undefined,
): Description {
	return bus === "modbus"
		? describeModbus(request, answer, integers)
		: describeMBus(request, answer);
}

/** Exchanges that are in the list. */
export interface Filter {
	readonly bus: LiveExchange["bus"] | "both";
	/** Part of the address, "unit 7", or of the words of request and answer; empty: all. */
	readonly text: string;
	/** True: only what was refused, broken or not answered. */
	readonly errors: boolean;
	/** True: the panel's own reading too. */
	readonly own: boolean;
}

export const filter = signal<Filter>({ bus: "both", text: "", errors: false, own: false });

/** Exchanges at the moment of the pause; undefined: the list runs. */
const held = signal<readonly LiveExchange[] | undefined>(undefined);

/** True if new exchanges do not come into the list. */
export const paused = computed(() => held.value !== undefined);

/** Exchanges that have come since the pause and would be in the list. */
export const missed = computed(() => {
	if (!held.value) return 0;
	const [last, latest] = [held.value, exchanges.value].map((all) => all[0]?.number ?? 0);
	// A restarted bench numbers its exchanges from 1 again.
	const seen = latest < last ? 0 : last;
	return exchanges.value.filter((each) => each.number > seen && passes(each, filter.value)).length;
});

/** All exchanges that pass the filter, newest first. */
export const listed = computed(() =>
	(held.value ?? exchanges.value).filter((each) => passes(each, filter.value)),
);

/** Holds the list as it is, so that nothing moves while somebody reads it. */
export function pause(): void {
	held.value ??= exchanges.value;
}

/** Lets the list run. */
export function resume(): void {
	held.value = undefined;
}

function passes(exchange: LiveExchange, { bus, text, errors, own }: Filter): boolean {
	if (exchange.own && !own) return false;
	if (bus !== "both" && exchange.bus !== bus) return false;
	if (!errors && text === "") return true;
	const { to, request, answer, outcome } = descriptionOf(exchange);
	if (errors && outcome === "done") return false;
	const wanted = text.trim().toLowerCase();
	return [to, request, answer].some((each) => each.toLowerCase().includes(wanted));
}
