/** Configurations for collectd, Telegraf, Zabbix and Node-RED. */
import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { addressOf } from "../bus/tcp.ts";
import type { ReadRegister } from "../registers/table.ts";
import { isEnergy, snake, type Target, VALUES } from "./rows.ts";

/** collectd's types of a unit; they only name the file that it writes. */
const COLLECTD_TYPES: Readonly<Record<string, string>> = {
	V: "voltage",
	A: "current",
	Hz: "frequency",
	W: "power",
};

/** For `collectd.conf`. */
export function collectd({ host, port, unit }: Target): string {
	const data = VALUES.map(
		(row) => `  <Data "${row.name}">
    RegisterBase ${row.address}
    RegisterType Float
    RegisterCmd ReadHolding
    Type ${COLLECTD_TYPES[row.unit] ?? "gauge"}
    Instance "${row.name}"
    Scale ${row.divisor}
  </Data>`,
	);
	const collect = VALUES.map(({ name }) => `      Collect "${name}"`);
	return `LoadPlugin modbus
<Plugin modbus>
${data.join("\n")}
  <Host "ambit">
    Address "${host}"
    Port "${port}"
    Interval 10
    <Slave ${unit}>
      Instance "meter"
${collect.join("\n")}
    </Slave>
  </Host>
</Plugin>
`;
}

/** For `telegraf.conf`. */
export function telegraf({ host, port, unit }: Target): string {
	const fields = VALUES.map(
		({ name, address, divisor }) =>
			`  { name = "${snake(name)}", byte_order = "ABCD", data_type = "FLOAT32-IEEE", ` +
			`scale = ${divisor}.0, address = [${address}, ${address + 1}] },`,
	);
	return `[[inputs.modbus]]
name = "ambit"
slave_id = ${unit}
timeout = "2s"
controller = "tcp://${addressOf(host, port)}"
holding_registers = [
${fields.join("\n")}
]
`;
}

/** Zabbix wants random UUIDs of version 4; these are the same at each export. */
function uuid(name: string): string {
	const digits = createHash("sha256").update(`ambit ${name}`).digest("hex").slice(0, 32);
	return `${digits.slice(0, 12)}4${digits.slice(13, 16)}8${digits.slice(17)}`;
}

/** A parameter of a key: quoted if it has a bracket, as the address of an IPv6 host has. */
const zabbixParameter = (text: string): string => (text.includes("]") ? `"${text}"` : text);

/** Steps that Zabbix takes with a value of a register. */
function zabbixSteps({ step, divisor }: ReadRegister): object[] {
	// Power quality is NaN while it is not known; Zabbix would call the item not supported.
	const known = { type: "NOT_MATCHES_REGEX", parameters: ["NaN"], error_handler: "DISCARD_VALUE" };
	const scaled = { type: "MULTIPLIER", parameters: [`${divisor}`] };
	return [...(step === 0 ? [known] : []), ...(divisor === 1 ? [] : [scaled])];
}

function zabbixItem(row: ReadRegister, { host, port, unit }: Target): object {
	const uri = zabbixParameter(`tcp://${addressOf(host, port)}`);
	const steps = zabbixSteps(row);
	return {
		uuid: uuid(row.name),
		name: row.title,
		type: "ZABBIX_PASSIVE",
		key: `modbus.get[${uri},${unit},3,${row.address},1,float,be]`,
		delay: isEnergy(row) ? "1m" : "10s",
		value_type: "FLOAT",
		units: row.unit,
		...(steps.length > 0 && { preprocessing: steps }),
	};
}

/** A template of Zabbix 6.0, for its agent 2. */
export function zabbix(target: Target): string {
	const template = {
		uuid: uuid("template"),
		template: "Ambit energy meter",
		name: "Ambit energy meter",
		groups: [{ name: "Templates/Power" }],
		items: VALUES.map((row) => zabbixItem(row, target)),
	};
	const group = { uuid: uuid("group"), name: "Templates/Power" };
	return stringify({ zabbix_export: { version: "6.0", groups: [group], templates: [template] } });
}

/** First and count of the registers that Node-RED reads at once: the measurements. */
const BLOCK = { first: 0x5002, count: 54 };

/** A flow of Node-RED with node-red-contrib-modbus: reads, decodes, shows. */
export function nodeRed({ host, port, unit }: Target): string {
	const rows = VALUES.filter(
		({ address }) => address >= BLOCK.first && address < BLOCK.first + BLOCK.count,
	).map(({ name, address, divisor }) => [name, 2 * (address - BLOCK.first), divisor]);
	const decode = `const bytes = Buffer.alloc(2 * msg.payload.length);
msg.payload.forEach((word, index) => bytes.writeUInt16BE(word, 2 * index));
const values = {};
for (const [name, offset, scale] of ${JSON.stringify(rows)})
	values[name] = bytes.readFloatBE(offset) * scale;
msg.payload = values;
return msg;`;
	const flow = [
		{ id: "ambit-tab", type: "tab", label: "Ambit" },
		{
			id: "ambit-client",
			type: "modbus-client",
			name: "Ambit",
			clienttype: "tcp",
			tcpHost: host,
			tcpPort: `${port}`,
			tcpType: "DEFAULT",
			unit_id: `${unit}`,
			commandDelay: "1",
			clientTimeout: "2000",
			reconnectTimeout: "2000",
		},
		{
			id: "ambit-read",
			type: "modbus-read",
			z: "ambit-tab",
			name: "measurements",
			unitid: `${unit}`,
			dataType: "HoldingRegister",
			adr: `${BLOCK.first}`,
			quantity: `${BLOCK.count}`,
			rate: "1",
			rateUnit: "s",
			server: "ambit-client",
			x: 140,
			y: 80,
			wires: [["ambit-decode"], []],
		},
		{
			id: "ambit-decode",
			type: "function",
			z: "ambit-tab",
			name: "decode",
			func: decode,
			outputs: 1,
			x: 340,
			y: 80,
			wires: [["ambit-show"]],
		},
		{ id: "ambit-show", type: "debug", z: "ambit-tab", name: "values", x: 520, y: 80, wires: [] },
	];
	return `${JSON.stringify(flow, undefined, "\t")}\n`;
}
