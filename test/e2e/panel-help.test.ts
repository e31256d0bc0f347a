/** Everything on the panel says what it is: to the pointer, the keyboard, a finger and the ear. */
import type { CDPSession, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LIMIT_MS, openPanel, type PanelOnBench, startPanel, until } from "../../testkit/panel.ts";

let panel: PanelOnBench;
let page: Page;

beforeAll(async () => {
	panel = await startPanel();
	({ page } = panel);
}, LIMIT_MS);

afterAll(async () => {
	await panel.close();
	expect(panel.problems).toEqual([]);
});

/** Parts of every kind, by role and name; the tree of the last test but one has all of them. */
const PARTS = [
	["img", "The meter's display: "],
	["button", "Middle button"],
	["switch", "Seal open"],
	["group", "S0 1 counter"],
	["status", "connected"],
	["slider", "L1 current I"],
	["textbox", "L1 current I, A"],
] as const;

const CARDS = [
	"Mains",
	"Waveforms",
	"Phasors",
	"Harmonics",
	"Readings",
	"Active power",
	"Error against truth",
	"A day in a house",
	"Energy over time",
	"Power quality",
	"Faults",
	"Buses",
	"Registers",
];

const TERMINALS = ["4", "5", "6", "7", "8", "9", "10", "11"]
	.concat(["IA", "IA′", "IB", "IB′", "IC", "IC′", "L1", "L2", "L3", "N"])
	.map((label) => `Terminal ${label}`);

const tip = (of: Page = page) => of.locator(".tip");

/** Text that is said about a part. */
async function saidAbout(part: Locator): Promise<string> {
	const said = await part.getAttribute("aria-description");
	expect(said).toMatch(/\w/);
	return said ?? "";
}

const partOf = ([role, name]: (typeof PARTS)[number]): Locator =>
	name === "connected"
		? page.locator(".connection")
		: page.getByRole(role, { name, exact: !name.endsWith(": ") });

it("parts of every kind are explained under the pointer and with the focus", async () => {
	for (const names of PARTS) {
		const part = partOf(names);
		const said = await saidAbout(part);
		await part.hover();
		await until(() => tip().allInnerTexts()).toEqual([said]);
		await page.mouse.move(0, 0);
		await page.keyboard.press("Escape");
		await until(() => tip().count()).toBe(0);
		await part.focus();
		await until(() => tip().allInnerTexts()).toEqual([said]);
	}
});

it("a choice is explained with the focus on one of its options", async () => {
	const sequence = page.getByRole("group", { name: "Sequence" });
	await sequence.getByRole("radio").first().focus();
	await until(() => tip().allInnerTexts()).toEqual([await saidAbout(sequence)]);
	await page.keyboard.press("Escape");
	await until(() => tip().count()).toBe(0);
});

it("each card says what it is for", async () => {
	const about = page.getByRole("button", { name: /^About / });
	expect(await about.evaluateAll((all) => all.map((each) => each.ariaLabel))).toEqual(
		CARDS.map((card) => `About ${card}`),
	);
	for (const each of await about.all()) expect((await saidAbout(each)).length).toBeGreaterThan(40);
	for (const card of ["Mains", "Registers"]) {
		const button = page.getByRole("button", { name: `About ${card}`, exact: true });
		const said = await saidAbout(button);
		await button.hover();
		await until(() => tip().allInnerTexts()).toEqual([said]);
		const [box, screen] = [await tip().boundingBox(), page.viewportSize()];
		expect(box && box.x >= 0 && box.y >= 0).toBe(true);
		expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(screen?.width ?? 0);
		expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(screen?.height ?? 0);
	}
});

it("arrow keys lead from terminal to terminal, to the LED and the seal, and round", async () => {
	await page.getByRole("img", { name: TERMINALS[0], exact: true }).focus();
	for (const name of [...TERMINALS, "LED", "Calibration seal", TERMINALS[0] ?? ""]) {
		const part = page.getByRole("img", { name, exact: true }).first();
		expect(await part.evaluate((each) => each.matches(":focus"))).toBe(true);
		await saidAbout(part);
		await page.keyboard.press("ArrowRight");
	}
	await page.keyboard.press("End");
	await until(() => tip().allInnerTexts()).toEqual([
		"Calibration seal, closed: the meter refuses to change wiring and calibration",
	]);
});

interface AxProperty {
	readonly name: string;
	readonly value: { readonly value: unknown };
}

interface AxNode {
	readonly role?: { readonly value: string };
	readonly name?: { readonly value: string };
	readonly description?: { readonly value: string };
	readonly properties?: readonly AxProperty[];
}

/** Roles without words of their own: the page, links in sentences, choices of a group or list. */
const SILENT = ["RootWebArea", "region", "link", "radio", "list", "option"];

it("whatever has the focus has a description in Chromium's tree", async () => {
	await page.getByText("Harmonics none").first().click();
	await page.getByRole("button", { name: "Add a harmonic" }).first().click();
	await page.getByText("Ports", { exact: true }).click();
	const session: CDPSession = await page.context().newCDPSession(page);
	const { nodes } = (await session.send("Accessibility.getFullAXTree")) as { nodes: AxNode[] };
	const stops = nodes.filter(
		({ role, properties }) =>
			!SILENT.includes(role?.value ?? "") &&
			properties?.some(({ name, value }) => name === "focusable" && value.value === true),
	);
	expect(stops.length).toBeGreaterThan(80);
	const mute = stops.filter(({ description }) => !description?.value);
	expect(mute.map(({ role, name }) => `${role?.value} ${name?.value}`)).toEqual([]);
	await page.keyboard.press("Escape");
});

it("a finger on a part, and one that stays on a control, is told what it is", async () => {
	const viewport = { width: 390, height: 844 };
	const phone = await openPanel(panel.browser, panel.bench, { viewport, hasTouch: true });
	const about = phone.page.getByRole("button", { name: "About Mains" });
	await about.tap();
	await until(() => tip(phone.page).allInnerTexts()).toEqual([await saidAbout(about)]);
	const display = phone.page.locator("canvas.lcd");
	await display.tap();
	await until(() => tip(phone.page).allInnerTexts()).toEqual([await saidAbout(display)]);
	const tariff = phone.page.getByRole("switch", { name: "Tariff input" });
	const said = await saidAbout(tariff);
	await tariff.scrollIntoViewIfNeeded();
	const box = await tariff.boundingBox();
	const session = await phone.page.context().newCDPSession(phone.page);
	const touchPoints = [{ x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 }];
	await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
	await until(() => tip(phone.page).allInnerTexts()).toEqual([said]);
	await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
	expect(await tip(phone.page).allInnerTexts()).toEqual([said]);
	await about.tap();
	await until(() => tip(phone.page).allInnerTexts()).toEqual([await saidAbout(about)]);
	expect(await tariff.getAttribute("aria-checked")).toBe("false");
	await phone.page.close();
});
