/** Adds `WS /api/live` of every meter to the API. */
import { Inquiry } from "../bus/inquiry.ts";
import type { Exchange } from "../bus/turn.ts";
import type { Lines } from "../http/line-routes.ts";
import { type Mount, prefixesOf } from "../http/mount.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { PrimaryEnergies } from "../truth/energies.ts";
import type { EnergyLog } from "./energy-log.ts";
import { LiveFeed } from "./feed.ts";
import { PollTurn } from "./poller.ts";
import type { BenchIdentity, LiveExchange, LiveScenario } from "./protocol.ts";
import { liveRoutes, recordRoutes } from "./routes.ts";
import { MeterView } from "./view.ts";

/** A meter and its front panel's data. */
export interface LiveMeter {
	readonly meter: VirtualMeter;
	readonly primary: PrimaryEnergies;
	readonly serialNumber: number;
	readonly energyLog: EnergyLog;
}

/**
 * Adds the routes and observes the lines; returns a function that ends it.
 * @param scenario what the bench plays
 */
export function startLive(
	mount: Mount,
	meters: readonly LiveMeter[],
	{ rs485, mbus }: Lines,
	name: Pick<BenchIdentity, "version" | "engine" | "speed" | "services">,
	scenario: () => LiveScenario | null,
): () => void {
	const feeds = meters.map((watched, index) => {
		const { serialNumber } = watched;
		const identity = { ...name, meters: meters.length, meter: index, serialNumber };
		const modbusId = index + 1;
		const view = new MeterView({ ...watched, line: rs485, identity, modbusId, scenario });
		const feed = new LiveFeed(view);
		for (const prefix of prefixesOf(index))
			mount(prefix, (routes) => {
				liveRoutes(routes, feed);
				recordRoutes(routes, view);
			});
		return feed;
	});
	const tell =
		(bus: LiveExchange["bus"]) =>
		({ client, request, answer }: Exchange): void => {
			const turn = {
				bus,
				own: client instanceof PollTurn || (client instanceof Inquiry && client.own),
				request: hex(request),
				answer: hex(answer),
			};
			feeds.forEach((feed, index) => {
				feed.exchange({ ...turn, meterSeconds: meters[index]?.meter.seconds ?? 0 });
			});
		};
	rs485.observe(tell("modbus"));
	mbus.observe(tell("mbus"));
	return () => {
		for (const feed of feeds) feed.close();
	};
}

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("hex");
}
