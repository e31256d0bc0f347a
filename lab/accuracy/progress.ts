/** How far the examinations are: a bar on a terminal, a line for each case otherwise. */
import { SingleBar } from "cli-progress";

export interface Progress {
	step(serialNumber: number, what: string): void;
	end(): void;
}

/** Points of a curve are one line. */
const CURVE = /^(.*): (?:order \d+|[\d.]+ Hz), (.*)$/;

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
			const [, section, curve] = CURVE.exec(what) ?? [];
			const line = section === undefined ? what : `${section}: ${curve}`;
			if (last.get(serialNumber) === line) return;
			last.set(serialNumber, line);
			console.error(`meter ${serialNumber}: ${line}`);
		},
		end() {},
	};
}
