import { expect, it } from "vitest";
import { example, reachable } from "../../../bench/panel/src/help/address.ts";

it.each([
	["127.0.0.1:5021", "localhost", "127.0.0.1:5021"],
	["0.0.0.0:5021", "192.168.1.7", "192.168.1.7:5021"],
	["[::]:5021", "[fd00::7]", "[fd00::7]:5021"],
	["http://0.0.0.0:8080", "meter", "http://meter:8080"],
	["/tmp/ambit-1/rs485", "meter", "/tmp/ambit-1/rs485"],
])("a service at %s is reached by the page of %s at %s", (at, host, address) => {
	expect(reachable(at, host)).toBe(address);
});

it.each([
	["127.0.0.1:5021", "127.0.0.1"],
	["[::1]:5021", "::1"],
	["0.0.0.0:5021", "192.168.1.7"],
])("the example asks Modbus TCP at %s as %s", (at, server) => {
	const command = example([{ name: "Modbus TCP", at }], 3, "192.168.1.7");
	expect(command).toBe(`mbpoll -m tcp -p 5021 -a 3 -0 -t 4:float -B -r 20482 -c 3 -1 ${server}`);
});

it("there is no example without Modbus TCP", () => {
	expect(example([], 1, "localhost")).toBeUndefined();
});
