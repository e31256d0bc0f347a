import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { evcc } from "../../../bench/export/home-automation.ts";
import { telegraf, zabbix } from "../../../bench/export/monitoring.ts";
import type { Readings } from "../../../bench/readings/readings.ts";
import { registers } from "../../../client/register-table.ts";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";
import { readBlock } from "../../../testkit/readings.ts";
import { root } from "../../manifest/manifest.ts";

let bench: RunningBench;
let readings: Readings;
/** The registers from 5000, 6000, 7302, as another client has read them. */
let blocks: Map<number, Buffer>;

beforeAll(async () => {
	// Slow, so that hardly any energy is counted between two clients' reads.
	bench = await startBench(["--engine", "node", "--ct", "100/5", "--speed", "0.1"]);
	const harmonics = [
		{ order: 5, voltagePercent: 8, currentPercent: 40, voltageAngle: 0, currentAngle: 0 },
	];
	const phase = { voltage: 230, current: 2, angle: 0, harmonics };
	await bench.call("PATCH", "/api/mains", { phases: [phase, { ...phase, current: 4 }, phase] });
	await bench.call("POST", "/api/advance", { seconds: 300 });
	// The meter renews its readings once a second; it must not do so between the two.
	await bench.call("POST", "/api/power", { on: false });
	await bench.call("POST", "/api/power", { on: true });
	await bench.call("POST", "/api/advance", { seconds: 3 });
	blocks = new Map([
		[0x5000, await readBlock(bench)],
		[0x6000, await readBlock(bench, 0x6000, 125)],
		[0x7302, await readBlock(bench, 0x7302, 90)],
	]);
	const { body } = await bench.call("GET", "/api/readings");
	readings = (body as { readings: Readings }).readings;
});

afterAll(() => bench?.stop());

