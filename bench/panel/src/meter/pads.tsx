/** The three capacitive buttons, touched for as long as a finger, mouse button or key is down. */
import { useRef } from "preact/hooks";
import type { ButtonName } from "../../../live/protocol.ts";
import { live, send } from "../live.ts";

const PADS: readonly {
	readonly name: ButtonName;
	readonly sign: string;
	readonly title: string;
	readonly help: string;
}[] = [
	{ name: "left", sign: "«", title: "Left button", help: "The page before; in the menu: up" },
	{
		name: "middle",
		sign: "●",
		title: "Middle button",
		help: "Held for 3 s: the settings; in the menu: choose",
	},
	{ name: "right", sign: "»", title: "Right button", help: "The next page; in the menu: down" },
];

/** Keys that touch the focused button. */
const KEYS = [" ", "Enter"];

function Pad({ name, sign, title, help }: (typeof PADS)[number]) {
	const touched = useRef(false);
	const touch = (down: boolean): void => {
		if (touched.current === down) return;
		touched.current = down;
		send({ touch: name, down });
	};
	const release = (): void => touch(false);
	return (
		<button
			type="button"
			class={`pad ${name}`}
			aria-label={title}
			aria-description={help}
			disabled={!live.powered.value}
			onPointerDown={(event) => {
				event.currentTarget.setPointerCapture(event.pointerId);
				touch(true);
			}}
			onPointerUp={release}
			onPointerCancel={release}
			onKeyDown={(event) => {
				if (!KEYS.includes(event.key) || event.repeat) return;
				event.preventDefault();
				touch(true);
			}}
			onKeyUp={(event) => {
				if (KEYS.includes(event.key)) release();
			}}
			onBlur={release}
			onContextMenu={(event) => event.preventDefault()}
		>
			{sign}
		</button>
	);
}

export function Pads() {
	return (
		<div class="pads">
			{PADS.map((pad) => (
				<Pad key={pad.name} {...pad} />
			))}
		</div>
	);
}
