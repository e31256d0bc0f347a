import type { ComponentChildren } from "preact";
import { About } from "../help/tip.tsx";

/** A titled part of the page. */
export function Card(props: {
	readonly title: string;
	/** Purpose, in a sentence or two. */
	readonly help: string;
	/** Anchor for links. */
	readonly id?: string;
	readonly class?: string;
	/** Content to the right of the title. */
	readonly aside?: ComponentChildren;
	readonly children: ComponentChildren;
}) {
	return (
		<section
			class={`card ${props.class ?? ""}`}
			id={props.id}
			tabIndex={props.id === undefined ? undefined : -1}
			aria-label={props.title}
		>
			<header>
				<h2>
					{props.title} <About what={props.title} text={props.help} />
				</h2>
				<div class="aside">{props.aside}</div>
			</header>
			{props.children}
		</section>
	);
}