function exported(what: string): string {
	const args = ["scripts/boot.mjs", "export", what, "--port", `${bench.tcpPort}`];
	return execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

/** Asserts that the float at an address, times a scale, is what the meter reads by that name. */
function expectReading(name: string, address: number, scale: number): void {
	const [first, block] = [...blocks].find(([base]) => address >= base && address < base + 0x90) ?? [
		0,
	];
	const offset = 2 * (address - first);
	if (!block || offset + 4 > block.length) return;
	const expected = Number(readings[name as keyof Readings]?.value);
	const found = block.readFloatBE(offset) * scale;
	expect(Math.abs(found - expected), name).toBeLessThan(0.01 * Math.abs(expected) + 0.5);
}

/** Addresses of power quality that clients take in (docs/power-quality.md). */
const QUALITY = [0x7302, 0x7304, 0x7306, 0x7308, 0x730a, 0x730c, 0x734c, 0x734e];

/** The addresses of power quality among some. */
const ofQuality = (addresses: readonly unknown[]): number[] =>
	addresses.map(Number).filter((address) => address >= 0x7300);

/** Series: first register, registers of a number, format, numbers (docs/power-quality.md). */
const SERIES = [
	...[0x7400, 0x7450, 0x74a0, 0x74f0, 0x7540, 0x7590].map((first) => [first, 2, "float", 40]),
	[0x7710, 1, "integer", 96],
];

const named = (snake: string): string =>
	registers.find(({ name }) => name.replace(/(?<=[a-z0-9])[A-Z]/g, "_$&").toLowerCase() === snake)
		?.name ?? snake;

describe("an export", () => {
	it("for Home Assistant is YAML whose sensors read what the meter reads", () => {
		const { modbus } = parse(exported("home-assistant"));
		expect(modbus[0]).toMatchObject({ type: "tcp", host: "127.0.0.1", port: bench.tcpPort });
		expect(modbus[0].sensors.length).toBeGreaterThan(80);
		const ids = new Set(modbus[0].sensors.map((each: { unique_id: string }) => each.unique_id));
		expect(ids.size).toBe(modbus[0].sensors.length);
		for (const { unique_id, address, scale, data_type, slave } of modbus[0].sensors) {
			expect([data_type, slave]).toEqual(["float32", 1]);
			expectReading(unique_id.replace("ambit_1_", ""), address, scale);
		}
		const { sensors } = modbus[0];
		expect(ofQuality(sensors.map(({ address }: { address: number }) => address))).toEqual(QUALITY);
		const thd = sensors.find(({ name }: { name: string }) => name === "L2 Current THD");
		expect(thd).toMatchObject({ unit_of_measurement: "%", state_class: "measurement" });
		expect(Number(readings.currentThdL2?.value)).toBeCloseTo(40, 0);
		expect(Number(readings.neutralCurrent?.value)).toBeGreaterThan(20);
	});

	it("brackets an IPv6 address where a port follows it", () => {
		const target = { host: "::1", port: 5021, unit: 1 };
		expect(evcc(target)).toContain('"[::1]:5021"');
		expect(telegraf(target)).toContain('controller = "tcp://[::1]:5021"');
		expect(zabbix(target)).toContain('modbus.get["tcp://[::1]:5021",1,3,');
	});

	it("for evcc is a custom meter in W, kWh, A and V", () => {
		const [meter] = parse(exported("evcc")).meters;
		expect(meter.power.uri).toBe(`127.0.0.1:${bench.tcpPort}`);
		expectReading("activePower", meter.power.register.address, meter.power.scale);
		expectReading("forwardActiveEnergy", meter.energy.register.address, 1000 * meter.energy.scale);
		for (const [index, phase] of ["L1", "L2", "L3"].entries()) {
			expectReading(`current${phase}`, meter.currents[index].register.address, 1);
			expectReading(`voltage${phase}`, meter.voltages[index].register.address, 1);
			expectReading(`activePower${phase}`, meter.powers[index].register.address, 1000);
		}
	});

	it("for Telegraf is TOML whose fields read what the meter reads", () => {
		const script = "import sys, json, tomllib; print(json.dumps(tomllib.loads(sys.stdin.read())))";
		const json = execFileSync("/usr/bin/python3", ["-c", script], { input: exported("telegraf") });
		const [modbus] = JSON.parse(json.toString()).inputs.modbus;
		expect(modbus.controller).toBe(`tcp://127.0.0.1:${bench.tcpPort}`);
		expect(modbus.holding_registers.length).toBeGreaterThan(80);
		const fields: readonly { readonly address: readonly number[] }[] = modbus.holding_registers;
		expect(ofQuality(fields.map(({ address: [first] }) => first))).toEqual(QUALITY);
		for (const { name, address, scale, byte_order } of modbus.holding_registers) {
			expect([byte_order, address[1]]).toEqual(["ABCD", address[0] + 1]);
			expectReading(named(name), address[0], scale);
		}
	});

	it("for Zabbix is a template with unique items that read what the meter reads", () => {
		const { zabbix_export } = parse(exported("zabbix"));
		const [template] = zabbix_export.templates;
		const uuids = new Set<string>();
		for (const { uuid, name, key, preprocessing } of template.items) {
			expect(uuid).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}8[0-9a-f]{15}$/);
			uuids.add(uuid);
			const [, address] =
				/^modbus\.get\[tcp:\/\/127\.0\.0\.1:\d+,1,3,(\d+),1,float,be\]$/.exec(key) ?? [];
			const register = registers.find(
				(each) => each.title === name && each.address === Number(address),
			);
			const steps: { type: string; parameters: string[] }[] = preprocessing ?? [];
			const stepOf = (type: string) => steps.find((step) => step.type === type);
			const factor = Number(stepOf("MULTIPLIER")?.parameters[0] ?? 1);
			expectReading(register?.name ?? name, Number(address), factor);
			// A value that the meter does not know is no error of the item.
			const discards = { parameters: ["NaN"], error_handler: "DISCARD_VALUE" };
			if (Number(address) < 0x7300) expect(stepOf("NOT_MATCHES_REGEX")).toBeUndefined();
			else expect(stepOf("NOT_MATCHES_REGEX")).toMatchObject(discards);
		}
		expect(uuids.size).toBe(template.items.length);
	});

	it("for collectd names each datum that it collects, at the meter's addresses", () => {
		const text = exported("collectd");
		const data = [...text.matchAll(/<Data "(\w+)">\s+RegisterBase (\d+)\s[^<]*Scale (\d+)/g)];
		const collected = [...text.matchAll(/Collect "(\w+)"/g)].map(([, name]) => name);
		expect(data.map(([, name]) => name)).toEqual(collected);
		expect(text.match(/<\w+/g)?.length).toBe(text.match(/<\/\w+>/g)?.length);
		expect(ofQuality(data.map(([, , address]) => address))).toEqual(QUALITY);
		for (const [, name = "", address, scale] of data)
			expectReading(name, Number(address), Number(scale));
	});

	it("for Node-RED is a flow whose function decodes a block", () => {
		const flow = JSON.parse(exported("node-red")) as Record<string, never>[];
		const ids = flow.map(({ id }) => id);
		for (const { wires = [] as never[] } of flow)
			for (const id of (wires as never[]).flat()) expect(ids).toContain(id);
		const node = (type: string) =>
			flow.find((each) => each.type === type) as Record<string, string>;
		const { adr, quantity } = node("modbus-read");
		const block = blocks.get(0x5000) ?? Buffer.alloc(0);
		const start = 2 * (Number(adr) - 0x5000);
		const payload = Array.from({ length: Number(quantity) }, (_, index) =>
			block.readUInt16BE(start + 2 * index),
		);
		const decode = new Function("msg", "Buffer", `${node("function").func}`);
		const { payload: values } = decode({ payload }, Buffer);
		expect(Object.keys(values).length).toBe(26);
		for (const [name, value] of Object.entries(values))
			expect(
				Math.abs(Number(value) - Number(readings[name as keyof Readings]?.value)),
			).toBeLessThan(1);
	});

	it("for wmbusmeters names records that are in the meter's telegram", async () => {
		const telegram = await new Promise<string>((resolve) => {
			let hex = "";
			const socket = connect(bench.mbusPort, "127.0.0.1", () =>
				socket.write(Buffer.from("107b007b16", "hex")),
			);
			socket.on("data", (chunk) => {
				hex += chunk.toString("hex");
				if (hex.length < 2 * 250) return;
				socket.end();
				resolve(hex);
			});
		});
		const keys = [...exported("wmbusmeters").matchAll(/difvifkey = ([0-9A-F]+)/g)].map(
			([, key = ""]) => key.toLowerCase(),
		);
		expect(keys.length).toBeGreaterThan(15);
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys.filter((key) => !telegram.includes(key))).toEqual([]);
	});

	it("as a C header compiles, and has every register", () => {
		const folder = mkdtempSync(join(tmpdir(), "ambit-export-"));
		try {
			writeFileSync(join(folder, "ambit.h"), exported("c-header"));
			const main = `#include <stdio.h>
#include "ambit.h"
int main(void) {
	printf("%d %d ", AMBIT_VOLTAGE_L1, AMBIT_FORWARD_ACTIVE_ENERGY_T1);
	printf("%d", AMBIT_CURRENT_HARMONICS_L3 + 4 * AMBIT_CURRENT_HARMONICS_L3_STRIDE);
}`;
			writeFileSync(join(folder, "main.c"), main);
			const flags = ["-Wall", "-Wextra", "-Werror", "-o", "main", "main.c"];
			execFileSync("gcc", flags, { cwd: folder });
			const printed = execFileSync(join(folder, "main"), { encoding: "utf8" });
			const address = (name: string) => registers.find((each) => each.name === name)?.address;
			const fifth = 0x7590 + 8;
			expect(printed).toBe(`${address("voltageL1")} ${address("forwardActiveEnergyT1")} ${fifth}`);
			const header = exported("c-header");
			expect(header.match(/#define AMBIT_\w+ 0x/g)?.length).toBe(registers.length + SERIES.length);
			expect(header).toContain("#define AMBIT_WAVEFORM 0x7710 ");
			expect(header).toContain("#define AMBIT_WAVEFORM_COUNT 96\n");
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it.each([
		[
			"csv",
			(text: string) =>
				text
					.trimEnd()
					.split("\r\n")
					.slice(1)
					.map((line) => line.split(",")),
		],
		[
			"markdown",
			(text: string) =>
				text
					.trimEnd()
					.split("\n")
					.slice(2)
					.map((line) => line.slice(2, -2).split(" | ")),
		],
	])("as %s has every register and series, its address, format and count", (what, rowsOf) => {
		const rows = rowsOf(exported(what)).map((row) => {
			const [address = "", length = "", format] = row;
			expect(address).toMatch(/^0x[4-7][0-9A-F]{3}$/);
			const [count = "", stride = ""] = row.slice(-2);
			return [Number.parseInt(address, 16), length, format, count, stride];
		});
		const single = registers.map(({ address, length, format }) => [address, length, format, 1]);
		const expected = [...single, ...SERIES].sort(([a], [b]) => Number(a) - Number(b));
		expect(rows).toEqual(
			expected.map(([address, length, format, count]) => [
				address,
				`${length}`,
				format,
				`${count}`,
				`${length}`,
			]),
		);
	});

	it("that does not exist is refused in one line that names those that do", () => {
		const { status, stderr } = (() => {
			try {
				execFileSync(process.execPath, ["scripts/boot.mjs", "export", "openhab"], {
					cwd: root,
					stdio: "pipe",
				});
				return { status: 0, stderr: "" };
			} catch (error) {
				const { status, stderr } = error as { status: number; stderr: Buffer };
				return { status, stderr: stderr.toString() };
			}
		})();
		expect(status).toBe(2);
		expect(stderr).toMatch(/^export: .*openhab.*home-assistant.*\n$/);
	});
});
