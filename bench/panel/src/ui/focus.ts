/** The focus of a page that is disabled for a while. */
import { useEffect, useRef } from "preact/hooks";

/** Gives the focus back to the element that lost it when the page was disabled. */
export function useFocusKept(isDisabled: boolean): void {
	const before = useRef<Element | null>(null);
	// While this is drawn, the element still has the focus.
	if (isDisabled) before.current ??= document.activeElement;
	useEffect(() => {
		if (isDisabled) return;
		const element = before.current;
		before.current = null;
		if (document.activeElement === document.body && element instanceof HTMLElement)
			element.focus({ preventScroll: true });
	}, [isDisabled]);
}
