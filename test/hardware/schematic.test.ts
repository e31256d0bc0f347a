/** The kept schematic and its netlist, without KiCad. After a change: `npm run schematic`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Pin } from "../../boards/esp32s3/pins.ts";
import { bomFile, ordersOf } from "../../hardware/bom.ts";
import { type Netlist, pinsOf, readNetlist, shortName } from "../../hardware/netlist.ts";
import { checksumOf, type Outputs, PLACES } from "../../hardware/outputs.ts";
import { projectFiles, SHEETS } from "../../hardware/project.ts";
import { root } from "../manifest/manifest.ts";

const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

const netlistText = textOf(PLACES.netlist);
const netlist = readNetlist(netlistText);
const outputs = JSON.parse(textOf(PLACES.record)) as Outputs;

/** The one part with this symbol. */
function partCalled({ components }: Netlist, symbol: string): string {
	const found = components.filter((part) => part.symbol === symbol);
	expect(found, symbol).toHaveLength(1);
	return found[0].reference;
}

describe("the kept schematic", () => {
	it("the KiCad files are those that hardware/ draws", () => {
		const stale = projectFiles()
			.filter(([name, text]) => {
				const path = join(PLACES.project, name);
				return !existsSync(join(root, path)) || textOf(path) !== text;
			})
			.map(([name]) => name);
		expect(stale, "stale: npm run schematic").toEqual([]);
	});

	it("the rule check and the exports were of this schematic", () => {
		expect(outputs.schematic, "stale: npm run schematic").toBe(checksumOf(projectFiles()));
	});

	it("netlist, bill of material and simulation are those that were made", () => {
		expect(outputs.netlist).toBe(checksumOf([["ambit.net", netlistText]]));
		expect(outputs.bom).toBe(checksumOf([["bom.csv", textOf(PLACES.bom)]]));
		expect(outputs.simulation).toBe(checksumOf([["simulation.md", textOf(PLACES.simulation)]]));
		expect(bomFile(ordersOf(netlist))).toBe(textOf(PLACES.bom));
	});

	it("KiCad's rule check found nothing", () => {
		expect(outputs).toMatchObject({ errors: 0, warnings: 0 });
	});

	it("every part that was drawn is in the netlist, with its value and its part number", () => {
		const drawn = SHEETS.flatMap((sheet) =>
			sheet.parts.map(({ reference, part }) => [reference, part.value, part.mpn].join(" ")),
		);
		const listed = netlist.components.map(({ reference, value, fields }) =>
			[reference, value, fields.MPN].join(" "),
		);
		expect(listed.sort()).toEqual(drawn.sort());
	});

	it("there is a picture of every page", () => {
		for (const name of ["overview", ...SHEETS.map(({ file }) => file)])
			expect(existsSync(join(root, PLACES.pictures, `${name}.png`)), name).toBe(true);
	});
});

describe("the netlist", () => {
	it.each(Object.entries(Pin))("%s of pins.ts is GPIO %i in the schematic", (name, gpio) => {
		const module = partCalled(netlist, "ESP32-S3-WROOM-1");
		const net = [...netlist.nets].find(([, pins]) =>
			pins.some((pin) => pin.reference === module && pin.name === `IO${gpio}`),
		);
		expect(shortName(net?.[0] ?? "")).toBe(name);
	});

	it("no other GPIO of the module is connected, but for the loader's", () => {
		const module = partCalled(netlist, "ESP32-S3-WROOM-1");
		const used = [...netlist.nets]
			.filter(([, pins]) => pins.length > 1)
			.flatMap(([, pins]) => pins.filter(({ reference }) => reference === module))
			.flatMap(({ name }) => (/^IO(\d+)$/.exec(name) ? [Number(name.slice(2))] : []));
		expect(used.sort((a, b) => a - b)).toEqual([0, ...Object.values(Pin)].sort((a, b) => a - b));
	});

	it("every part has a part number, a maker and a footprint", () => {
		const incomplete = netlist.components.filter(
			({ fields, footprint }) => !fields.MPN || !fields.Manufacturer || !footprint.includes(":"),
		);
		expect(incomplete.map(({ reference }) => reference)).toEqual([]);
	});

	it.each([
		["ADS131M08", ["14", "15", "24", "26"]],
		["ESP32-S3-WROOM-1", ["2", "3"]],
		["W25Q80DV", ["8"]],
		["ISO1410", ["1", "16"]],
		["ISO7721", ["1", "8"]],
		["TSS721A", ["3", "6", "11"]],
		["TLV3012", ["5", "6"]],
		["SN6505B", ["2"]],
		["LNK3694", ["1"]],
	])("each of these pins of %s has a capacitor: %j", (symbol, pins) => {
		const nets = pinsOf(netlist, partCalled(netlist, symbol));
		const capacitors = netlist.components
			.filter((part) => part.symbol === "Capacitor" || part.symbol === "Electrolytic")
			.map(({ reference }) => Object.values(pinsOf(netlist, reference)));
		for (const pin of pins)
			expect(
				capacitors.some((ends) => ends.includes(nets[pin])),
				`pin ${pin}`,
			).toBe(true);
	});
});

