/**
 * The limits of CONTRIBUTING.md over the whole tree. exceptions.json lists the files that exceed
 * one today, with their score; the scores only go down.
 * `TIDY=lower npx vitest run test/repository/tidy.test.ts` writes the lower ones.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deadExports } from "./dead-exports.ts";
import { textFiles } from "./files.ts";
import { type Finding, RULES, type Rule } from "./rules.ts";

const EXCEPTIONS = new URL("exceptions.json", import.meta.url);

/** Scores by rule, then by file. */
type Scores = Record<string, Record<string, number>>;

const allowed = JSON.parse(readFileSync(EXCEPTIONS, "utf8")) as Scores;
const files = textFiles();
const rules: Readonly<Record<string, Rule>> = { ...RULES, exports: deadExports() };

const scoreOf = (findings: readonly Finding[]): number =>
	findings.reduce((sum, { weight }) => sum + weight, 0);

/** Findings of a rule in files whose score exceeds the limit, a line each. */
function exceeding(name: string, rule: Rule): string[] {
	return files.flatMap((file) => {
		const findings = rule(file);
		const limit = allowed[name]?.[file.path] ?? 0;
		if (scoreOf(findings) <= limit) return [];
		return findings.map(
			({ line, message }) => `${file.path}:${line}: ${message} (limit of the file: ${limit})`,
		);
	});
}

/** Exceptions that are higher than what the file has now, or of a file that is gone. */
function stale(name: string, rule: Rule): string[] {
	return Object.entries(allowed[name] ?? {}).flatMap(([path, limit]) => {
		const file = files.find((candidate) => candidate.path === path);
		const score = file ? scoreOf(rule(file)) : 0;
		return score < limit
			? [`${name}: ${path} has ${score} now, exceptions.json says ${limit}`]
			: [];
	});
}

if (process.env.TIDY === "lower")
	it("lowers the limits", () => {
		const lower: Scores = {};
		for (const [name, rule] of Object.entries(rules)) {
			lower[name] = {};
			for (const file of files) {
				const score = Math.min(scoreOf(rule(file)), allowed[name]?.[file.path] ?? 0);
				if (score > 0) lower[name][file.path] = score;
			}
		}
		writeFileSync(EXCEPTIONS, `${JSON.stringify(lower, undefined, "\t")}\n`);
	});
else
	describe.each(Object.entries(rules))("the rule of %s", (name, rule) => {
		it("is broken by no file more than exceptions.json allows", () => {
			expect(exceeding(name, rule)).toEqual([]);
		});

		it("has no exception that is higher than what the file needs", () => {
			expect(stale(name, rule)).toEqual([]);
		});
	});
