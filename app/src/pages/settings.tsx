/** Settings. A changed one is green and is saved alone or with the others (manual, appendix 3). */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Result } from "../meter/save.ts";
import {
	cautionFor,
	isAllowed,
	rangeText,
	SETTING_GROUPS,
	type Setting,
	settingText,
} from "../meter/settings.ts";
import { refresh, unread } from "../state/readings.ts";
import { status } from "../state/session.ts";
import {
	discard,
	draft,
	drafts,
	requestSave,
	results,
	saving,
	settings,
} from "../state/settings.ts";
import { Icon } from "../ui/icon.tsx";
import { ParameterButtons } from "./parameters.tsx";
import { Field } from "./setting-field.tsx";

export function SettingsPage(): JSX.Element {
	if (settings.value.size === 0) return unread.value ? <Unread /> : <Reading />;
	return (
		<section class="card settings">
			<header>
				<h2>Settings</h2>
				{drafts.value.size > 0 && (
					<button type="button" class="plain text" onClick={discard}>
						Discard changes
					</button>
				)}
				<ParameterButtons />
			</header>
			{SETTING_GROUPS.map(({ title, settings: all }) => ({
				title,
				// Older firmware lacks some.
				has: all.filter(({ row }) => settings.value.has(row.name)),
			}))
				.filter(({ has }) => has.length > 0)
				.map(({ title, has }) => (
					<section key={title} aria-label={title}>
						<h3>{title}</h3>
						<ul>
							{has.map((setting) => (
								<SettingRow key={setting.row.name} setting={setting} />
							))}
						</ul>
					</section>
				))}
		</section>
	);
}

function Reading(): JSX.Element {
	return (
		<section class="card waiting">
			<div class="spinner" />
			<p>Reading the settings…</p>
		</section>
	);
}

/** After a first reading that has failed; the message says why. */
function Unread(): JSX.Element {
	return (
		<section class="card waiting">
			<p>The settings have not been read.</p>
			<button type="button" disabled={status.value !== "connected"} onClick={() => void refresh()}>
				<Icon name="refresh" />
				Read
			</button>
		</section>
	);
}

function SettingRow({ setting }: { setting: Setting }): JSX.Element {
	const { row, label } = setting;
	const present = settings.value.get(row.name) ?? Number.NaN;
	const changed = drafts.value.get(row.name);
	const result = results.value.get(row.name);
	const good = changed === undefined || isAllowed(setting, changed);
	const caution = changed !== undefined && good ? cautionFor(setting, changed) : undefined;
	const final = setting.isFinal?.(present) ?? false;
	const state = changed === undefined ? "" : good ? "changed" : "wrong";
	const change = (value: number): void =>
		draft(
			row.name,
			Math.fround(value) === Math.fround(present) && setting.kind !== "reset" ? undefined : value,
		);
	return (
		<li class={`setting ${state} ${result ? "told" : ""}`} data-setting={row.name}>
			<label for={row.name}>
				<span>{label}</span>
				<small>
					{final
						? "Cannot be changed any more"
						: changed === undefined
							? rangeText(setting)
							: `Now ${settingText(setting, present)}`}
				</small>
			</label>
			<Field
				setting={setting}
				present={present}
				value={changed ?? present}
				disabled={final}
				onChange={change}
			/>
			<div class="actions">
				{changed !== undefined && good && (
					<button
						type="button"
						aria-label={`Save ${label}`}
						disabled={saving.value || status.value !== "connected"}
						onClick={() => void requestSave([{ setting, value: changed }])}
					>
						<Icon name="save" />
					</button>
				)}
			</div>
			{!good && (
				<p class="result bad" id={`${row.name}-problem`}>
					Must be {rangeText(setting)}.
				</p>
			)}
			{caution && <p class="warning">{caution}</p>}
			{result && <ResultLine result={result} />}
		</li>
	);
}

function ResultLine({ result }: { result: Result }): JSX.Element {
	const saved = result.state === "saved";
	const words = {
		saved: "Saved",
		refused: "Refused",
		"not saved": "Not saved",
		unknown: "Unknown",
	};
	// The button that saved is gone: the focus goes to what it did.
	const line = useRef<HTMLParagraphElement>(null);
	useEffect(() => {
		if (document.activeElement === document.body) line.current?.focus();
	}, [result]);
	return (
		<p ref={line} tabIndex={-1} class={`result ${saved ? "good" : "bad"}`}>
			<Icon name={saved ? "check" : "warning"} />
			{words[result.state]}
			{result.reason && `: ${result.reason}`}
		</p>
	);
}
