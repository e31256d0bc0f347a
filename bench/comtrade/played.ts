/** Plays recordings at a meter's terminals, and says which. */
import type { Played, Terminals } from "../terminals.ts";
import type { Channels, Scale } from "./options.ts";
import { likelyChannels } from "./quantity.ts";
import { parseContainer, parseRecording, type Recording } from "./recording.ts";
import { Replay, type ReplayOptions } from "./replay.ts";

/** The contents of a recording's files. */
export interface Contents {
	/** Name, for messages: that of the .cfg or the .cff. */
	readonly name: string;
	readonly bytes: Uint8Array;
	/** Contents of the .dat of a .cfg. */
	readonly data?: Uint8Array | undefined;
}

/** The part of a recording to play; its likely channels unless they are given. */
export type Choice = Partial<Pick<ReplayOptions, "channels" | "scale" | "segment">>;

/** Plays a recording at terminals. @throws ComtradeError, and nothing changes */
export function playContents(terminals: Terminals, contents: Contents, choice: Choice): void {
	const recording = recordingOf(contents);
	const { channels = likelyChannels(recording), ...rest } = choice;
	const replay = new Replay(recording, { channels, ...rest });
	terminals.play(replay, playedOf(replay, contents.name, { channels, ...rest }));
}

function recordingOf({ name, bytes, data }: Contents): Recording {
	if (!data) return parseContainer(bytes, name);
	return parseRecording(bytes, name, data, name.replace(/\.cfg$/i, ".dat"));
}

/** Describes a recording that is played. */
export function playedOf(
	replay: Replay,
	name: string,
	{ channels, scale }: { readonly channels: Channels; readonly scale?: Scale | undefined },
): Played {
	const { voltages, currents } = channels;
	return {
		name,
		channels: `${voltages.join()}:${currents.join()}`,
		scale: scale ? `${scale.voltage}:${scale.current}` : null,
		frequency: replay.frequency,
		seconds: replay.seconds,
	};
}
