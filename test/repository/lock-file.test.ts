import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

it("the lock file names no host", () => {
	expect(read("package-lock.json")).not.toMatch(/https?:|git\+|git:/);
});

it("every dependency is pinned to one version and has its line in docs/dependencies.md", () => {
	const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
		read("package.json"),
	) as Record<"dependencies" | "devDependencies" | "optionalDependencies", Record<string, string>>;
	const lines = read("docs/dependencies.md");
	for (const [name, version] of Object.entries({
		...dependencies,
		...devDependencies,
		...optionalDependencies,
	})) {
		expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
		expect(lines, name).toContain(`\`${name}\``);
	}
});
