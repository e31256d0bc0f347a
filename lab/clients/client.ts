/** A client of `npm run clients`, and how to run it. */
import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import type { RunningBench } from "../../testkit/bench.ts";

/** Where a client reads. */
export interface Setting {
	readonly bench: RunningBench;
	/** An empty folder for the client's files. */
	readonly folder: string;
	/** Returns the output of `npm run export -- WHAT` for this bench. */
	exported(what: string): string;
}

/** Values by the names of their registers, in base units. */
export type Values = ReadonlyMap<string, number>;

export interface Client {
	/** As its project writes it. */
	readonly name: string;
	/** The export that it reads, or what it asks instead. */
	readonly reads: string;
	/** How to get it: packages that `--install` installs, or an address. */
	readonly source: string;
	/** Version of the one on this machine; undefined if there is none. */
	version(): string | undefined;
	/** Installs it, unless Debian's packages do; what that cannot reach is left out. */
	install?(): void;
	/** Reads the meter. Throws or rejects with what the client has said. */
	read(setting: Setting): Promise<Values>;
}

/** Longest run of a client. */
const LIMIT_MS = 120_000;

/** Folder outside the repository for clients that are not Debian's. */
export const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "ambit");

/** Runs a program; returns its output, or undefined if there is none of that name. */
export function tried(command: string, args: readonly string[]): string | undefined {
	const { error, stdout, stderr } = spawnSync(command, args, {
		encoding: "utf8",
		timeout: LIMIT_MS,
	});
	return error ? undefined : `${stdout}${stderr}`;
}

/** First version number in a text. */
export const versionIn = (text = ""): string | undefined => /\d+\.\d+(\.\d+)?/.exec(text)?.[0];

/**
 * Runs a program; returns what it prints.
 * @throws Error with the first lines of its errors
 */
export function run(command: string, args: readonly string[], input = "", cwd?: string): string {
	const { error, status, stdout, stderr } = spawnSync(command, args, {
		encoding: "utf8",
		timeout: LIMIT_MS,
		input,
		cwd,
		maxBuffer: 1 << 24,
	});
	if (error) throw error;
	if (status !== 0) throw new Error(firstLines(stderr || stdout) || `exit code ${status}`);
	return stdout;
}

const firstLines = (text: string): string => text.trim().split("\n").slice(0, 2).join(" ");

/** A register's name of one with underscores: voltage_l1 is voltageL1. */
export const camel = (snake: string): string =>
	snake.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
