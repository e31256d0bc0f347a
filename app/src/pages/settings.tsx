/** Settings. A changed one is green and is saved alone or with the others (manual, appendix 3). */
import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import type { JSX } from "preact";
import type { Result } from "../meter/save.ts";
import {
	isAllowed,
	PRIMARY,
	rangeText,
	SECONDARIES_A,
	SETTINGS,
	type Setting,
	settingText,
} from "../meter/settings.ts";
import { draft, drafts, requestSave, results, saving, settings, status } from "../state.ts";
import { Icon } from "../ui/icon.tsx";

/** Secondary current while the primary has no valid value. */
const DEFAULT_SECONDARY_A = 5;

export function SettingsPage(): JSX.Element {
	if (settings.value.size === 0)
		return (
			<section class="card waiting">
				<div class="spinner" />
				<p>Reading the settings…</p>
			</section>
		);
	return (
		<section class="card settings">
			<header>
				<h2>Settings</h2>
				{drafts.value.size > 0 && (
					<button type="button" class="plain text" onClick={discard}>
						Discard changes
					</button>
				)}
			</header>
			<ul>
				{SETTINGS.map((setting) => (
					<SettingRow key={setting.row.name} setting={setting} />
				))}
			</ul>
		</section>
	);
}

function discard(): void {
	for (const name of [...drafts.value.keys()]) draft(name, undefined);
}

function SettingRow({ setting }: { setting: Setting }): JSX.Element {
	const { row, label, warning } = setting;
	const present = settings.value.get(row.name) ?? Number.NaN;
	const changed = drafts.value.get(row.name);
	const result = results.value.get(row.name);
	const good = changed === undefined || isAllowed(setting, changed);
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
					{changed === undefined ? rangeText(setting) : `Now ${settingText(setting, present)}`}
				</small>
			</label>
			<Field setting={setting} present={present} value={changed ?? present} onChange={change} />
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
			{!good && <p class="result bad">Must be {rangeText(setting)}.</p>}
			{changed !== undefined && good && warning && <p class="warning">{warning}</p>}
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
	return (
		<p class={`result ${saved ? "good" : "bad"}`}>
			<Icon name={saved ? "check" : "warning"} />
			{words[result.state]}
			{result.reason && `: ${result.reason}`}
		</p>
	);
}

interface FieldProperties {
	setting: Setting;
	present: number;
	value: number;
	onChange(value: number): void;
}

function Field({ setting, present, value, onChange }: FieldProperties): JSX.Element {
	const { row, kind, choices } = setting;
	if (kind === "reset") return <ResetField {...{ setting, present, value, onChange }} />;
	if (kind === "ratio") return <RatioField {...{ setting, present, value, onChange }} />;
	if (kind === "number")
		return (
			<input
				id={row.name}
				type="number"
				inputMode="numeric"
				min={row.range?.minimum}
				max={row.range?.maximum}
				value={Number.isNaN(value) ? "" : value}
				onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
			/>
		);
	return (
		<select
			id={row.name}
			value={`${choices.findIndex((each) => Math.fround(each.value) === Math.fround(value))}`}
			onChange={({ currentTarget }) =>
				onChange(choices[Number(currentTarget.value)]?.value ?? value)
			}
		>
			{choices.map(({ label }, i) => (
				<option key={label} value={`${i}`}>
					{label}
				</option>
			))}
		</select>
	);
}

/** A counter that can be marked to be set to zero. */
function ResetField({ setting, present, onChange }: FieldProperties): JSX.Element {
	const { name } = setting.row;
	const marked = drafts.value.has(name);
	return (
		<span class="reset">
			<b class="number">{settingText(setting, present)}</b>
			<button
				id={name}
				type="button"
				onClick={() => (marked ? draft(name, undefined) : onChange(0))}
			>
				{marked ? "Keep" : "Reset"}
			</button>
		</span>
	);
}

function RatioField({ setting, value, onChange }: FieldProperties): JSX.Element {
	const primaryA = ctPrimaryOf(value);
	const secondaryA = ctSecondaryOf(value);
	return (
		<span class="ratio">
			<input
				id={setting.row.name}
				type="number"
				inputMode="numeric"
				min={PRIMARY.minimumA}
				max={PRIMARY.maximumA}
				step={PRIMARY.stepA}
				value={Number.isNaN(primaryA) ? "" : primaryA}
				onInput={({ currentTarget }) =>
					onChange(packCtRatio(currentTarget.valueAsNumber, secondaryA || DEFAULT_SECONDARY_A))
				}
			/>
			<span>/</span>
			<select
				aria-label="Secondary current"
				value={`${secondaryA}`}
				onChange={({ currentTarget }) =>
					onChange(packCtRatio(primaryA, Number(currentTarget.value)))
				}
			>
				{SECONDARIES_A.map((currentA) => (
					<option key={currentA}>{currentA}</option>
				))}
			</select>
		</span>
	);
}
