/** Power quality of the connected meter, and the waveforms around its latest events. */

import { computed, signal } from "@preact/signals";
import { type QualityValues, readQuality } from "../../../client/power-quality.ts";
import {
	CHANNEL_NAMES,
	type RecordedWaveform,
	readHarmonics,
	readWaveform,
} from "../../../client/quality-series.ts";
import { events, loadLatestEvents } from "./events.ts";
import { messageOf } from "./notice.ts";
import { withPassword } from "./password.ts";
import { session, status } from "./session.ts";

/** Values and harmonics of one pass. */
export interface Quality {
	readonly values: QualityValues;
	/** RMS of each channel's harmonics, from the first, in V or A. */
	readonly harmonics: readonly (readonly number[])[];
	readonly time: Date;
}

/** A waveform, and when it was read. */
export interface ReadWaveform {
	readonly waveform: RecordedWaveform;
	readonly time: Date;
}

/** Pause between two passes. */
const PAUSE_MS = 1000;

/** Values as last read; undefined until then. */
export const quality = signal<Quality | undefined>(undefined);

/** Channel whose harmonics are shown, as the meter orders them: I1 has more to show than V1. */
export const shownChannel = signal(1);

/** Why the latest pass failed; undefined if it did not. */
const problem = signal<string | undefined>(undefined);

/** Why the values are not those of now; undefined while they are. */
export const outdated = computed(() =>
	status.value === "connected" ? problem.value : "The meter is not connected.",
);

/** The waveform that was read last. */
export const shownWaveform = signal<ReadWaveform | undefined>(undefined);

/** Part of a waveform that has been read, while it is being read. */
export const waveformPart = signal<number | undefined>(undefined);

/** Events of the voltage since power-up when the log was read. */
let countRead: number | undefined;

/** Forgets what was read of another meter. */
export function forgetQuality(): void {
	quality.value = undefined;
	problem.value = undefined;
	shownWaveform.value = undefined;
	countRead = undefined;
}

/** Reads again and again while the meter is connected. @returns what ends it */
export function followQuality(): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let ended = false;
	// A meter that was away may have begun its counters again.
	countRead = undefined;
	const pass = async (): Promise<void> => {
		await loadQuality();
		if (!ended) timer = setTimeout(() => void pass(), PAUSE_MS);
	};
	void pass();
	return () => {
		ended = true;
		clearTimeout(timer);
	};
}

async function loadQuality(): Promise<void> {
	const current = session.value;
	if (!current || status.value !== "connected") return;
	try {
		const { client } = current;
		const values = await readQuality(client);
		const harmonics: number[][] = [];
		for (const channel of CHANNEL_NAMES.keys())
			harmonics.push(await readHarmonics(client, channel));
		if (session.value !== current) return;
		quality.value = { values, harmonics, time: new Date() };
		problem.value = undefined;
		await followEvents(values);
	} catch (error) {
		if (session.value === current) problem.value = messageOf(error);
	}
}

/** Reads the log again once there are new events of the voltage. */
async function followEvents(values: QualityValues): Promise<void> {
	const names = ["dips", "swells", "interruptions"] as const;
	const count = names.reduce((sum, name) => sum + (values.get(name) ?? 0), 0);
	if (events.value && count === countRead) return;
	if (await loadLatestEvents()) countRead = count;
}

/** Reads a waveform, which needs the password. @param age 0 for the newest */
export async function loadWaveform(age: number): Promise<void> {
	const current = session.value;
	if (!current || waveformPart.value !== undefined) return;
	await withPassword({
		text: "to read a waveform, for its parts are chosen by writes",
		button: "Read waveform",
		cautions: [],
		proceed: async () => {
			// The former one would be taken for it.
			shownWaveform.value = undefined;
			waveformPart.value = 0;
			try {
				const waveform = await readWaveform(current.client, age, (part) => {
					waveformPart.value = part;
				});
				if (session.value === current) shownWaveform.value = { waveform, time: new Date() };
			} finally {
				waveformPart.value = undefined;
			}
		},
	});
}
