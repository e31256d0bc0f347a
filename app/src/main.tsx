/** Meter Manager: reads and configures meters over Bluetooth (manual, appendix 3). */
import "uplot/dist/uPlot.min.css";
import "./style/font.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/pages.css";
import "./style/registers.css";
import "./style/charts.css";
import "./style/quality.css";
import "./style/settings.css";
import "./style/dialogs.css";
import "./style/access.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { start } from "./state/connection.ts";
import { awaitInstallOffer } from "./state/install.ts";

const root = document.getElementById("app");
if (root) render(<App />, root);
awaitInstallOffer();
start();
