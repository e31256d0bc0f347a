/** Lives whole lives, and parts of them. */
import { seeded } from "../fuzz/random.ts";
import { Life } from "./life.ts";
import type { StartEngine } from "./meter.ts";
import { draw, type LifeEvent } from "./script.ts";
import { shorten } from "./shorten.ts";

/** An event with its place in the life that a seed draws. */
export interface Placed {
	readonly place: number;
	readonly event: LifeEvent;
}

/** Length and end of a life. */
export interface Lived {
	/** Seconds metered. */
	readonly seconds: number;
	/** Power cuts. */
	readonly cuts: number;
	readonly events: number;
	/** Flash image at the end. */
	readonly image: Uint8Array;
	/** The last event, and what was wrong then. */
	readonly fault?: { readonly last: Placed; readonly words: string };
}

/** In place of an event: the meter is wrong from its first start. */
const BIRTH: Placed = { place: 0, event: { kind: "check" } };

/** Time to shorten a life that fails. */
const SHORTEN_MS = 300_000;

/** The events that a seed draws, without end. */
export function* eventsOf(seed: number): Generator<Placed> {
	const random = seeded(seed);
	for (let place = 0; ; place++) yield { place, event: draw(random) };
}

/** The events of a seed at some places. */
export function eventsAt(seed: number, places: readonly number[]): Placed[] {
	const last = Math.max(...places);
	const found: Placed[] = [];
	for (const placed of eventsOf(seed)) {
		if (places.includes(placed.place)) found.push(placed);
		if (placed.place >= last) return found;
	}
	return found;
}

/**
 * Lives a script on a new meter.
 * @param goesOn asked before each event
 */
export async function liveScript(
	start: StartEngine,
	script: Iterable<Placed>,
	goesOn: (life: Life, events: number) => boolean = () => true,
): Promise<Lived> {
	const life = new Life(start);
	let events = 0;
	const lived = (last?: Placed, words?: string): Lived => ({
		seconds: life.seconds,
		cuts: life.cuts,
		events,
		image: life.image,
		...(last && words !== undefined && { fault: { last, words } }),
	});
	try {
		const still = await life.begin();
		if (still !== undefined) return lived(BIRTH, still);
		for (const placed of script) {
			if (!goesOn(life, events)) break;
			events++;
			const words = await life.live(placed.event);
			if (words !== undefined) return lived(placed, words);
		}
		return lived();
	} finally {
		await life.end();
	}
}

/** Shortens the life of a seed that fails at an event. Returns the places of what is left. */
export async function shortestOf(
	start: StartEngine,
	seed: number,
	last: number,
): Promise<readonly number[]> {
	const places = Array.from({ length: last + 1 }, (_, place) => place);
	const script = eventsAt(seed, places);
	const fails = async (part: readonly Placed[]): Promise<boolean> =>
		(await liveScript(start, part)).fault !== undefined;
	const end = performance.now() + SHORTEN_MS;
	const kept = await shorten(script, fails, () => performance.now() < end);
	return kept.map(({ place }) => place);
}
