import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMIT_MS, Manager } from "../../testkit/manager.ts";
import { until } from "../../testkit/until.ts";

let manager: Manager;

beforeAll(async () => {
	manager = await Manager.open();
	await manager.bench.call("POST", "/api/advance", { seconds: 60 });
}, LIMIT_MS);

afterAll(() => manager.close());

const group = (title: string) => manager.page.locator(`[data-group="${title}"]`);

const notice = () => manager.page.locator(".notice").innerText();

/** Reads the meter and saves the reading on the device. */
async function saveReading(): Promise<void> {
	const read = manager.page.getByRole("button", { name: "Read", exact: true });
	await read.click();
	await until(() => read.isEnabled()).toBe(true);
	await manager.page.getByRole("button", { name: "Save", exact: true }).click();
}

describe("the registers of a meter", { timeout: LIMIT_MS }, () => {
	it("are in groups, each energy's with its sum, the CT history's too", async () => {
		await manager.connect();
		await manager.tab("Readings");
		await until(() => group("Forward active energy").locator("summary").innerText()).toMatch(
			/Forward active energy\s+0\.0\d\d kWh/,
		);
		const rows = (title: string) => group(title).locator("tbody tr").count();
		await until(() => rows("Measurements")).toBe(26);
		await until(() => rows("Forward active energy")).toBe(8);
		for (const page of ["CT5/5", "CT1", "CT7"])
			await until(() => rows(`CT history: ${page}`)).toBe(20);
	});

	it("are found by title, address and OBIS code", async () => {
		const search = manager.page.getByLabel("Search registers");
		const names = () =>
			manager.page
				.locator("[data-name]")
				.evaluateAll((rows) => rows.map((row) => row.dataset.name));
		await search.fill("q3 t2");
		await until(names).toEqual(["reactiveEnergyQ3T2"]);
		await search.fill("600c");
		await until(names).toEqual(["forwardActiveEnergy"]);
		await search.fill("2.8.4");
		await until(names).toEqual(["reverseActiveEnergyT4"]);
		await search.fill("nothing of this name");
		await until(() => manager.page.getByText("No register matches.").count()).toBe(1);
		await search.fill("");
	});
});

describe("saved readings", { timeout: LIMIT_MS }, () => {
	it("are viewed and compared, with the difference of each register", async () => {
		await saveReading();
		await manager.bench.call("POST", "/api/advance", { seconds: 120 });
		await saveReading();
		const views = manager.page.locator(".kept .view");
		await until(() => views.count()).toBe(2);
		await views.first().click();
		await manager.page.getByRole("heading", { name: "Saved reading" }).waitFor();
		expect(await manager.page.evaluate("scrollY")).toBe(0);
		await manager.page.getByLabel("Compare with").selectOption({ index: 2 });
		await group("Forward active energy").locator("summary").click();
		const cells = manager.page.locator('[data-name="forwardActiveEnergy"] .number');
		await until(() => cells.count()).toBe(3);
		const [late = 0, early = 0, difference = 0] = (await cells.allInnerTexts()).map(Number);
		expect(late).toBeGreaterThan(early);
		expect(difference).toBeCloseTo(late - early, 6);
		await manager.page.goBack();
		await manager.page.getByRole("heading", { name: "Meter data" }).waitFor();
	});

	it("stay as they are when the browser's storage is full, which is said", async () => {
		await manager.page.evaluate(`(() => {
			for (let size = 2 ** 22; size > 0; size >>= 1)
				for (let i = 0; ; i++)
					try { localStorage.setItem("filler " + size + " " + i, "x".repeat(size)); }
					catch { break; }
		})()`);
		await saveReading();
		await until(notice).toContain("this browser's storage is full");
		await until(() => manager.page.locator(".kept .view").count()).toBe(2);
		await manager.page.evaluate(`
			for (const key of Object.keys(localStorage))
				if (key.startsWith("filler")) localStorage.removeItem(key)`);
	});

	it("cannot be saved where storage is forbidden, which is said", async () => {
		const { page } = manager;
		await page.evaluate(
			'Storage.prototype.setItem = () => { throw new DOMException("no", "SecurityError") }',
		);
		await saveReading();
		await until(notice).toContain("allows no storage");
		await page.reload();
		await page.locator(".device, .registers").first().waitFor({ state: "attached" });
	});
});

