/**
 * Saving settings, so that it ends in a known state: each is written by itself, and whatever happens, the meter is
 * asked afterwards what it has.
 */
import { ModbusException } from "../../../client/modbus-client.ts";
import { LinkLost } from "../transport/link.ts";
import { refusalText } from "./client.ts";
import type { Setting } from "./settings.ts";

/** A setting and the value that it is to have, in the register's unit. */
export interface Change {
	setting: Setting;
	value: number;
}

/** What came of a change. `unknown`: the meter could not be asked again. */
export interface Result {
	state: "saved" | "refused" | "not saved" | "unknown";
	/** Why. */
	reason?: string;
}

/** What saving needs of the meter. */
export interface SaveTarget {
	write(change: Change): Promise<void>;
	/** Present values by the registers' names. @throws LinkLost */
	readBack(): Promise<ReadonlyMap<string, number>>;
	/** Connects again after a loss; false: the meter cannot be reached. */
	reconnect(): Promise<boolean>;
}

/** Saves the changes in their order; `onResult` is called with what is known of each as soon as it is. */
export async function save(
	changes: readonly Change[],
	target: SaveTarget,
	onResult: (name: string, result: Result) => void,
): Promise<void> {
	const refused = new Map<string, string>();
	let lost = false;
	for (const change of changes) {
		try {
			await target.write(change);
		} catch (error) {
			if (error instanceof LinkLost) {
				lost = true;
				break;
			}
			if (!(error instanceof ModbusException)) throw error;
			const reason = refusalText(error);
			refused.set(change.setting.row.name, reason);
			onResult(change.setting.row.name, { state: "refused", reason });
		}
	}
	const present = await presentValues(target, lost);
	for (const { setting, value } of changes) {
		const { name } = setting.row;
		if (refused.has(name)) continue;
		onResult(name, judge(setting, value, present?.get(name), lost));
	}
}

async function presentValues(
	target: SaveTarget,
	lost: boolean,
): Promise<ReadonlyMap<string, number> | undefined> {
	try {
		if (lost && !(await target.reconnect())) return undefined;
		return await target.readBack();
	} catch (error) {
		if (error instanceof LinkLost) return undefined;
		throw error;
	}
}

function judge(
	setting: Setting,
	value: number,
	present: number | undefined,
	lost: boolean,
): Result {
	if (present === undefined) return { state: "unknown", reason: "the meter cannot be reached" };
	// A counter that was set to zero goes on counting: what is left of it tells only when the connection held.
	const same =
		setting.kind === "reset" ? !lost || present === 0 : Math.fround(present) === Math.fround(value);
	if (same) return { state: "saved" };
	return {
		state: "not saved",
		reason: lost ? "the connection was lost before" : "the meter has another value",
	};
}
