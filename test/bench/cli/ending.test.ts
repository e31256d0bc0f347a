import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Ending } from "../../../bench/ending.ts";
import { Fault } from "../../../bench/fault.ts";

/** A process that only writes down what happens to it. */
function host(close: () => Promise<void> = async () => {}, connected?: boolean) {
	const listeners = new Map<string, (cause: unknown) => void>();
	const log: string[] = [];
	const ending = new Ending(
		{
			on: (event, listener) => listeners.set(event, listener),
			exit: (code) => void log.push(`exit ${code}`),
			stderr: { write: (text) => void log.push(text) },
			...(connected !== undefined && { connected }),
		},
		() => {
			log.push("close");
			return close();
		},
	);
	ending.listen();
	const emit = (event: string, cause?: unknown): void => listeners.get(event)?.(cause);
	return { ending, log, emit };
}

const never = (): Promise<void> => new Promise(() => {});

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

it.each(["SIGHUP", "SIGINT", "SIGTERM", "disconnect"])(
	"%s ends the bench with exit code 0",
	async (signal) => {
		const { log, emit } = host();
		emit(signal);
		await vi.runAllTicks();
		expect(log).toEqual(["close", "exit 0"]);
	},
);

it("ends if the program that has started it was gone before it listened", async () => {
	const { log } = host(undefined, false);
	await vi.runAllTicks();
	expect(log).toEqual(["close", "exit 0"]);
});

it.each([undefined, true])("runs while its channel is %s", async (connected) => {
	const { log } = host(undefined, connected);
	await vi.runAllTicks();
	expect(log).toEqual([]);
});

it("a second signal ends it at once, an echo of the first does not", () => {
	const { log, emit } = host(never);
	emit("SIGINT");
	emit("SIGINT");
	vi.advanceTimersByTime(150);
	emit("SIGTERM");
	expect(log).toEqual(["close"]);
	vi.advanceTimersByTime(100);
	emit("SIGTERM");
	expect(log).toEqual(["close", "exit 143"]);
});

it("whatever is open, the end takes two seconds at most, and says so", () => {
	const { log, emit } = host(never);
	emit("SIGINT");
	vi.advanceTimersByTime(1999);
	expect(log).toEqual(["close"]);
	vi.advanceTimersByTime(1);
	expect(log.slice(1)).toEqual([
		"after 2 s not everything had ended, the rest was left\n",
		"exit 1",
	]);
});

it.each(["uncaughtException", "unhandledRejection"])(
	"%s is told in one line with its place, and closes the bench",
	async (event) => {
		const { log, emit } = host();
		emit(event, new TypeError("no such\nthing"));
		emit(event, new Error("a second one"));
		await vi.runAllTicks();
		expect(log).toEqual([
			expect.stringMatching(/^internal fault: no such thing \(at .*ending\.test\.ts.*\)\n$/),
			"close",
			"exit 70",
		]);
	},
);

it("something thrown that is no error is told as well", () => {
	const { log, emit } = host();
	emit("uncaughtException", "a word");
	expect(log[0]).toBe("internal fault: a word (nowhere known)\n");
});

it("a fault of the user has its own exit code", async () => {
	const { ending, log } = host();
	ending.fail(new Fault("--http: in use", 2));
	await vi.runAllTicks();
	expect(log).toEqual(["--http: in use\n", "close", "exit 2"]);
});

it("an end that fails is told, and has exit code 1", async () => {
	const { log, emit } = host(() => Promise.reject(new Error("cannot write")));
	emit("SIGTERM");
	await vi.runAllTicks();
	expect(log).toEqual(["close", "cannot write\n", "exit 1"]);
});
