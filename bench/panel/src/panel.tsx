/** The front panel: the meter and the bench around it. */
import "./style/font.css";
import "uplot/dist/uPlot.min.css";
import "./style/base.css";
import "./style/top.css";
import "./style/meter.css";
import "./style/compact.css";
import "./style/desk.css";
import "./style/cards.css";
import "./style/mains.css";
import "./style/sliders.css";
import "./style/charts.css";
import "./style/readings.css";
import "./style/buses.css";
import "./style/registers.css";
import "./style/faults.css";
import "./style/scenario.css";
import "./style/wall.css";
import "./style/quality.css";
import "./style/help.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { follow } from "./live.ts";

/** Draws the panel, which stays connected to its bench. */
export function startPanel(): void {
	const root = document.getElementById("app");
	if (root) render(<App />, root);
	follow();
}
