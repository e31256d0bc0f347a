/** Checks a page as axe-core does: names, roles, contrast and other rules of WCAG 2.2 A and AA. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Impacts that a page must not have. */
const BAD: readonly (string | null | undefined)[] = ["serious", "critical"];

/**
 * Returns the serious and critical violations in the page's present state, a line for each element.
 * A policy of the page does not matter, since the script is run by the browser's debugger.
 */
async function seriousViolations(page: Page): Promise<string[]> {
	await page.evaluate(`${SOURCE}; undefined`);
	const { violations } = await page.evaluate<AxeResults>(
		"axe.run(document, { resultTypes: ['violations'] })",
	);
	return violations
		.filter(({ impact }) => BAD.includes(impact))
		.flatMap(({ id, nodes }) =>
			nodes.map(
				({ target, failureSummary = "" }) =>
					`${id}: ${target.join(" ")}: ${failureSummary.replace(/\s+/g, " ")}`,
			),
		);
}

/** How a page is looked at. */
interface Look {
	readonly width: number;
	readonly height: number;
	readonly colorScheme: "light" | "dark";
	readonly forcedColors: "active" | "none";
}

/** Phone and desktop, light and dark, and with the colours that the system prescribes. */
const LOOKS: readonly Look[] = [
	{ width: 390, height: 844 },
	{ width: 1440, height: 900 },
].flatMap((size) => [
	{ ...size, colorScheme: "light" as const, forcedColors: "none" as const },
	{ ...size, colorScheme: "dark" as const, forcedColors: "none" as const },
	{ ...size, colorScheme: "light" as const, forcedColors: "active" as const },
]);

/** Returns the violations of {@link seriousViolations} in each look, and in which look. */
export async function violationsInAllLooks(page: Page): Promise<string[]> {
	const all: string[] = [];
	for (const { width, height, colorScheme, forcedColors } of LOOKS) {
		await page.setViewportSize({ width, height });
		await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: "reduce" });
		const look = `${width} px, ${forcedColors === "active" ? "forced colours" : colorScheme}`;
		all.push(...(await seriousViolations(page)).map((each) => `${look}: ${each}`));
	}
	return all;
}
