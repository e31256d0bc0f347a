/** The meter's event log. */
import type { JSX } from "preact";

export function EventsPage(): JSX.Element {
	return (
		<section class="card">
			<header>
				<h2>Events</h2>
			</header>
			<p class="empty">This meter keeps no log.</p>
		</section>
	);
}
