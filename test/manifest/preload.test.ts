/** Rules that xsc and xsl of the Moddable SDK warn of, which tests do not have at hand. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./manifest.ts";

const WRAPPER = /(\w+)\(([^()]*)\)[^(){}]*\{\s*(?:return )?native\("\w+"\)\.call\(this([^;]*)\)/g;

/** Names of parameters without their types, and without `this`. */
function namesOf(parameters: string): string[] {
	return parameters
		.split(",")
		.map((parameter) => parameter.split(":")[0]?.trim() ?? "")
		.filter((name) => name !== "" && name !== "this");
}

describe.each(["esp32s3", "simulator"])("the modules of boards/%s", (board) => {
	const folder = join(root, "boards", board);
	const sources = readdirSync(folder)
		.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
		.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

	it("pass their parameters on to C as they are, so that xsc needs no function around it", () => {
		const wrappers = sources.flatMap(({ text }) => [...text.matchAll(WRAPPER)]);
		expect(wrappers.length).toBeGreaterThan(7);
		for (const [, name, parameters = "", passed = ""] of wrappers)
			expect([name, ...namesOf(passed)]).toEqual([name, ...namesOf(parameters)]);
	});

	it("have frozen arrays and objects only, but for the parts that a board opens later", () => {
		const loose = sources.flatMap(({ name, text }) =>
			[...text.matchAll(/^(?:export )?const (\w+)(?:: [^=]+)? = [[{]/gm)].map(
				([, constant]) => `${name}: ${constant}`,
			),
		);
		expect(loose).toEqual(["device.ts: parts"]);
	});
});
