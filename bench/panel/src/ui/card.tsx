import type { ComponentChildren } from "preact";

/** A part of the bench with its title. */
export function Card(props: {
	readonly title: string;
	readonly class?: string;
	/** At the title's right. */
	readonly aside?: ComponentChildren;
	readonly children: ComponentChildren;
}) {
	return (
		<section class={`card ${props.class ?? ""}`} aria-label={props.title}>
			<header>
				<h2>{props.title}</h2>
				<div class="aside">{props.aside}</div>
			</header>
			{props.children}
		</section>
	);
}
