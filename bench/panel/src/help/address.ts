/** Addresses at which programs reach the bench from where the page is seen. */
import type { Service } from "../../../live/protocol.ts";

/** A host that stands for all addresses of a machine, on which nobody can be called. */
const ALL = /^(http:\/\/)?(0\.0\.0\.0|\[::\])(?=:\d+$)/;

/**
 * @param at where a service listens
 * @param host of the page's address, in brackets if it is of IPv6
 */
export function reachable(at: string, host: string): string {
	return at.replace(ALL, (_, scheme = "") => `${scheme}${host}`);
}

/** Returns a first reading with a client that everybody can install; undefined without a port. */
export function example(
	services: readonly Service[],
	unit: number,
	host: string,
): string | undefined {
	const at = services.find(({ name }) => name === "Modbus TCP")?.at ?? "";
	const [, server, port] = /^\[?(.+?)\]?:(\d+)$/.exec(reachable(at, host)) ?? [];
	if (!server || !port) return undefined;
	return `mbpoll -m tcp -p ${port} -a ${unit} -0 -t 4:float -B -r 20482 -c 3 -1 ${server}`;
}
