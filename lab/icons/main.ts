/** `npm run icons`: makes Meter Manager's icons from app/public/icon.svg, in the browser. */
import { readFileSync } from "node:fs";
import { openBrowser } from "../../testkit/browser.ts";

const FOLDER = "app/public";

/** Colour of the icon's own ground. */
const GROUND = "#0b5fff";

/** An icon; `share` of its width is the drawing, on a ground to the edge if it is `filled`. */
const ICONS = [
	{ name: "icon-192", sizePx: 192, share: 1, filled: false },
	{ name: "icon-512", sizePx: 512, share: 1, filled: false },
	// A system may cut all but a circle of four fifths (W3C, Web Application Manifest, 2.3).
	{ name: "icon-maskable-512", sizePx: 512, share: 0.8, filled: true },
	{ name: "apple-touch-icon", sizePx: 180, share: 0.9, filled: true },
];

const drawing = Buffer.from(readFileSync(`${FOLDER}/icon.svg`)).toString("base64");
const browser = await openBrowser();
const page = await browser.newPage();
for (const { name, sizePx, share, filled } of ICONS) {
	await page.setViewportSize({ width: sizePx, height: sizePx });
	await page.setContent(
		`<body style="margin: 0; display: grid; place-items: center; height: 100vh;
			${filled ? `background: ${GROUND}` : ""}">
			<img src="data:image/svg+xml;base64,${drawing}" width="${sizePx * share}" alt="">
		</body>`,
		{ waitUntil: "load" },
	);
	await page.screenshot({ path: `${FOLDER}/${name}.png`, omitBackground: !filled });
}
await browser.close();
