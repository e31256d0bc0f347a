/**
 * How far the examinations are: a bar on a terminal, a line for each case or curve otherwise.
 */
import { SingleBar } from "cli-progress";

export interface Progress {
	step(serialNumber: number, what: string): void;
	end(): void;
}

/** @param total steps of all meters */
export function progressOf(total: number): Progress {
	if (!process.stderr.isTTY) return lines();
	const bar = new SingleBar({
		format: "{bar} {percentage} % | {eta_formatted} left | meter {meter} | {what}",
		clearOnComplete: true,
	});
	bar.start(total, 0, { meter: "", what: "" });
	return {
		step: (meter, what) => bar.increment(1, { meter, what: what.slice(0, 60) }),
		end: () => bar.stop(),
	};
}

function lines(): Progress {
	const last = new Map<number, string>();
	return {
		step(serialNumber, what) {
			if (last.get(serialNumber) === what) return;
			last.set(serialNumber, what);
			console.error(`meter ${serialNumber}: ${what}`);
		},
		end() {},
	};
}
