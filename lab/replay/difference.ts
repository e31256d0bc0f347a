/** The first line in which two transcripts differ. */

/** Returns it as a text of three lines; undefined: they are the same. */
export function differenceOf(one: string, other: string): string | undefined {
	if (one === other) return undefined;
	const [lines, others] = [one.split("\n"), other.split("\n")];
	const at = lines.findIndex((line, index) => line !== others[index]);
	const place = at < 0 ? lines.length : at;
	return [`line ${place + 1}:`, `< ${lines[place] ?? ""}`, `> ${others[place] ?? ""}`].join("\n");
}
