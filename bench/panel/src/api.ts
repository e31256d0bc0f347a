/** The part of the bench's HTTP API that the panel uses. */
import { signal } from "@preact/signals";

/** Number of the page's meter, from 0: `?meter=K`. */
export const meterIndex = Math.max(
	0,
	Number(new URLSearchParams(location.search).get("meter")) || 0,
);

/** The bench's latest refusal; its number changes with each refusal. */
export const refusal = signal<{ readonly text: string; readonly number: number } | undefined>(
	undefined,
);

/** Returns a path of the page's meter in the API; that of the first meter has no number. */
export function apiPath(path: string): string {
	return meterIndex === 0 ? `/api${path}` : `/api/meters/${meterIndex}${path}`;
}

/** Sends a request to the bench and shows its error message if it refuses. */
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
		// The banner shows that the bench is gone.
	}
}

function refuse(text: string): void {
	refusal.value = { text, number: (refusal.value?.number ?? 0) + 1 };
}
