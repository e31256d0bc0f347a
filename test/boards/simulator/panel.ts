/** The panel's side of the simulator's `screen`, for tests. */
import { vi } from "vitest";
import type { FromPanel, Screen, ToPanel } from "../../../boards/simulator/screen.ts";

/** Stands in for the global `screen`; `vi.unstubAllGlobals` takes it away. */
export class TestPanel {
	/** What the firmware has said. */
	readonly heard: ToPanel[] = [];
	readonly screen: Screen = {
		width: 240,
		height: 128,
		postMessage: (message) => void this.heard.push(JSON.parse(message)),
		begin() {},
		send() {},
		end() {},
	};

	constructor() {
		vi.stubGlobal("screen", this.screen);
	}

	say(message: FromPanel): void {
		this.screen.onMessage?.(JSON.stringify(message));
	}
}
