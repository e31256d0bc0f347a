/**
 * The page that is shown. Each has an address, so that the browser's back and forward work and a
 * reload shows the same page.
 */

import { signal } from "@preact/signals";

export const METER_PAGES = [
	"device",
	"readings",
	"charts",
	"quality",
	"settings",
	"events",
] as const;

export type MeterPage = (typeof METER_PAGES)[number];

export type Route =
	| { readonly page: "find" }
	/** Readings stored on this device, by number of the meter and time. */
	| { readonly page: "saved"; readonly serialNumber: string; readonly time: string }
	| { readonly page: MeterPage; readonly serialNumber: string };

export const FIND: Route = { page: "find" };

export const route = signal<Route>(routeOf(location.hash));

/** Shows a page from its top; the browser's back returns to the one before. */
export function go(next: Route): void {
	if (addressOf(next) !== addressOf(route.peek())) scrollTo(0, 0);
	if (addressOf(next) !== (location.hash || addressOf(FIND)))
		history.pushState(undefined, "", addressOf(next));
	route.value = next;
}

/** Shows a page in place of the present one. */
export function replace(next: Route): void {
	history.replaceState(undefined, "", addressOf(next));
	route.value = next;
}

/** Returns the route of an address, `find` if it is of no page. */
export function routeOf(hash: string): Route {
	const [, kind, serialNumber = "", last = ""] = hash.split("/").map(decoded);
	if (kind === "saved") return { page: "saved", serialNumber, time: last };
	const page = METER_PAGES.find((each) => each === last);
	return kind === "meter" && page && /^\d{8}$/.test(serialNumber) ? { page, serialNumber } : FIND;
}

/** A part of an address; as it is if it is not encoded as such. */
function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function addressOf(shown: Route): string {
	if (shown.page === "find") return "#/";
	const parts =
		shown.page === "saved"
			? ["saved", shown.serialNumber, shown.time]
			: ["meter", shown.serialNumber, shown.page];
	return `#/${parts.map(encodeURIComponent).join("/")}`;
}
