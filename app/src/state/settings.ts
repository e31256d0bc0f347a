/** Settings of the connected meter, their changes and what became of them. */

import { computed, signal } from "@preact/signals";
import type { RegisterName } from "../../../client/register-table.ts";
import type { Change, Result } from "../meter/save.ts";
import { cautionFor, isAllowed, SETTINGS } from "../meter/settings.ts";
import { notify, report } from "./notice.ts";
import { withPassword } from "./password.ts";
import { session, status } from "./session.ts";

export const settings = signal<ReadonlyMap<RegisterName, number>>(new Map());
/** Changed settings that are not saved, in the register's unit. */
export const drafts = signal<ReadonlyMap<RegisterName, number>>(new Map());
export const results = signal<ReadonlyMap<string, Result>>(new Map());
export const saving = signal(false);

/** Drafts with values that are allowed. */
export const changes = computed((): Change[] =>
	SETTINGS.flatMap((setting) => {
		const value = drafts.value.get(setting.row.name);
		return value === undefined || !isAllowed(setting, value) ? [] : [{ setting, value }];
	}),
);

/** Changes a setting in the page only; undefined drops the change. */
export function draft(name: RegisterName, value: number | undefined): void {
	const next = new Map(drafts.value);
	if (value === undefined) next.delete(name);
	else next.set(name, value);
	const others = new Map(results.value);
	others.delete(name);
	drafts.value = next;
	results.value = others;
}

/** Drops all changes that are not saved. */
export function discard(): void {
	drafts.value = new Map();
}

/** Saves changes; asks for the password, and about what cannot be undone, before. */
export async function requestSave(wanted: readonly Change[]): Promise<void> {
	if (wanted.length === 0) return;
	const what = wanted.length === 1 ? "the setting" : `${wanted.length} settings`;
	await withPassword({
		text: `to save ${what} in the meter`,
		button: "Save",
		cautions: wanted.flatMap(({ setting, value }) => cautionFor(setting, value) ?? []),
		proceed: () => saveNow(wanted),
	});
}

async function saveNow(wanted: readonly Change[]): Promise<void> {
	const current = session.value;
	if (!current) return;
	saving.value = true;
	results.value = new Map();
	try {
		await current.save(
			wanted,
			(name, result) => {
				if (session.value === current) showResult(wanted, name, result);
			},
			(values) => {
				if (session.value === current) settings.value = values;
			},
		);
		if (session.value !== current) return;
		if (current.connected) status.value = "connected";
		const all = wanted.map(({ setting }) => results.value.get(setting.row.name)?.state);
		const saved = all.filter((state) => state === "saved").length;
		notify(`${saved} of ${wanted.length} saved.`, saved < wanted.length);
	} catch (error) {
		if (session.value === current) report(error);
	} finally {
		saving.value = false;
	}
}

function showResult(wanted: readonly Change[], name: string, result: Result): void {
	results.value = new Map(results.value).set(name, result);
	const change = wanted.find(({ setting }) => setting.row.name === name);
	// A value that was typed while the meter saved stays.
	if (result.state !== "saved" || !change) return;
	if (drafts.value.get(change.setting.row.name) !== change.value) return;
	const next = new Map(drafts.value);
	next.delete(change.setting.row.name);
	drafts.value = next;
}
