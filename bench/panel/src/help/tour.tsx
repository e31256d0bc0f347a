/** A tour of three steps, offered at the first visit; it can be left at any time. */
import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

const STEPS = [
	{
		target: ".screen",
		title: "The meter",
		text:
			"Its display and three buttons work as on the real one: « and » turn the pages, ● " +
			"held for three seconds opens the settings. The red LED flashes 10 000 times per " +
			"kWh.",
	},
	{
		target: "#mains",
		title: "The mains are in your hands",
		text:
			"Choose a load, or move voltage, current and angle, and watch the display follow. " +
			"Undo takes a change back.",
	},
	{
		target: "#readings",
		title: "What the meter says, and the truth",
		text:
			"The bench reads the meter over Modbus and computes by itself what it should " +
			"read. Programs of yours read it as well: see Ports at the top.",
	},
];

/** Remembers that the tour was seen. */
const KEY = "ambit-tour";

/** Step that is shown; −1: the offer; undefined: nothing. */
const step = signal<number | undefined>(seen() ? undefined : -1);

function seen(): boolean {
	try {
		return localStorage.getItem(KEY) !== null;
	} catch {
		// Storage is forbidden: the offer would come at every visit.
		return true;
	}
}

function leave(): void {
	step.value = undefined;
	try {
		localStorage.setItem(KEY, "seen");
	} catch {
		// Without storage it was not offered.
	}
}

/** Starts from the first step. */
export function startTour(): void {
	step.value = 0;
}

/** Shows the target of the step. */
effect(() => {
	for (const marked of document.querySelectorAll(".toured")) marked.classList.remove("toured");
	const target = STEPS[step.value ?? -1]?.target;
	const element = target === undefined ? null : document.querySelector(target);
	element?.classList.add("toured");
	element?.scrollIntoView({ block: "nearest" });
});

export function Tour() {
	const card = useRef<HTMLDivElement>(null);
	const now = step.value;
	useEffect(() => {
		if (now !== undefined && now >= 0) card.current?.focus();
	}, [now]);
	if (now === undefined) return null;
	const shown = STEPS[now];
	const last = now === STEPS.length - 1;
	return (
		<div
			class="tour"
			role="dialog"
			aria-label="Tour"
			tabIndex={-1}
			ref={card}
			onKeyDown={({ key }) => {
				if (key === "Escape") leave();
			}}
		>
			<h2>{shown ? `${now + 1} of ${STEPS.length}: ${shown.title}` : "New here?"}</h2>
			<p>{shown?.text ?? "Three steps show what there is."}</p>
			<p class="actions">
				<button type="button" onClick={leave}>
					{shown ? "Leave" : "No, thanks"}
				</button>
				{shown && now > 0 && (
					<button
						type="button"
						onClick={() => {
							step.value = now - 1;
						}}
					>
						Back
					</button>
				)}
				<button
					type="button"
					class="primary"
					onClick={() => {
						if (last) leave();
						else step.value = now + 1;
					}}
				>
					{shown ? (last ? "Done" : "Next") : "Start the tour"}
				</button>
			</p>
		</div>
	);
}
