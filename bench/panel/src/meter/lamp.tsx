/** Something that flashes with every count, long enough to be seen however short what was counted is. */
import { useEffect, useRef } from "preact/hooks";

/** Milliseconds of a flash. */
const FLASH = 110;

/** An element that has the class `on` for a moment whenever `count` goes up. */
export function useFlash<E extends Element>(count: number | undefined) {
	const element = useRef<E>(null);
	const seen = useRef<number | undefined>(undefined);
	const timer = useRef<number | undefined>(undefined);
	useEffect(() => {
		const news = seen.current !== undefined && count !== undefined && count > seen.current;
		seen.current = count;
		if (!news) return;
		element.current?.classList.add("on");
		clearTimeout(timer.current);
		timer.current = window.setTimeout(() => element.current?.classList.remove("on"), FLASH);
	}, [count]);
	return element;
}
