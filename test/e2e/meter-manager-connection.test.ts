import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { uuidOf } from "../../app/src/transport/link.ts";
import { startBench } from "../../testkit/bench.ts";
import { LIMIT_MS, Manager } from "../../testkit/manager.ts";
import { until } from "../../testkit/until.ts";

let manager: Manager;

beforeAll(async () => {
	manager = await Manager.open();
}, LIMIT_MS);

beforeEach(async () => {
	await manager.bench.call("POST", "/api/power", { on: true });
	await manager.page.goto("about:blank");
	await manager.page.goto(manager.address);
});

afterAll(() => manager.close());

const meterInList = () => manager.page.locator(".meters").getByRole("button").first();

const status = () => manager.page.locator(".bar .status").innerText();

/** Tries again at once, unless the app's next attempt is under way or has succeeded. */
const reconnect = () => manager.page.evaluate('document.querySelector(".bar .primary")?.click()');

const notice = () => manager.page.locator(".notice").innerText();

describe("the list of meters", { timeout: LIMIT_MS }, () => {
	it("says that a meter has no supply, and offers it again once it has", async () => {
		await manager.bench.call("POST", "/api/power", { on: false });
		await until(() => meterInList().innerText()).toContain("The meter has no supply.");
		expect(await meterInList().isDisabled()).toBe(true);
		await manager.bench.call("POST", "/api/power", { on: true });
		await until(() => meterInList().isEnabled()).toBe(true);
	});

	it("says that all connections of a meter are in use", async () => {
		const socket = `${manager.bench.http.replace("http", "ws")}/api/ble`;
		// Between two connections the meter is silent for a moment, and refuses.
		await manager.page.evaluate(`(async () => {
			window.others = [];
			while (window.others.length < 4) {
				const other = new WebSocket("${socket}");
				const answer = await new Promise((resolve) => {
					other.onopen = () => other.send('{ "id": 1, "operation": "connect" }');
					other.onmessage = ({ data }) => data.includes('"id"') && resolve(JSON.parse(data));
				});
				if (answer.error) other.close();
				else window.others.push(other);
			}
		})()`);
		await until(() => meterInList().innerText()).toContain(
			"All connections of the meter are in use.",
		);
	});
});

describe("a connection that is lost", { timeout: LIMIT_MS }, () => {
	it("comes back by itself, and says meanwhile that the meter has no supply", async () => {
		await manager.connect();
		await manager.bench.call("POST", "/api/power", { on: false });
		await until(notice).toContain("The meter has no supply.");
		await until(status).toContain("Connection lost");
		await manager.bench.call("POST", "/api/power", { on: true });
		await until(status).toBe("Connected");
		await until(notice).toBe("");
	});

	it("is also one over which nothing comes, and is back once something does", async () => {
		await manager.connect();
		await until(status).toBe("Connected");
		manager.bench.process.kill("SIGSTOP");
		try {
			await until(notice).toBe("The bench cannot be reached.");
			await until(status).toContain("Connection lost");
		} finally {
			manager.bench.process.kill("SIGCONT");
		}
		await until(status).toBe("Connected");
		await until(notice).toBe("");
	});

	it("is not replaced by one to another meter in its place", async () => {
		const first = manager.bench;
		await manager.connect();
		await first.stop();
		await until(status).toContain("Connection lost");
		const port = new URL(first.http).port;
		manager.bench = await startBench(["--http", port, "--serial-number", "87654321"], LIMIT_MS);
		await reconnect();
		await until(notice).toContain("This is meter 87654321, not 12345678.");
		await until(status).toContain("Connection lost");
		expect(await manager.page.locator(".device").innerText()).toContain("12345678");
		await manager.bench.stop();
		manager.bench = await startBench(["--http", port], LIMIT_MS);
		await reconnect();
		await until(status).toBe("Connected");
	});
});

describe("a first reading that fails", { timeout: LIMIT_MS }, () => {
	it("says so on every page, and succeeds when it is asked for again", async () => {
		const { page } = manager;
		let silent = true;
		// The answers of registers are lost on their way; all else comes.
		await page.routeWebSocket("**/ble", (socket) => {
			socket.connectToServer().onMessage((text) => {
				if (!silent || !`${text}`.includes(uuidOf("response"))) socket.send(text);
			});
		});
		await page.reload();
		await manager.connect();
		await page.getByText("Errors not read").waitFor();
		await manager.tab("Events");
		await page.getByText("The log has not been read.").waitFor();
		silent = false;
		await page.getByLabel("Refresh").click();
		await page.locator("table.events").waitFor();
		await manager.tab("Device");
		await page.getByText("No error").waitFor();
	});
});

describe("the browser's history", { timeout: LIMIT_MS }, () => {
	it("goes back through the pages to the list, and forward to the meter again", async () => {
		await manager.connect();
		await manager.tab("Events");
		await manager.tab("Settings");
		await manager.page.goBack();
		await manager.page.getByRole("heading", { name: "Events" }).waitFor();
		await manager.page.goBack();
		await manager.page.locator(".device").waitFor();
		await manager.page.goBack();
		await meterInList().waitFor();
		await manager.page.goForward();
		await until(status).toBe("Connected");
	});

	it("keeps meter and page over a reload", async () => {
		await manager.connect();
		await manager.tab("Settings");
		await manager.page.reload();
		await manager.page.locator("#tariff").waitFor();
		await until(status).toBe("Connected");
	});
});

describe("changes that are not saved", { timeout: LIMIT_MS }, () => {
	const dialog = () => manager.page.getByRole("dialog");

	beforeEach(async () => {
		await manager.connect();
		await manager.tab("Settings");
		await manager.page.locator("#tariff").selectOption("T2");
	});

	it.each([
		["the app's own way back", () => manager.page.getByLabel("Disconnect").click()],
		// To the list, past the device's page; once more from there, as the user has stayed.
		["the browser's way back", (pages: number) => manager.page.evaluate(`history.go(-${pages})`)],
	])("are asked about by %s, and stay if the user stays", async (_, goBack) => {
		await goBack(2);
		await until(() => dialog().innerText()).toContain("One changed setting is not saved");
		await dialog().getByRole("button", { name: "Stay" }).click();
		expect(await manager.page.locator("#tariff").inputValue()).toBe("1");
		await goBack(1);
		await dialog().getByRole("button", { name: "Leave" }).click();
		await meterInList().waitFor();
		await until(() => manager.page.locator("[data-setting]").count()).toBe(0);
	});

	it("are asked about before the page is closed", async () => {
		const asked = manager.page.waitForEvent("dialog");
		await manager.page.evaluate("setTimeout(() => location.reload(), 0)");
		const question = await asked;
		expect(question.type()).toBe("beforeunload");
		await question.accept();
	});
});
