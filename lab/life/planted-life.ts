/**
 * `node planted-life.mjs LIVES EVENTS`: lives of seeds 1 and up, with a fault that was planted when
 * this was bundled. Prints what was wrong; exit code 1 then.
 */
import { startHere } from "./engines.ts";
import { eventsOf, liveScript } from "./run.ts";

const [lives = 0, events = 0] = process.argv.slice(2).map(Number);
for (let seed = 1; seed <= lives; seed++) {
	const { fault } = await liveScript(startHere, eventsOf(seed), (_, count) => count < events);
	if (!fault) continue;
	const { place, event } = fault.last;
	console.log(`seed ${seed}, event ${place}, ${event.kind}: ${fault.words}`);
	process.exitCode = 1;
	break;
}
