import { expect, it } from "vitest";
import { serviceFiles } from "../../scripts/generate/services.ts";

it("every characteristic has a permission, and one that may be written can be", () => {
	for (const [, text] of serviceFiles())
		for (const each of Object.values<Record<string, string>>(
			JSON.parse(text).service.characteristics,
		)) {
			expect(each.permissions).toMatch(
				/^(read(Encrypted)?|write(Encrypted)?|read(Encrypted)?,write(Encrypted)?)$/,
			);
			expect(each.permissions.includes("write")).toBe(each.properties.includes("write"));
		}
});
