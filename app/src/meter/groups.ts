/** Arranges a snapshot's values in groups that a person looks for. */
import { type RegisterName, registerOf } from "../../../client/register-table.ts";
import type { SnapshotValue } from "./snapshot.ts";

export interface Group {
	readonly title: string;
	/** Value of the whole, of which the others are shares; undefined if there is none. */
	readonly whole: SnapshotValue | undefined;
	readonly values: readonly SnapshotValue[];
}

const MEASUREMENTS = "Measurements";
const METER = "Meter and settings";

/** Endings of the names of an energy's shares. */
const SHARE = /(T[1-4]|L[1-3])$/;

const PAGE = /Page\d/;

const FIRST_MEASUREMENT = 0x5000;
const FIRST_ENERGY = 0x6000;

/** Returns the groups in the order of their first addresses, the meter and its settings last. */
export function groupsOf(values: readonly SnapshotValue[]): Group[] {
	const groups = new Map<string, SnapshotValue[]>();
	for (const value of values) {
		const title = titleOf(value.name);
		groups.set(title, [...(groups.get(title) ?? []), value]);
	}
	return [...groups]
		.map(([title, members]) => ({ title, whole: wholeOf(members), values: members }))
		.sort((a, b) => Number(a.title === METER) - Number(b.title === METER));
}

function titleOf(name: RegisterName): string {
	const { address, unit } = registerOf(name);
	if (address < FIRST_MEASUREMENT) return METER;
	if (address < FIRST_ENERGY) return MEASUREMENTS;
	// The tariff is among the energies.
	if (unit === "") return METER;
	if (PAGE.test(name)) return `CT history: ${registerOf(name).title.split(" ").at(-1)}`;
	const whole = registerOf(name.replace(SHARE, "") as RegisterName);
	return whole.title.replace(/ \(total\)$/, "");
}

/** The energy without an ending, unless a group holds several, as the CT history does. */
function wholeOf(values: readonly SnapshotValue[]): SnapshotValue | undefined {
	const [first] = values;
	const whole = values.filter(({ name }) => !SHARE.test(name));
	return first && registerOf(first.name).address >= FIRST_ENERGY && whole.length === 1
		? whole[0]
		: undefined;
}

/** True if a register has the words in its title, name, address or OBIS code. */
export function matches(name: RegisterName, words: string): boolean {
	const { title, address, obis = "" } = registerOf(name);
	const text = `${title} ${name} ${address.toString(16)} ${obis}`.toLowerCase();
	return words
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}
