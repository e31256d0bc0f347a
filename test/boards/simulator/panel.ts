/** The panel's end of the simulator's `screen`, for tests. */
import { vi } from "vitest";
import type { FromPanel, Screen, ToPanel } from "../../../boards/simulator/screen.ts";

/** Replaces the global `screen` until `vi.unstubAllGlobals`. */
export class TestPanel {
	/** Messages from the firmware. */
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
