/** A dialogue in front of the page. The focus returns to where it was when it closes. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Properties {
	title: string;
	onCancel(): void;
	children: ComponentChildren;
}

export function Modal({ title, onCancel, children }: Properties): JSX.Element {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		const before = document.activeElement;
		dialog.current?.showModal();
		return () => {
			if (before instanceof HTMLElement && before.isConnected) before.focus();
		};
	}, []);
	const cancel = (event: Event): void => {
		event.preventDefault();
		onCancel();
	};
	return (
		<dialog ref={dialog} onCancel={cancel} aria-labelledby="dialogue-title">
			<h2 id="dialogue-title">{title}</h2>
			{children}
		</dialog>
	);
}
