/**
 * The meter's GATT services as the Moddable SDK reads them: a JSON file each (tools/bles2gatt of
 * the SDK).
 */
import { type Characteristic, SERVICES } from "ble/services";

/**
 * Permissions, which the SDK wants in addition to the properties: who may read or write. It wants
 * at least one.
 */
function permissions({ properties, secured }: Characteristic): string {
	const writable = properties.includes("write") || properties.includes("writeNoResponse");
	const permission = (operation: "read" | "write"): string =>
		secured.includes(operation) ? `${operation}Encrypted` : operation;
	return [
		...(properties.includes("read") || !writable ? [permission("read")] : []),
		...(writable ? [permission("write")] : []),
	].join(",");
}

/** Names of the files and their texts. */
export function serviceFiles(): [string, string][] {
	return SERVICES.map(({ name, uuid, characteristics }) => {
		const entries = characteristics.map((each): [string, object] => [
			each.name,
			{
				uuid: each.uuid,
				maxBytes: each.maxBytes,
				permissions: permissions(each),
				properties: each.properties.join(","),
			},
		]);
		const service = { service: { uuid, characteristics: Object.fromEntries(entries) } };
		return [`${name}.json`, `${JSON.stringify(service, undefined, "\t")}\n`];
	});
}
