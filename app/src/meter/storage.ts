/** Keeps values in this browser. */

/** Returns a stored value; undefined if there is none, or the browser stores nothing. */
export function stored(key: string): unknown {
	try {
		return JSON.parse(localStorage.getItem(key) ?? "null") ?? undefined;
	} catch {
		return undefined;
	}
}

/** Stores a value. @throws Error with the reason, if the browser's storage is full or forbidden */
export function store(key: string, value: unknown): void {
	try {
		localStorage.setItem(key, JSON.stringify(value));
	} catch (error) {
		const full = error instanceof DOMException && error.name === "QuotaExceededError";
		throw new Error(
			full
				? "Not saved: this browser's storage is full. Delete saved readings first."
				: "Not saved: this browser allows no storage for this page.",
		);
	}
}

/** Removes a stored value. */
export function forget(key: string): void {
	try {
		localStorage.removeItem(key);
	} catch {
		// Nothing is stored where storage is forbidden.
	}
}
