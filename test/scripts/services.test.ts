import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { serviceFiles } from "../../scripts/generate/services.ts";

const folder = fileURLToPath(new URL("../../boards/bleservices/", import.meta.url));

it("boards/bleservices is what the definition of the services gives (npm run services)", () => {
	const files = serviceFiles();
	expect(readdirSync(folder).sort()).toEqual(files.map(([name]) => name).sort());
	for (const [name, text] of files) expect(readFileSync(folder + name, "utf8"), name).toBe(text);
});

it("every characteristic has a permission, and one that may be written can be", () => {
	for (const [, text] of serviceFiles())
		for (const each of Object.values<Record<string, string>>(
			JSON.parse(text).service.characteristics,
		)) {
			expect(each.permissions).toMatch(/^(read|write|read,write)$/);
			expect(each.permissions.includes("write")).toBe(each.properties.includes("write"));
		}
});
