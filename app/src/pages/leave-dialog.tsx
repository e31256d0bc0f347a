/** Asks before changes that are not saved are lost. */
import type { JSX } from "preact";
import { leaving } from "../state/connection.ts";
import { drafts } from "../state/settings.ts";
import { Modal } from "../ui/modal.tsx";

export function LeaveDialog(): JSX.Element | null {
	const proceed = leaving.value;
	if (!proceed) return null;
	const count = drafts.value.size;
	const stay = (): void => {
		leaving.value = undefined;
	};
	return (
		<Modal title="Leave without saving?" onCancel={stay}>
			<p>
				{count === 1 ? "One changed setting is" : `${count} changed settings are`} not saved in the
				meter.
			</p>
			<footer>
				<button type="button" class="plain text" onClick={proceed}>
					Leave
				</button>
				<button type="button" class="primary" onClick={stay}>
					Stay
				</button>
			</footer>
		</Modal>
	);
}
