import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readNetlist } from "../../hardware/netlist.ts";
import { PLACES } from "../../hardware/outputs.ts";
import { netCalled, network, nodeOf } from "../../hardware/simulation/deck.ts";
import { root } from "../manifest/manifest.ts";

const netlist = readNetlist(readFileSync(join(root, PLACES.netlist), "utf8"));
const net = (name: string): string => netCalled(netlist, name);
const namesOf = (lines: readonly string[]): string[] =>
	lines.map((line) => line.split(" ")[0]).sort();

describe("the deck for ngspice", () => {
	it("the voltage channel of L1 is its divider and its filter, and nothing else", () => {
		expect(namesOf(network(netlist, [net("V1")], [net("L1")]))).toEqual([
			"CC201",
			"RR201",
			"RR202",
			"RR203",
			"RR204",
		]);
	});

	it("the current channel has both burdens, both series resistors and eight clamp diodes", () => {
		const names = namesOf(network(netlist, [net("I1P"), net("I1N")], []));
		expect(names.filter((name) => name.startsWith("R"))).toEqual([
			"RR301",
			"RR302",
			"RR303",
			"RR304",
		]);
		expect(names.filter((name) => name.startsWith("D"))).toHaveLength(8);
	});

	it("between mains and bus are eight diodes, and four resistors that limit a surge", () => {
		const lines = network(netlist, ["L1", "L2", "L3"].map(net), ["V1", "V2", "V3"].map(net));
		expect(lines.filter((line) => /^DD50[1-8] /.test(line))).toHaveLength(8);
		expect(lines.filter((line) => / 220$/.test(line))).toHaveLength(4);
	});

	it("N is node 0, and the two sides of the bus are two nodes", () => {
		expect(nodeOf("GND")).toBe("0");
		expect(nodeOf("BUS+")).not.toBe(nodeOf("BUS-"));
	});

	it("a net that does not exist is refused by its name", () => {
		expect(() => net("L4")).toThrow("schematic: no net L4 in the netlist");
	});
});
