/** A C program with libmodbus, compiled with the exported header. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { VALUES } from "../../bench/export/rows.ts";
import { type Client, run, tried, type Values, versionIn } from "./client.ts";

const macroOf = (name: string): string =>
	`AMBIT_${name.replace(/(?<=[a-z0-9])[A-Z]/g, "_$&").toUpperCase()}`;

function program(port: number): string {
	const lines = VALUES.map(({ name }) => `\tprint(meter, "${name}", ${macroOf(name)});`);
	return `#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include "ambit.h"

static void print(modbus_t *meter, const char *name, int address)
{
	uint16_t words[2];
	if (modbus_read_registers(meter, address, 2, words) != 2) {
		fprintf(stderr, "%s: %s\\n", name, modbus_strerror(errno));
		exit(1);
	}
	printf("%s %.9g\\n", name, modbus_get_float_abcd(words));
}

int main(void)
{
	modbus_t *meter = modbus_new_tcp("127.0.0.1", ${port});
	modbus_set_slave(meter, 1);
	modbus_set_response_timeout(meter, 20, 0);
	if (modbus_connect(meter) != 0)
		return 1;
${lines.join("\n")}
	modbus_close(meter);
	modbus_free(meter);
	return 0;
}
`;
}

export const libmodbus: Client = {
	name: "C, libmodbus",
	reads: "c-header",
	source: "Debian: gcc, libmodbus-dev",
	version: () => versionIn(tried("dpkg-query", ["-W", "-f", "$" + "{Version}", "libmodbus-dev"])),
	async read({ bench, folder, exported }): Promise<Values> {
		writeFileSync(join(folder, "ambit.h"), exported("c-header"));
		writeFileSync(join(folder, "main.c"), program(bench.tcpPort));
		const flags = ["-Wall", "-Wextra", "-Werror", "-I/usr/include/modbus"];
		run("gcc", [...flags, "main.c", "-o", "main", "-lmodbus"], "", folder);
		const divisors = new Map<string, number>(VALUES.map(({ name, divisor }) => [name, divisor]));
		const lines = run(join(folder, "main"), []).trim().split("\n");
		return new Map(
			lines.map((line) => {
				const [name = "", value] = line.split(" ");
				return [name, Number(value) * (divisors.get(name) ?? 1)];
			}),
		);
	},
};
