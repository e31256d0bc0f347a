/** Entry of the site's first page: the meter, its bench and the front panel, all in the page. */
import { startPanel } from "../../bench/panel/src/panel.tsx";
import { takeRoad } from "../../bench/panel/src/road.ts";
import { WorkerConnection } from "./connection.ts";
import { adapterState, portsOf } from "./ports.tsx";
import type { StartWish } from "./protocol.ts";
import { UsbAdapter } from "./serial.ts";

/** Reads `?speed=max` and `?scenario=FILE`, a file of this site. */
async function wishOf(search: URLSearchParams): Promise<StartWish> {
	const speed = search.get("speed") === "max" ? Number.POSITIVE_INFINITY : 1;
	const file = search.get("scenario");
	if (file === null) return { speed };
	const answer = await fetch(new URL(file, location.href));
	return { speed, scenario: await answer.text() };
}

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const connection = new WorkerConnection(worker);
const adapter = new UsbAdapter(connection, (state) => {
	adapterState.value = state;
});
connection.listen((message) => {
	if (message.kind === "failed") console.error(message.reason);
});
takeRoad({
	fetch: (path, init) => connection.fetch(path, init),
	open: (path, events) => connection.open(path, events),
	documentAt: (name) => (name === "README" ? "docs/" : `docs/${name}.html`),
	Ports: portsOf(adapter),
});
void wishOf(new URLSearchParams(location.search)).then((wish) => connection.start(wish));
startPanel();
