/** The part of the bench's HTTP API that the panel uses. */
import { signal } from "@preact/signals";
import { road } from "./road.ts";

/** Number of the page's meter, from 0: `?meter=K`. */
export const meterIndex = Math.max(
	0,
	Number(new URLSearchParams(location.search).get("meter")) || 0,
);

/** Time for which a refusal is shown. */
const SHOWN_MS = 12_000;

/** A refusal of the bench. */
export interface Refusal {
	readonly text: string;
	/** The request that it answered. */
	readonly path: string;
	/** Counts up with each refusal. */
	readonly number: number;
}

/** The bench's latest refusal, as long as it matters. */
export const refusal = signal<Refusal | undefined>(undefined);

let timer: number | undefined;

/** Returns a path of the page's meter in the API; that of the first meter has no number. */
export function apiPath(path: string): string {
	return meterIndex === 0 ? `/api${path}` : `/api/meters/${meterIndex}${path}`;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Asks the page's meter, and shows why if it refuses.
 * @returns the answer; undefined if there is none
 */
export function ask<Answer = unknown>(
	method: Method,
	path: string,
	body?: unknown,
): Promise<Answer | undefined> {
	return send(method, apiPath(path), path, body);
}

/** The same of the whole bench. */
export function askBench(method: Method, path: string): Promise<unknown> {
	return send(method, `/api${path}`, path);
}

/**
 * Puts a file to the bench.
 * @returns why it is refused; undefined: it is not
 */
export async function upload(
	url: string,
	type: string,
	body: BodyInit,
): Promise<string | undefined> {
	try {
		const answer = await road.fetch(url, {
			method: "PUT",
			headers: { "content-type": type },
			body,
		});
		if (answer.ok) return undefined;
		const { error } = (await answer.json()) as { error?: string };
		return error ?? `${answer.status} ${answer.statusText}`;
	} catch {
		return "The bench does not answer.";
	}
}

/** @param path that a refusal is known by */
async function send<Answer>(
	method: Method,
	url: string,
	path: string,
	body?: unknown,
): Promise<Answer | undefined> {
	try {
		const answer = await road.fetch(url, {
			method,
			...(body !== undefined && {
				headers: { "content-type": "application/json" },
				body: JSON.stringify(body),
			}),
		});
		const said = (await answer.json()) as Answer & { error?: string };
		if (answer.ok) {
			if (refusal.value?.path === path) dismiss();
			return said;
		}
		refuse(path, said.error ?? `${answer.status} ${answer.statusText}`);
	} catch {
		// The banner shows that the bench is gone.
	}
	return undefined;
}

/** Takes the refusal off the screen. */
export function dismiss(): void {
	clearTimeout(timer);
	refusal.value = undefined;
}

/** Shows a refusal. @param path that it is known by */
export function refuse(path: string, error: string): void {
	refusal.value = { text: inWords(error), path, number: (refusal.value?.number ?? 0) + 1 };
	clearTimeout(timer);
	timer = window.setTimeout(dismiss, SHOWN_MS);
}

/** Names a field of the mains as the panel does. */
function inWords(error: string): string {
	return error
		.replace(/^phases\[(\d)\]\./, (_, index) => `L${Number(index) + 1} `)
		.replace(/^(L\d) harmonics\[\d+\]\./, "$1 harmonic, ");
}
