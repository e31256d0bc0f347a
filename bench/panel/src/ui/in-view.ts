/** Work that is done again and again while a part of the page can be seen. */
import { useEffect } from "preact/hooks";
import { connection, live } from "../live.ts";

/**
 * Calls `look` while the element is in view and its meter can be read: at once, and then every
 * `periodMs`, but never before the last call has ended.
 */
export function useWhileInView(
	element: { readonly current: Element | null },
	look: () => Promise<void>,
	periodMs: number,
): void {
	useEffect(() => {
		if (!element.current) return;
		let inView = false;
		let busy = false;
		const begin = async (): Promise<void> => {
			const able = inView && !document.hidden && live.powered.peek();
			if (busy || !able || connection.peek() !== "connected") return;
			busy = true;
			await look();
			busy = false;
		};
		const observer = new IntersectionObserver(([entry]) => {
			inView = entry?.isIntersecting ?? false;
			void begin();
		});
		observer.observe(element.current);
		const timer = setInterval(() => void begin(), periodMs);
		return () => {
			observer.disconnect();
			clearInterval(timer);
		};
	}, [element, look, periodMs]);
}
