/** Meter Manager: reads and configures meters over Bluetooth (manual, appendix 3). */
import "@fontsource-variable/inter";
import "uplot/dist/uPlot.min.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/pages.css";
import "./style/charts.css";
import "./style/settings.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { search } from "./state.ts";

const root = document.getElementById("app");
if (root) render(<App />, root);
void search();
