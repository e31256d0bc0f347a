/** The pages by reader and kind; a test finds one that is missing. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DefaultTheme } from "vitepress";

const DECISIONS = fileURLToPath(new URL("../../../docs/decisions/", import.meta.url));

/** Titles by the names of the pages. */
type Pages = Readonly<Record<string, string>>;

const group = (text: string, pages: Pages, collapsed = false): DefaultTheme.SidebarItem => ({
	text,
	collapsed,
	items: Object.entries(pages).map(([name, title]) => ({ text: title, link: `/${name}` })),
});

/** The decisions, by their headings. */
function decisions(): Pages {
	const names = readdirSync(DECISIONS).filter((name) => /^\d.*\.md$/.test(name));
	const titled = names.sort().map((name) => {
		const [title = name] = readFileSync(`${DECISIONS}${name}`, "utf8").split("\n");
		return [`decisions/${name.replace(/\.md$/, "")}`, title.replace(/^# /, "")];
	});
	return Object.fromEntries(titled);
}

export const sidebar: DefaultTheme.SidebarItem[] = [
	group("Begin here", {
		index: "Contents",
		"meter-page": "The meter in a web page",
		tutorial: "Tutorial",
		architecture: "Architecture",
		walks: "Walks through the code",
		glossary: "Glossary",
	}),
	group("Guides", {
		"for-integrators": "For integrators",
		"for-firmware-engineers": "For firmware engineers",
		"for-verifiers": "For verifiers",
	}),
	group("Reference", {
		registers: "Registers",
		modbus: "Modbus",
		mbus: "M-Bus and its telegram",
		ble: "Bluetooth: GATT, login",
		"http-api": "HTTP API",
		"scenario-schema": "Scenario schema",
		pulses: "Pulses",
		display: "Display",
	}),
	group("Clients", {
		clients: "All, and what surprises",
		"clients/home-assistant": "Home Assistant",
		"clients/evcc": "evcc",
		"clients/node-red": "Node-RED",
		"clients/collectd": "collectd",
		"clients/telegraf": "Telegraf",
		"clients/zabbix": "Zabbix",
		"clients/wmbusmeters": "wmbusmeters, libmbus",
		"clients/prometheus": "Prometheus",
		"clients/programs": "Your own program",
	}),
	group("The meter", {
		metrology: "Metrology",
		"power-quality": "Power quality",
		demand: "Demand, extremes",
		"sample-path": "Sample path",
		calibration: "Calibration",
		storage: "Storage",
		life: "A whole life",
		accuracy: "Accuracy",
		performance: "Performance",
		"manual-map": "From the manual to the code",
	}),
	group("Around the meter", {
		bench: "The bench",
		library: "The library",
		containers: "Containers",
		scenarios: "Scenarios",
		"fast-forward": "Fast forward",
		panel: "Front panel",
		"meter-manager": "Meter Manager",
		engine: "Engines",
		moddable: "Moddable",
		hardware: "Hardware",
		kit: "On a kit",
		dependencies: "Dependencies",
	}),
	group("Decisions", { "decisions/": "All", ...decisions() }, true),
];
