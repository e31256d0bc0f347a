/** Saves a meter's settings to a file, compares a file with the meter, and takes settings over. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import {
	type Difference,
	differences,
	lacking,
	type Parameters,
	parameterFile,
	readParameters,
	unchangeable,
} from "../meter/parameters.ts";
import { settingText } from "../meter/settings.ts";
import { downloadText } from "../meter/share.ts";
import { notify, report } from "../state/notice.ts";
import { session } from "../state/session.ts";
import { draft, settings } from "../state/settings.ts";
import { Icon } from "../ui/icon.tsx";
import { Modal } from "../ui/modal.tsx";
import { dateAndTime } from "../ui/time.ts";

export function ParameterButtons(): JSX.Element {
	const [file, setFile] = useState<Parameters>();
	const read = async (chosen: File | undefined): Promise<void> => {
		if (!chosen) return;
		try {
			setFile(readParameters(await chosen.text()));
		} catch (error) {
			report(error);
		}
	};
	return (
		<>
			<button type="button" onClick={download}>
				<Icon name="download" />
				Save file
			</button>
			<label class="file">
				<Icon name="upload" />
				<span>Load file</span>
				<input
					type="file"
					accept=".json,application/json"
					onChange={({ currentTarget }) => {
						void read(currentTarget.files?.[0]);
						// The same file can be chosen again.
						currentTarget.value = "";
					}}
				/>
			</label>
			{file && <Comparison file={file} onClose={() => setFile(undefined)} />}
		</>
	);
}

function download(): void {
	const serialNumber = session.value?.serialNumber ?? "";
	const text = parameterFile(serialNumber, settings.value);
	downloadText(`parameters-${serialNumber}.json`, "application/json", text);
}

interface Properties {
	file: Parameters;
	onClose(): void;
}

function Comparison({ file, onClose }: Properties): JSX.Element {
	const [different] = useState(() => differences(file, settings.value));
	const [kept] = useState(() => unchangeable(file, settings.value));
	const [problems] = useState(() => [...file.problems, ...lacking(file, settings.value), ...kept]);
	const [chosen, setChosen] = useState(
		() => new Set(different.filter(({ setting }) => !setting.own)),
	);
	const choose = (each: Difference): void => {
		const next = new Set(chosen);
		if (!next.delete(each)) next.add(each);
		setChosen(next);
	};
	const take = (): void => {
		for (const { setting, value } of chosen) draft(setting.row.name, value);
		const count = chosen.size === 1 ? "One setting is" : `${chosen.size} settings are`;
		notify(`${count} taken over. Save to write to the meter.`, false);
		onClose();
	};
	return (
		<Modal title="Parameter file" onCancel={onClose}>
			<p>
				Of meter <span class="number">{file.serialNumber}</span>
				{!Number.isNaN(Date.parse(file.time)) && `, ${dateAndTime(new Date(file.time))}`}.
				{different.length + kept.length === 0 && " This meter has the same settings."}
			</p>
			{problems.map((problem) => (
				<p key={problem} class="wrong">
					{problem}
				</p>
			))}
			<ul class="differences">
				{different.map((each) => (
					<DifferenceRow
						key={each.setting.row.name}
						difference={each}
						chosen={chosen.has(each)}
						onChoose={() => choose(each)}
					/>
				))}
			</ul>
			<footer>
				<button type="button" class="plain text" onClick={onClose}>
					Close
				</button>
				<button type="button" class="primary" disabled={chosen.size === 0} onClick={take}>
					Take over {chosen.size}
				</button>
			</footer>
		</Modal>
	);
}

interface RowProperties {
	difference: Difference;
	chosen: boolean;
	onChoose(): void;
}

function DifferenceRow({ difference, chosen, onChoose }: RowProperties): JSX.Element {
	const { setting, present, value } = difference;
	return (
		<li>
			<label>
				<input type="checkbox" checked={chosen} onChange={onChoose} />
				<span>
					<b>{setting.label}</b>
					<small>
						here {settingText(setting, present)}, in the file {settingText(setting, value)}
					</small>
				</span>
			</label>
		</li>
	);
}
