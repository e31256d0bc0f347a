/** A lamp that flashes visibly whenever a counter increases. */
import { useEffect, useRef } from "preact/hooks";

/** Duration of a flash. */
const FLASH_MS = 110;

/** The same for people who want no motion: pulses that follow within it make a steady light. */
const STEADY_MS = 1500;

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** Returns an element that briefly has the class `on` whenever `count` increases. */
export function useFlash<E extends Element>(count: number | undefined) {
	const element = useRef<E>(null);
	const previous = useRef<number | undefined>(undefined);
	const timer = useRef<number | undefined>(undefined);
	useEffect(() => {
		const increased =
			previous.current !== undefined && count !== undefined && count > previous.current;
		previous.current = count;
		if (!increased) return;
		element.current?.classList.add("on");
		clearTimeout(timer.current);
		timer.current = window.setTimeout(
			() => element.current?.classList.remove("on"),
			CALM.matches ? STEADY_MS : FLASH_MS,
		);
	}, [count]);
	return element;
}