describe("the charts", { timeout: LIMIT_MS }, () => {
	it("are kept over a reload", async () => {
		const { page } = manager;
		await manager.tab("Charts");
		const first = () =>
			page.evaluate("JSON.parse(localStorage.getItem('meter-manager.charts.12345678'))?.[0]?.[0]");
		await page.reload();
		await page.locator(".u-over").first().waitFor();
		const firstS = await first();
		expect(firstS).toBeGreaterThan(0);
		await page.reload();
		await page.locator(".u-over").first().waitFor();
		expect(await first()).toBe(firstS);
	});

	it("have several times of day on a phone, in 24 hours as everywhere", async () => {
		const { page } = manager;
		await page.setViewportSize({ width: 390, height: 844 });
		// The words of the latest whole drawing of each chart.
		await page.addInitScript(`
			window.drawings = new Map();
			const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
			Object.assign(CanvasRenderingContext2D.prototype, {
				clearRect(...box) {
					drawings.set(this, { now: [], last: drawings.get(this)?.now ?? [] });
					return clearRect.apply(this, box);
				},
				fillText(...words) {
					drawings.get(this)?.now.push(words[0]);
					return fillText.apply(this, words);
				},
			});`);
		await page.reload();
		const fewest = () =>
			page.evaluate<number>(`Math.min(...[...drawings.values()].map(({ last }) =>
				last.filter((words) => /^\\d\\d:\\d\\d:\\d\\d$/.test(words)).length))`);
		await until(fewest).toBeGreaterThan(1);
		expect(await page.locator(".u-legend").first().innerText()).toMatch(/\d\d:\d\d:\d\d(?! [AP]M)/);
		await manager.tab("Readings");
		const read = page.locator(".card > header .time");
		await until(() => read.first().textContent()).toMatch(/^\d\d:\d\d:\d\d$/);
		await manager.tab("Charts");
	});

	it("have the phases' colours of the front panel", async () => {
		const panel = await manager.browser.newPage();
		await panel.goto(manager.bench.http);
		const colours = (page: typeof panel) =>
			page.evaluate<string[]>(
				`["--l1", "--l2", "--l3"].map((name) =>
					getComputedStyle(document.documentElement).getPropertyValue(name))`,
			);
		expect(await colours(manager.page)).toEqual(await colours(panel));
		await panel.close();
	});
});

describe("the installed app", { timeout: LIMIT_MS }, () => {
	it("has icons of the sizes that its manifest names, and one for home screens", async () => {
		const { page } = manager;
		const sizes = await page.evaluate<string[]>(`(async () => {
			const link = document.querySelector('link[rel="manifest"]').href;
			const { icons } = await (await fetch(link)).json();
			const apple = document.querySelector('link[rel="apple-touch-icon"]').href;
			const pictures = icons.filter(({ sizes }) => sizes !== "any");
			pictures.push({ src: apple, sizes: "180x180", purpose: "apple" });
			return Promise.all(pictures.map(async ({ src, sizes, purpose }) => {
				const { width, height } = await createImageBitmap(
					await (await fetch(new URL(src, link))).blob());
				return purpose + " " + sizes + " " + width + "x" + height;
			}));
		})()`);
		expect(sizes).toEqual([
			"any 192x192 192x192",
			"any 512x512 512x512",
			"maskable 512x512 512x512",
			"apple 180x180 180x180",
		]);
	});

	it("keeps one subset of one font for work without a network", async () => {
		const { page } = manager;
		await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
		const fonts = () =>
			page.evaluate<string[]>(`(async () => {
				const names = await caches.keys();
				const stores = await Promise.all(names.map((name) => caches.open(name)));
				const lists = await Promise.all(stores.map((store) => store.keys()));
				const paths = lists.flat().map(({ url }) => new URL(url).pathname);
				return paths.filter((path) => path.endsWith(".woff2"));
			})()`);
		await until(async () => (await fonts()).length).toBe(1);
		expect(await fonts()).toEqual([expect.stringContaining("inter-latin-wght")]);
	});

	it("offers its installation if the browser does", async () => {
		const { page } = manager;
		await page.goto(manager.address);
		await page.evaluate(`(() => {
			const offer = new Event("beforeinstallprompt", { cancelable: true });
			offer.prompt = () => { document.title = "asked"; return Promise.resolve(); };
			dispatchEvent(offer);
		})()`);
		await page.getByRole("button", { name: "Install" }).click();
		await until(() => page.title()).toBe("asked");
		await until(() => page.getByRole("button", { name: "Install" }).count()).toBe(0);
	});
});
