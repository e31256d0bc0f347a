import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PNG } from "pngjs";
import { expect, it } from "vitest";
import { read } from "../../bench/display/reading.ts";
import { SCREENS } from "./screens.ts";

/** Pixels of the picture for one pixel of the LCD. */
const SCALE = 2;

const folder = fileURLToPath(new URL("../../docs/display", import.meta.url));
const found = fileURLToPath(new URL("../../build/screens", import.meta.url));

/** Set by `npm run screens`: pictures are written instead of compared. */
const writing = process.env.AMBIT_SCREENS === "write";

it.each(SCREENS)("$name looks like its picture in docs/display", ({ name, show }) => {
	const png = show().png(SCALE);
	if (writing) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(`${folder}/${name}.png`, png);
		return;
	}
	expect(existsSync(`${folder}/${name}.png`), `no picture of ${name}: npm run screens`).toBe(true);
	const golden = PNG.sync.read(readFileSync(`${folder}/${name}.png`));
	const same = golden.data.equals(PNG.sync.read(png).data);
	if (!same) {
		mkdirSync(found, { recursive: true });
		writeFileSync(`${found}/${name}.png`, png);
	}
	expect(same, `it looks like build/screens/${name}.png; if that is right: npm run screens`).toBe(
		true,
	);
});

it.each(SCREENS)("$name reads the same upside down on the bench", ({ show }) => {
	const { panel, reading } = show();
	expect(read(panel.screen.pixels().reverse())).toEqual(reading);
});

it("has no picture of another screen", () => {
	const pictures = readdirSync(folder).map((name) => name.replace(/\.png$/, ""));
	expect(pictures.sort()).toEqual(SCREENS.map(({ name }) => name).sort());
});
