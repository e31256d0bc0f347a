/** Asks for the password, and tells what cannot be undone, before an action. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { answer, asking, type Question } from "../state/password.ts";
import { Modal } from "../ui/modal.tsx";

const DIGITS = 4;

export function PasswordDialog(): JSX.Element | null {
	return asking.value ? <Dialog question={asking.value} /> : null;
}

function cancel(): void {
	asking.value = undefined;
}

function Dialog({ question }: { question: Question }): JSX.Element {
	const { text, button, cautions, needsPassword } = question;
	const [password, setPassword] = useState("");
	const [wrong, setWrong] = useState<string>();
	const [busy, setBusy] = useState(false);
	const [lockedS, lock] = useCountdown(question.lockedS);
	const submit = async (event: Event): Promise<void> => {
		event.preventDefault();
		setBusy(true);
		const refusal = await answer(password);
		setBusy(false);
		setPassword("");
		setWrong(refusal?.lockedS ? undefined : refusal?.text);
		lock(refusal?.lockedS ?? 0);
	};
	const ready = !busy && lockedS === 0 && (!needsPassword || password.length === DIGITS);
	return (
		<Modal title={needsPassword ? "Password" : button} onCancel={cancel}>
			<form onSubmit={(event) => void submit(event)}>
				{cautions.map((caution) => (
					<p key={caution} class="caution">
						{caution}
					</p>
				))}
				{needsPassword && (
					<>
						<p>The password is needed {text}. It can only be changed at the meter itself.</p>
						<input
							class="password number"
							type="password"
							inputMode="numeric"
							pattern="[0-9]{4}"
							maxLength={DIGITS}
							autocomplete="off"
							aria-label="Password, four digits"
							required
							autofocus
							value={password}
							onInput={({ currentTarget }) => setPassword(currentTarget.value)}
						/>
					</>
				)}
				{wrong && (
					<p class="wrong" role="alert">
						{wrong}
					</p>
				)}
				{lockedS > 0 && (
					<p class="wrong">
						<span role="alert">Too many wrong passwords.</span>{" "}
						<span role="timer">Locked for {lockedS} s.</span>
					</p>
				)}
				<footer>
					<button type="button" class="plain text" onClick={cancel}>
						Cancel
					</button>
					<button type="submit" class="primary" disabled={!ready}>
						{button}
					</button>
				</footer>
			</form>
		</Modal>
	);
}

/** Counts seconds down to 0. Returns the seconds left and a function that begins again. */
function useCountdown(seconds: number): [number, (seconds: number) => void] {
	const [until, setUntil] = useState(() => Date.now() + 1000 * seconds);
	const [, draw] = useState(0);
	const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
	useEffect(() => {
		if (left === 0) return undefined;
		const timer = setInterval(() => draw((count) => count + 1), 250);
		return () => clearInterval(timer);
	}, [left === 0, until]);
	return [left, (next) => setUntil(Date.now() + 1000 * next)];
}
