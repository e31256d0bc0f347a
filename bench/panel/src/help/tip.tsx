/**
 * Says what a part of the page is: under the pointer, with the keyboard's focus, and under a finger
 * that stays. The words are the part's accessible description, so those who hear the page get them
 * too.
 */
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Time for which the pointer or the focus rests before anything is said. */
const REST_MS = 450;

/** Time for which a finger rests on what does something at a touch. */
const HOLD_MS = 550;

/** Distance from the part and from the window's edges. */
const GAP_PX = 6;

/** Controls that a touch operates. Other parts, and buttons that explain, speak at once. */
const OPERATED = "a, button:not(.about), input, select, summary";

/** The part that is explained. */
const explained = signal<Element | undefined>(undefined);

let timer: number | undefined;

/** The part that is explained or will be. */
let due: Element | undefined;

/** True from the moment a finger has been told what it rests on until the next touch. */
let told = false;

/** Says nothing, or says it after a while about another part. */
function wait(part: Element | undefined, timeMs: number): void {
	clearTimeout(timer);
	due = part;
	explained.value = undefined;
	if (!part) return;
	timer = window.setTimeout(() => {
		if (part.isConnected) explained.value = part;
	}, timeMs);
}

function partAt(target: EventTarget | null): Element | undefined {
	if (!(target instanceof Element)) return undefined;
	return target.closest("[aria-description]") ?? undefined;
}

/**
 * A finger that is lifted, or begins to scroll, is not told any more. The words that it was told
 * stay, and a control that has been explained is not operated by the same touch.
 */
function lift({ pointerType }: PointerEvent): void {
	if (pointerType === "mouse") return;
	told = explained.peek()?.matches(OPERATED) ?? false;
	if (!explained.peek()) wait(undefined, 0);
}

const LISTENERS: { readonly [E in keyof DocumentEventMap]?: (event: DocumentEventMap[E]) => void } =
	{
		pointerover({ pointerType, target }) {
			const part = partAt(target);
			if (pointerType === "mouse" && part !== explained.peek()) wait(part, REST_MS);
		},
		pointerdown({ pointerType, target }) {
			told = false;
			const held = pointerType === "mouse" ? undefined : partAt(target);
			wait(held?.matches(OPERATED) ? held : undefined, HOLD_MS);
		},
		pointerup: lift,
		pointercancel: lift,
		click(event) {
			const part = partAt(event.target);
			if (told) {
				event.preventDefault();
				event.stopPropagation();
			}
			if (part && !part.matches(OPERATED)) wait(part, 0);
		},
		focusin({ target }) {
			const seen = target instanceof Element && target.matches(":focus-visible");
			if (seen) wait(partAt(target), REST_MS);
		},
		focusout({ target }) {
			if (partAt(target) === due) wait(undefined, 0);
		},
		keydown: () => wait(undefined, 0),
		wheel: () => wait(undefined, 0),
	};

/** Puts the words below the part, or above it where there is no room. */
function place(words: HTMLElement, part: Element): void {
	const of = part.getBoundingClientRect();
	const { offsetWidth: width, offsetHeight: height } = words;
	const widest = document.documentElement.clientWidth - width - GAP_PX;
	const left = Math.max(GAP_PX, Math.min(of.left + of.width / 2 - width / 2, widest));
	const below = of.bottom + GAP_PX;
	const top = below + height > innerHeight ? of.top - GAP_PX - height : below;
	words.style.translate = `${Math.round(left)}px ${Math.round(Math.max(GAP_PX, top))}px`;
}

/** The words about the part that is explained; one for the whole page. */
export function Tip() {
	const words = useRef<HTMLDivElement>(null);
	const part = explained.value;
	useEffect(() => {
		const all = Object.entries(LISTENERS) as [string, EventListener][];
		// A key may move the focus, so what it ends is ended before.
		for (const [name, listener] of all) document.addEventListener(name, listener, true);
		return () => {
			for (const [name, listener] of all) document.removeEventListener(name, listener, true);
		};
	}, []);
	useLayoutEffect(() => {
		if (!part) return;
		const follow = (): void => {
			if (words.current) place(words.current, part);
		};
		follow();
		document.addEventListener("scroll", follow, { capture: true, passive: true });
		return () => document.removeEventListener("scroll", follow, { capture: true });
	}, [part]);
	if (!part) return null;
	return (
		<div class="tip" aria-hidden="true" ref={words}>
			{part.getAttribute("aria-description")}
		</div>
	);
}

/**
 * Attributes of a part that does nothing but is explained: a stop of the Tab key, since otherwise
 * the keyboard would not come to its explanation.
 */
export function explain(text: string) {
	return { tabIndex: 0, "aria-description": text } as const;
}

/** A button that says what something is. */
export function About(props: { readonly what: string; readonly text: string }) {
	return (
		<button
			type="button"
			class="about"
			aria-label={`About ${props.what}`}
			aria-description={props.text}
		>
			?
		</button>
	);
}
