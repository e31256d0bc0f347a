/** The bill of material, from the netlist: one line for each part number. */
import type { Component, Netlist } from "./netlist.ts";

/** A line of the bill. */
export interface Order {
	readonly references: readonly string[];
	readonly value: string;
	readonly rating: string;
	readonly maker: string;
	readonly mpn: string;
	readonly footprint: string;
	/** The version of the meter that has it; empty for both. */
	readonly version: string;
}

/** References in the order of people: R2 before R10. */
const byReference = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });

function orderOf(parts: readonly Component[]): Order {
	const [{ value, footprint, fields }] = parts;
	return {
		references: parts.map(({ reference }) => reference).sort(byReference),
		value,
		rating: fields.Rating ?? "",
		maker: fields.Manufacturer ?? "",
		mpn: fields.MPN ?? "",
		footprint,
		version: fields.Version ?? "",
	};
}

export function ordersOf({ components }: Netlist): Order[] {
	const groups = new Map<string, Component[]>();
	for (const part of components) {
		const key = [part.fields.MPN, part.value, part.fields.Version].join("\n");
		groups.set(key, [...(groups.get(key) ?? []), part]);
	}
	const orders = [...groups.values()].map(orderOf);
	return orders.sort((a, b) => byReference(a.references[0], b.references[0]));
}

const cell = (text: string): string =>
	/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** The bill as CSV. */
export function bomFile(orders: readonly Order[]): string {
	const rows = orders.map(({ references, value, rating, maker, mpn, footprint, version }) => [
		String(references.length),
		references.join(" "),
		value,
		rating,
		maker,
		mpn,
		footprint,
		version,
	]);
	const head = [
		"number",
		"references",
		"value",
		"rating",
		"maker",
		"part number",
		"footprint",
		"version",
	];
	return `${[head, ...rows].map((row) => row.map(cell).join(",")).join("\n")}\n`;
}
