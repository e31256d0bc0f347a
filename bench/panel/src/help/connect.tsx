/** Where programs reach the meter, to copy. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ownUnit } from "../bus/inquiry.ts";
import { live } from "../live.ts";
import { road } from "../road.ts";
import { example, reachable } from "./address.ts";

/** Time for which a button says that it has copied. */
const COPIED_MS = 1500;

/** Copies a text; browsers give the clipboard only to pages that they trust. */
async function copy(text: string, from: HTMLElement): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		// A page from a LAN address has no clipboard: the user copies what is selected.
		const code = from.parentElement?.querySelector("code");
		if (code) getSelection()?.selectAllChildren(code);
		return false;
	}
}

function Copyable({ text }: { readonly text: string }) {
	const [said, setSaid] = useState("Copy");
	return (
		<span class="copyable">
			<code>{text}</code>
			<button
				type="button"
				class="small"
				aria-description="Puts it into the clipboard"
				aria-label={`${said} ${text}`}
				onClick={async ({ currentTarget }) => {
					setSaid((await copy(text, currentTarget)) ? "Copied" : "Selected");
					setTimeout(() => setSaid("Copy"), COPIED_MS);
				}}
			>
				{said}
			</button>
		</span>
	);
}

/** The ports of a bench, and a command that uses one. */
function BenchPorts() {
	const services = live.bench.value?.services ?? [];
	const { hostname } = location;
	const command = example(services, ownUnit(), hostname);
	return (
		<>
			<dl>
				{services.map(({ name, at }) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>
							<Copyable text={reachable(at, hostname)} />
						</dd>
					</div>
				))}
			</dl>
			{command && (
				<p>
					The three voltages with <code>mbpoll</code>: <Copyable text={command} />
				</p>
			)}
		</>
	);
}

export function Connect() {
	const details = useRef<HTMLDetailsElement>(null);
	useEffect(() => {
		const close = (event: Event): void => {
			const element = details.current;
			if (!element?.open) return;
			const inside = event.target instanceof Node && element.contains(event.target);
			if (event instanceof KeyboardEvent ? event.key === "Escape" : !inside) {
				element.open = false;
				if (event instanceof KeyboardEvent) element.querySelector("summary")?.focus();
			}
		};
		document.addEventListener("pointerdown", close);
		document.addEventListener("keydown", close);
		return () => {
			document.removeEventListener("pointerdown", close);
			document.removeEventListener("keydown", close);
		};
	}, []);
	return (
		<details class="connect" ref={details}>
			<summary aria-description="Addresses at which programs reach the meter">Ports</summary>
			<div class="sheet">
				{road.Ports ? <road.Ports /> : <BenchPorts />}
				<p class="hint">
					More: <a href={road.documentAt("bench")}>the HTTP API</a>,{" "}
					<a href={road.documentAt("registers")}>the registers</a>,{" "}
					<a href={road.documentAt("mbus")}>M-Bus</a>.
				</p>
			</div>
		</details>
	);
}
