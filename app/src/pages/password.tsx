/** Asks for the password before an action that needs it. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asking, submitPassword } from "../state.ts";

export function PasswordDialog(): JSX.Element | null {
	return asking.value ? <Dialog text={asking.value.text} /> : null;
}

function Dialog({ text }: { text: string }): JSX.Element {
	const dialog = useRef<HTMLDialogElement>(null);
	const [password, setPassword] = useState("");
	const [wrong, setWrong] = useState<string>();
	const [busy, setBusy] = useState(false);
	useEffect(() => dialog.current?.showModal(), []);

	const cancel = (): void => {
		asking.value = undefined;
	};
	const submit = async (event: Event): Promise<void> => {
		event.preventDefault();
		setBusy(true);
		const problem = await submitPassword(password);
		setBusy(false);
		setWrong(problem);
		setPassword("");
	};
	return (
		<dialog ref={dialog} onCancel={cancel} aria-labelledby="password-title">
			<form onSubmit={(event) => void submit(event)}>
				<h2 id="password-title">Password</h2>
				<p>The password is needed {text}. It can only be changed at the meter itself.</p>
				<input
					class="password number"
					type="password"
					inputMode="numeric"
					pattern="[0-9]{4}"
					maxLength={4}
					autocomplete="off"
					aria-label="Password, four digits"
					required
					value={password}
					onInput={({ currentTarget }) => setPassword(currentTarget.value)}
				/>
				{wrong && (
					<p class="wrong" role="alert">
						{wrong}
					</p>
				)}
				<footer>
					<button type="button" class="plain text" onClick={cancel}>
						Cancel
					</button>
					<button type="submit" class="primary" disabled={busy || password.length !== 4}>
						Save
					</button>
				</footer>
			</form>
		</dialog>
	);
}
