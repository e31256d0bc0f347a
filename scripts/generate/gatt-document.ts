/** The table of services and characteristics in docs/ble.md, from their definition. */
import { type Property, SERVICES, type Service } from "ble/services";

const TITLES: Readonly<Record<string, string>> = {
	"device-information": "Device information",
	meter: "Meter",
	"modbus-rtu": "Modbus RTU",
};

const WORDS: Readonly<Record<Property, string>> = {
	read: "read",
	write: "write",
	writeNoResponse: "write without response",
	notify: "notify",
};

/** The beginning of a long UUID; the rest is the service's. */
function shortened(uuid: string): string {
	const [first = uuid] = uuid.split("-");
	return uuid.length > 4 ? `${first}-…` : uuid;
}

function rows({ name, uuid, characteristics }: Service): string[] {
	return characteristics.map((each, index) => {
		const cells = [
			index === 0 ? `${TITLES[name] ?? name}, \`${uuid}\`` : "",
			`\`${each.name}\``,
			`\`${shortened(each.uuid)}\``,
			each.properties.map((property) => WORDS[property]).join(", "),
			`${each.maxBytes}`,
		];
		return `| ${cells.join(" | ")} |`.replace("|  |", "| |");
	});
}

const TABLE = /(\| service \| characteristic .*\n\|[-|]+\n)(?:\|.*\n)+/;

/** The document with the table as it should be. */
export function gattDocument(text: string): string {
	return text.replace(TABLE, (_, head) => `${head}${SERVICES.flatMap(rows).join("\n")}\n`);
}
