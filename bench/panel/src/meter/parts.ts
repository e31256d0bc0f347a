/** The parts of the case: one stop of the Tab key, and the arrow keys lead from part to part. */
import { signal } from "@preact/signals";

/** Name of the part that has the stop. */
const current = signal("Terminal 4");

/** Attributes of a part. @param description what it is, in a sentence */
export function part(name: string, description: string) {
	return {
		role: "img",
		"aria-label": name,
		"aria-description": description,
		tabIndex: current.value === name ? 0 : -1,
		onFocus: () => {
			current.value = name;
		},
	} as const;
}

/** Moves the focus among the parts of the element that has the listener. */
export function walk(event: KeyboardEvent & { readonly currentTarget: Element }): void {
	const parts = [...event.currentTarget.querySelectorAll<SVGGElement>("[tabindex]")];
	const at = parts.findIndex((each) => each.matches(":focus"));
	const next = {
		ArrowRight: at + 1,
		ArrowDown: at + 1,
		ArrowLeft: at - 1,
		ArrowUp: at - 1,
		Home: 0,
		End: parts.length - 1,
	}[event.key];
	if (next === undefined) return;
	event.preventDefault();
	parts.at(next % parts.length)?.focus();
}
