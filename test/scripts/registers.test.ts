import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { registersDocument } from "../../scripts/generate/registers-document.ts";

it("docs/registers.md is what the register table says: if not, run npm run registers", () => {
	expect(readFileSync(new URL("../../docs/registers.md", import.meta.url), "utf8")).toBe(
		registersDocument(),
	);
});
