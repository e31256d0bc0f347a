/**
 * The register table as data: bench and npm package read it without the firmware's sources. One
 * row a line.
 */

import { type Register, registers } from "../../client/register-table";
import { isWithin, SPANS } from "../../spec/readings";

function row({ name, title, address, length, format, divisor, step, unit, ...rest }: Register) {
	const { obis, range, mbus } = rest;
	return {
		name,
		title,
		address,
		length,
		format,
		divisor,
		step,
		unit: divisor === 1 ? unit : unit.slice(1),
		...(obis && { obis }),
		...(range && { range }),
		...(mbus && { mbus: { place: mbus.place, dif: mbus.dif, vif: mbus.vif } }),
	};
}

/** bench/registers/registers.json */
export function registersData(): string {
	const lines = registers.map((each) => `\t${JSON.stringify(row(each))}`);
	return `[\n${lines.join(",\n")}\n]\n`;
}

/** bench/registers/name.ts */
export function nameModule(): string {
	const names = registers
		.filter((register) => SPANS.some((span) => isWithin(span, register)))
		.map(({ name }) => `| "${name}"`);
	return `/** Made by npm run generate from the register table. */

/** Names of the registers that \`GET /api/readings\` reads. */
export type ReadingName = ${names.join(" ")};
`;
}
