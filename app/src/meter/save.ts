/**
 * Saves settings and ends in a known state: writes each setting separately and, whatever happens,
 * reads all of them back.
 */
import { ModbusException } from "../../../client/modbus-client.ts";
import { LinkLost } from "../transport/link.ts";
import { refusalText } from "./client.ts";
import type { Setting } from "./settings.ts";

/** A setting and its new value, in the register's unit. */
export interface Change {
	setting: Setting;
	value: number;
}

/** Result of a change; `unknown` if the meter could not be reached again. */
export interface Result {
	state: "saved" | "refused" | "not saved" | "unknown";
	/** Reason, if it was not saved. */
	reason?: string;
}

/** Access to the meter's settings. */
export interface SaveTarget {
	write(change: Change): Promise<void>;
	/** Returns the present values by register name. @throws LinkLost */
	readBack(): Promise<ReadonlyMap<string, number>>;
	/** Connects again after a loss; returns false if the meter cannot be reached. */
	reconnect(): Promise<boolean>;
}

/**
 * Saves the changes in order and calls `onResult` with each result as soon as it is known. A change
 * that ends the connection is written last, after the others have been read back.
 */
export async function save(
	changes: readonly Change[],
	target: SaveTarget,
	onResult: (name: string, result: Result) => void,
): Promise<void> {
	const others = changes.filter(({ setting }) => !setting.endsConnection);
	if (others.length > 0) await saveAndReadBack(others, target, onResult);
	for (const change of changes)
		if (change.setting.endsConnection)
			onResult(change.setting.row.name, await writeLast(change, target));
}

/** The meter answers before it ends the connection: its answer is all there is to know. */
async function writeLast(change: Change, target: SaveTarget): Promise<Result> {
	try {
		await target.write(change);
		return { state: "saved" };
	} catch (error) {
		if (error instanceof LinkLost)
			return { state: "unknown", reason: "the connection ended before the meter answered" };
		if (!(error instanceof ModbusException)) throw error;
		return { state: "refused", reason: refusalText(error) };
	}
}

async function saveAndReadBack(
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
	// A counter set to zero may have counted since, so a loss leaves only zero as proof.
	const same =
		setting.kind === "reset" ? !lost || present === 0 : Math.fround(present) === Math.fround(value);
	if (same) return { state: "saved" };
	return {
		state: "not saved",
		reason: lost ? "the connection was lost first" : "the meter has another value",
	};
}
