/** Says what to do to pair, and asks for the six digits where the system does not. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type PairingState, pairing } from "../state/pairing.ts";
import { Modal } from "../ui/modal.tsx";

const DIGITS = 6;

const TITLE = "Pairing";

export function PairingDialog(): JSX.Element | null {
	const state = pairing.value;
	if (!state) return null;
	if (state.stage === "system") return <SystemAsks />;
	return state.stage === "digits" ? <Digits state={state} /> : <Failed state={state} />;
}

function SystemAsks(): JSX.Element {
	const close = (): void => {
		pairing.value = undefined;
	};
	return (
		<Modal title={TITLE} onCancel={close}>
			<p>
				Your system asks for a code. Enter the <strong>six digits on the meter’s display</strong>.
				They are new each time, and show that it is this meter that you have in front of you.
			</p>
			<p>If nothing asks, look for a message of the system; some show it in the background.</p>
		</Modal>
	);
}

function Digits({ state }: { state: PairingState & { stage: "digits" } }): JSX.Element {
	const [digits, setDigits] = useState("");
	const submit = (event: Event): void => {
		event.preventDefault();
		state.answer(digits);
	};
	const cancel = (): void => state.answer(undefined);
	return (
		<Modal title={TITLE} onCancel={cancel}>
			<form onSubmit={submit}>
				<p>
					Enter the <strong>six digits on the meter’s display</strong>. They are new each time.
				</p>
				<input
					class="password number"
					inputMode="numeric"
					pattern="[0-9]{6}"
					maxLength={DIGITS}
					autocomplete="one-time-code"
					aria-label="Six digits on the display"
					required
					autofocus
					value={digits}
					onInput={({ currentTarget }) => setDigits(currentTarget.value)}
				/>
				<footer>
					<button type="button" class="plain text" onClick={cancel}>
						Cancel
					</button>
					<button type="submit" class="primary" disabled={digits.length !== DIGITS}>
						Pair
					</button>
				</footer>
			</form>
		</Modal>
	);
}

function Failed({ state }: { state: PairingState & { stage: "failed" } }): JSX.Element {
	return (
		<Modal title={TITLE} onCancel={() => state.answer(false)}>
			<p class="wrong" role="alert">
				{state.reason}
			</p>
			<p>The next try shows new digits on the display.</p>
			<footer>
				<button type="button" class="plain text" onClick={() => state.answer(false)}>
					Cancel
				</button>
				<button type="button" class="primary" onClick={() => state.answer(true)}>
					Try again
				</button>
			</footer>
		</Modal>
	);
}
