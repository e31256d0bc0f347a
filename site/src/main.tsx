/** Entry of the site's first page: the meter, its bench and the front panel, all in the page. */
import { signal } from "@preact/signals";
import { startPanel } from "../../bench/panel/src/panel.tsx";
import { takeRoad } from "../../bench/panel/src/road.ts";
import { WorkerConnection } from "./connection.ts";
import { adapterState, portsOf } from "./ports.tsx";
import type { StartWish } from "./protocol.ts";
import { UsbAdapter } from "./serial.ts";

/** Why the meter does not run. */
const failure = signal<string | undefined>(undefined);

/**
 * Reads `?speed=max` and `?scenario=FILE`, a file of this site.
 * @throws Error that names what is wrong
 */
async function wishOf(search: URLSearchParams): Promise<StartWish> {
	const speed = search.get("speed");
	if (speed !== null && speed !== "max") throw new Error(`?speed=${speed}: must be max`);
	const wish = { speed: speed === "max" ? Number.POSITIVE_INFINITY : 1 };
	const file = search.get("scenario");
	if (file === null) return wish;
	const answer = await fetch(new URL(file, location.href));
	if (!answer.ok) throw new Error(`?scenario=${file}: ${answer.status}`);
	return { ...wish, scenario: await answer.text() };
}

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const connection = new WorkerConnection(worker);
const adapter = new UsbAdapter(connection, (state) => {
	adapterState.value = state;
});
connection.listen((message) => {
	if (message.kind === "failed") failure.value = message.reason;
});
takeRoad({
	fetch: (path, init) => connection.fetch(path, init),
	open: (path, events) => connection.open(path, events),
	documentAt: (name) => (name === "README" ? "docs/" : `docs/${name}.html`),
	failure,
	Ports: portsOf(adapter),
});
wishOf(new URLSearchParams(location.search)).then(
	(wish) => connection.start(wish),
	(error: Error) => {
		failure.value = error.message;
	},
);
startPanel();