/** Parts that carry signals and power over the isolation: pins of the mains' side come first. */
const ISOLATORS: Readonly<Record<string, readonly (readonly string[])[]>> = {
	ISO1410: [
		["1", "2", "3", "4", "5", "6", "7", "8"],
		["9", "10", "11", "12", "13", "14", "15", "16"],
	],
	ISO7721: [
		["1", "2", "3", "4"],
		["5", "6", "7", "8"],
	],
	Photocoupler: [
		["1", "2"],
		["3", "4"],
	],
	Photodarlington: [
		["1", "2"],
		["3", "4"],
	],
	"Push-pull-transformer": [
		["1", "2", "3"],
		["4", "5", "6"],
	],
	"Flyback-transformer": [
		["1", "2", "5"],
		["3", "4"],
	],
	"Current-transformer": [
		["1", "2"],
		["3", "4"],
	],
};

/** Nets that parts connect with a net, the isolators' two sides taken apart. */
function reachedFrom({ components, nets }: Netlist, start: string): Set<string> {
	const groups = components.flatMap(({ reference, symbol }) => {
		const pins = pinsOf(netlist, reference);
		const sides = ISOLATORS[symbol] ?? [Object.keys(pins)];
		// a block of terminals connects nothing
		if (/^X\d/.test(reference)) return [];
		return sides.map((side) => side.flatMap((pin) => (pins[pin] ? [pins[pin]] : [])));
	});
	expect([...nets.keys()]).toContain(start);
	const reached = new Set([start]);
	for (let size = 0; size !== reached.size; ) {
		size = reached.size;
		for (const group of groups)
			if (group.some((net) => reached.has(net))) for (const net of group) reached.add(net);
	}
	return reached;
}

describe("the isolation", () => {
	const atMains = reachedFrom(netlist, "GND");

	/** Nets of a block of terminals. */
	const terminals = (symbol: string): string[] =>
		Object.values(pinsOf(netlist, partCalled(netlist, symbol)));

	it.each(["Buses", "S0", "Tariff"])(
		"nothing but isolators leads from the mains to %s",
		(block) => {
			for (const net of terminals(block)) expect(atMains.has(net), net).toBe(false);
		},
	);

	it("nothing but isolators leads from the buses to the S0 outputs or the tariff input", () => {
		const atBuses = reachedFrom(netlist, "GND_ISO");
		for (const net of [...terminals("S0"), ...terminals("Tariff")])
			expect(atBuses.has(net), net).toBe(false);
	});

	it("the search finds a bridge: the mains lead to the dividers, the buses to the bus side", () => {
		expect(atMains.has(terminals("Mains")[0])).toBe(true);
		expect(reachedFrom(netlist, "GND_ISO").has("+3V3_ISO")).toBe(true);
	});

	it("the primary of the supply is apart from N, so that it works without N", () => {
		const separate = terminals("Mains").filter((net) => net !== "GND");
		const capacitors = netlist.components
			.filter(({ symbol }) => symbol === "Capacitor" || symbol === "Electrolytic")
			.map(({ reference }) => Object.values(pinsOf(netlist, reference)));
		expect(separate).toHaveLength(3);
		for (const ends of capacitors)
			expect(ends.includes("GND") && (ends.includes("BUS-") || ends.includes("BUS+"))).toBe(false);
	});
});

describe("the values that docs/hardware.md quotes", () => {
	const page = textOf("docs/hardware.md");
	const isQuoted = (text: string): void => expect(page.includes(text), text).toBe(true);

	it("its table of the simulation is the one that was printed", () => {
		isQuoted(textOf(PLACES.simulation));
	});

	it("its counts are those of the last run", () => {
		const { errors, warnings, parts, nets, orders, comparedSymbols } = outputs;
		isQuoted(`${errors} errors, ${warnings} warnings`);
		isQuoted(`${parts} parts, ${nets} nets, ${orders} part numbers`);
		isQuoted(`pins of ${comparedSymbols.length} chips`);
	});

	it("the simulated full scales are those of the resistors in the netlist", () => {
		const ohmsOf = (reference: string): number => {
			const text = netlist.components.find((part) => part.reference === reference)?.value ?? "";
			return Number.parseFloat(text) * (text.endsWith("k") ? 1000 : 1);
		};
		const lower = 1 / (1 / ohmsOf("R204") + 1 / 330e3);
		const upper = ohmsOf("R201") + ohmsOf("R202") + ohmsOf("R203");
		const fullScaleV = (1.2 * (upper + lower)) / lower;
		const [burden, series] = [ohmsOf("R301") + ohmsOf("R302"), 2 * ohmsOf("R303")];
		const fullScaleA = (2000 * 1.2 * (burden + series + 330e3)) / (burden * 330e3);
		const quoted = [
			...page.matchAll(/^\| full scale of a \w+ channel, peak \| ([\d.]+) [VA] \|/gm),
		];
		const [volts, amperes] = quoted.map(([, number]) => Number(number));
		expect(Math.abs(volts / fullScaleV - 1)).toBeLessThan(2e-4);
		expect(Math.abs(amperes / fullScaleA - 1)).toBeLessThan(2e-4);
	});
});
