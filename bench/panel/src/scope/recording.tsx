/** A COMTRADE recording of the user's, played at the terminals. */
import { signal } from "@preact/signals";
import { apiPath, ask, upload } from "../api.ts";
import { live } from "../live.ts";
import { FileButton } from "../ui/file-button.tsx";
import { fixed } from "../ui/numbers.ts";

/** Longest recording that the bench takes. */
const LONGEST_BYTES = 1 << 24;

/** Files of a recording, kept to play them with other channels. */
interface Chosen {
	readonly name: string;
	readonly parts: readonly File[];
	/** Bytes of the .dat at the end; undefined: one file has all. */
	readonly dataBytes: number | undefined;
}

const chosen = signal<Chosen | undefined>(undefined);
const channels = signal("");
const scale = signal("");
const problem = signal<string | undefined>(undefined);

const byExtension = (files: readonly File[], extension: string): File | undefined =>
	files.find(({ name }) => name.toLowerCase().endsWith(extension));

/** @returns undefined if the files are not those of one recording */
function recordingIn(files: readonly File[]): Chosen | undefined {
	const [cff, cfg, dat] = [".cff", ".cfg", ".dat"].map((each) => byExtension(files, each));
	if (cff) return { name: cff.name, parts: [cff], dataBytes: undefined };
	if (cfg && dat) return { name: cfg.name, parts: [cfg, dat], dataBytes: dat.size };
	return undefined;
}

async function choose(files: readonly File[]): Promise<void> {
	const recording = recordingIn(files);
	const bytes = files.reduce((sum, { size }) => sum + size, 0);
	problem.value = !recording
		? "A recording is one .cff, or a .cfg and its .dat chosen together."
		: bytes > LONGEST_BYTES
			? `${recording.name}: ${bytes} bytes, the limit is ${LONGEST_BYTES}`
			: undefined;
	if (problem.value || !recording) return;
	chosen.value = recording;
	channels.value = "";
	scale.value = "";
	await play();
}

/** Plays what was chosen, with the channels and factors that were entered. */
async function play(): Promise<void> {
	const recording = chosen.peek();
	if (!recording) return;
	const { name, parts, dataBytes } = recording;
	const query = new URLSearchParams({ name });
	if (dataBytes !== undefined) query.set("dataBytes", `${dataBytes}`);
	if (channels.peek().trim() !== "") query.set("channels", channels.peek().trim());
	if (scale.peek().trim() !== "") query.set("scale", scale.peek().trim());
	const url = apiPath(`/waveform?${query}`);
	problem.value = await upload(url, "application/octet-stream", new Blob([...parts]));
}

/** A field of text for what the bench is to check. */
function TextField(props: {
	readonly label: string;
	readonly help: string;
	readonly value: { value: string };
	readonly placeholder: string;
}) {
	return (
		<label class="select">
			<span>{props.label}</span>
			<input
				size={16}
				aria-description={props.help}
				value={props.value.value}
				placeholder={props.placeholder}
				onInput={({ currentTarget }) => {
					props.value.value = currentTarget.value;
				}}
			/>
		</label>
	);
}

/** Channels and factors of the recording that was chosen. */
function Choice() {
	const played = live.waveform.value;
	return (
		<form
			class="recording"
			onSubmit={(event) => {
				event.preventDefault();
				void play();
			}}
		>
			<TextField
				label="Channels, V:I"
				help="Numbers of the recording's channels at L1, L2, L3: voltages, then currents"
				value={channels}
				placeholder={played?.channels ?? "1,2,3:4,5,6"}
			/>
			<TextField
				label="Factors to the terminals, V:I"
				help="What the recorded voltages and currents are multiplied by"
				value={scale}
				placeholder={played?.scale ?? "by the file"}
			/>
			<button
				type="submit"
				class="small"
				aria-description="Plays it with these channels and factors"
			>
				Play again
			</button>
		</form>
	);
}

/** The recording at the terminals, and the way back. */
export function Played() {
	const played = live.waveform.value;
	if (!played) return null;
	const { name, frequency, seconds, isGuest } = played;
	return (
		<p class="played">
			<span>
				The terminals carry <strong>{name}</strong>: channels {played.channels},{" "}
				{fixed(frequency, 2)} Hz, a loop of {fixed(seconds, 2)} s.
			</span>
			{isGuest && (
				<button
					type="button"
					class="small"
					aria-description="Takes the recording off the terminals"
					onClick={() => void ask("DELETE", "/waveform")}
				>
					Back to the mains
				</button>
			)}
		</p>
	);
}

/** Buttons, fields and errors of a recording. */
export function Recording() {
	return (
		<>
			<FileButton
				label="Play a recording"
				help="A COMTRADE file at the terminals in place of the mains"
				accept=".cff,.cfg,.dat"
				class="small"
				multiple
				onFiles={(files) => void choose(files)}
			/>
			{chosen.value && <Choice />}
			<p class="problem" role="alert">
				{problem.value}
			</p>
		</>
	);
}
