/** Licences of other people's work inside the npm package, for its dist/LICENCES.md. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../engine/root.ts";
import { PAGE_LICENCES } from "../setup/pages.ts";

/** A package and its licence, as Vite lists those that it has bundled. */
interface Licence {
	readonly name: string;
	readonly version: string;
	/** SPDX. */
	readonly identifier: string;
	readonly text: string;
}

/** In the pages too, but by other ways than imports: a font, and Meter Manager's service worker. */
const BESIDES = [
	"@fontsource-variable/inter",
	"workbox-core",
	"workbox-precaching",
	"workbox-routing",
	"workbox-strategies",
	"workbox-window",
];

function licenceOf(name: string): Licence {
	const folder = join(ROOT, "node_modules", name);
	const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
	const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
	if (file === undefined) throw new Error(`prepack: ${name} has no licence file`);
	return { name, version, identifier: license, text: readFileSync(join(folder, file), "utf8") };
}

function inPages(page: string): Licence[] {
	return JSON.parse(readFileSync(join(ROOT, "build/pages", page, PAGE_LICENCES), "utf8"));
}

const HEAD = `# Licences

Ambit is licensed under the Apache License 2.0 (LICENSE); NOTICE names what its firmware contains
of others. The web pages in this folder also contain:
`;

/** The document, each package once. */
export function licences(): string {
	const all = [...inPages("panel"), ...inPages("manager"), ...BESIDES.map(licenceOf)];
	const byName = new Map(all.map((each) => [each.name, each]));
	const sections = [...byName.values()]
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.map(
			({ name, version, identifier, text }) =>
				`## ${name} ${version} (${identifier})\n\n${text.trim()}\n`,
		);
	return [HEAD, ...sections].join("\n");
}
