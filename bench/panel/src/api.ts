/** The bench's HTTP API, as far as the panel uses it. */
import { signal } from "@preact/signals";

/** Meter of the page, from 0: `?meter=K`. */
export const meterIndex = Math.max(
	0,
	Number(new URLSearchParams(location.search).get("meter")) || 0,
);

/** What the bench has last refused, and a number that changes with each refusal. */
export const refusal = signal<{ readonly text: string; readonly number: number } | undefined>(
	undefined,
);

/** Path of the page's meter in the API; the first has no number. */
export function apiPath(path: string): string {
	return meterIndex === 0 ? `/api${path}` : `/api/meters/${meterIndex}${path}`;
}

/** Asks the bench for something; what it refuses is shown, with its own words. */
export async function ask(
	method: "POST" | "PUT" | "PATCH",
	path: string,
	body: unknown,
): Promise<void> {
	try {
		const answer = await fetch(apiPath(path), {
			method,
			headers: { "content-type": "application/json" },
			body: JSON.stringify(body),
		});
		if (answer.ok) return;
		const { error } = (await answer.json()) as { error?: string };
		refuse(error ?? `${answer.status} ${answer.statusText}`);
	} catch {
		// The connection's banner says that the bench is gone.
	}
}

function refuse(text: string): void {
	refusal.value = { text, number: (refusal.value?.number ?? 0) + 1 };
}
