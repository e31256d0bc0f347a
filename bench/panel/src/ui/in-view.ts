/** Work that is done again and again while a part of the page can be seen. */
import { useEffect } from "preact/hooks";
import { connection, live } from "../live.ts";

/** One for all renderings, since another one would begin the work again. */
const nothing = (): void => {};

/**
 * Calls `look` while the element is in view and its meter can be read: at once, and then every
 * `periodMs`, but never before the last call has ended. Calls `leave` when nobody sees it any more.
 */
export function useWhileInView(
	element: { readonly current: Element | null },
	look: () => Promise<void>,
	periodMs: number,
	leave: () => void = nothing,
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
		const turn = (): void => {
			if (inView && !document.hidden) void begin();
			else leave();
		};
		const observer = new IntersectionObserver((entries) => {
			inView = entries.at(-1)?.isIntersecting ?? false;
			turn();
		});
		observer.observe(element.current);
		document.addEventListener("visibilitychange", turn);
		const timer = setInterval(() => void begin(), periodMs);
		return () => {
			observer.disconnect();
			document.removeEventListener("visibilitychange", turn);
			clearInterval(timer);
		};
	}, [element, look, periodMs, leave]);
}
