import { expect, it } from "vitest";
import { Chip } from "../../../bench/flash/chip.ts";
import type { EngineEvents } from "../../../bench/meter/engine.ts";
import { EngineProcess } from "../../../bench/meter/engine-process.ts";
import { program } from "../../../bench/meter/launch.ts";

const IDENTITY = { serialNumber: 7, modbusId: 3, mbusAddress: 5 };

/** Runs a Node script as the engine until it ends; returns the events. */
function told(
	script: string,
	whenReady?: (engine: EngineProcess) => void,
	highInputs?: readonly number[],
	chip?: Chip,
): Promise<string[]> {
	return new Promise((resolve) => {
		const log: string[] = [];
		const events: EngineEvents = {
			onReady: () => {
				log.push("ready");
				whenReady?.(engine);
			},
			onDone: (clock, next) => void log.push(`done ${clock} ${next}`),
			onTransmit: (clock, port, bytes) =>
				void log.push(`transmit ${clock} ${port} ${bytes.join()}`),
			onRadio: (type, payload) =>
				void log.push(`radio ${type} ${Buffer.from(payload).toString("hex")}`),
			onOutput: (clock, pin, level) => void log.push(`output ${clock} ${pin} ${level}`),
			onLcd: (page, column, bytes) => void log.push(`lcd ${page} ${column} ${bytes.join()}`),
			onBacklight: (on) => void log.push(`backlight ${on}`),
			onSerial: (port, parity, baudRate) => void log.push(`serial ${port} ${parity} ${baudRate}`),
			onTrace: (line) => void log.push(`trace ${line}`),
			onSupplyLost: () => {
				log.push("supply lost");
				resolve(log);
			},
			onRestart: (reason, words) => void log.push(`restart ${reason} ${words}`),
			onEnd: (reason) => {
				log.push(reason);
				resolve(log);
			},
		};
		const engine = new EngineProcess(
			program(process.execPath, ["-e", script]),
			IDENTITY,
			events,
			highInputs,
			chip,
		);
	});
}

const write = (hex: string): string => `process.stdout.write(Buffer.from("${hex}","hex"));`;

it("tells what the engine sends", async () => {
	const messages =
		"860200" +
		"6869" +
		"850600" +
		"000180250000" +
		"810000" +
		"830700" +
		"05000000" +
		"00aabb" +
		"840600" +
		"060000000901";
	expect(await told(write(messages))).toEqual([
		"trace hi",
		"serial 0 1 9600",
		"ready",
		"transmit 5 0 170,187",
		"output 6 9 1",
		"ended with exit code 0",
	]);
});

it("starts the firmware with its identity", async () => {
	const echo =
		"process.stdin.once('data', d => { console.error(d.toString('hex')); process.exit(3); });";
	expect(await told(echo)).toEqual(["ended with exit code 3: 0108000700000003050000"]);
});

it("puts levels on inputs, those that are high before the firmware starts", async () => {
	const echo = `${write("810000")}let all = "";
		process.stdin.on('data', (data) => {
			all += data.toString('hex');
			if (all.length >= 42) { console.error(all); process.exit(3); }
		});`;
	const log = await told(echo, (engine) => engine.input(0, 0), [1]);
	expect(log.at(-1)).toBe(
		"ended with exit code 3: 0402000101".concat("0108000700000003050000", "0402000000"),
	);
});

it("sends frames under their number, and time without any", async () => {
	const echo = `${write("810000")}let all = "";
		process.stdin.on('data', (data) => {
			all += data.toString('hex');
			if (all.length >= 52) { console.error(all.slice(22)); process.exit(3); }
		});`;
	const log = await told(echo, (engine) => {
		engine.frames(0x10002, Uint8Array.of(1, 2, 3));
		engine.pass(0x01020304);
	});
	expect(log.at(-1)).toBe("ended with exit code 3: 0205000200010203".concat("06040004030201"));
});

it("keeps counting when the link's 32-bit clock wraps", async () => {
	const done = (clock: string): string => `820800${clock}ffffffff`;
	const answers = done("ffffff7f") + done("f0ffffff") + done("10000000");
	const log = await told(
		`${write("810000")}process.stdin.once('data', () => {${write(answers)}process.exit()})`,
	);
	expect(log.slice(1, 4)).toEqual([
		`done ${0x7fffffff} 4294967295`,
		`done ${0xfffffff0} 4294967295`,
		`done ${2 ** 32 + 16} 4294967295`,
	]);
});

it("says how the engine has died, with its last words", async () => {
	const log = await told(
		"console.error('engine: out of\\nmemory'); process.kill(process.pid, 'SIGABRT')",
	);
	expect(log).toEqual(["ended by SIGABRT: memory"]);
});

it("ends an engine that breaks the link", async () => {
	expect(await told(`${write("ff0000")}setInterval(() => {}, 1000)`)).toEqual([
		"broke the link: a message of type 255",
	]);
});

it("says when the engine cannot be started", async () => {
	const reason = await new Promise<string>((resolve) => {
		const nothing = (): void => {};
		const events = {
			onReady: nothing,
			onDone: nothing,
			onTransmit: nothing,
			onOutput: nothing,
			onLcd: nothing,
			onBacklight: nothing,
			onRadio: nothing,
			onSerial: nothing,
			onTrace: nothing,
			onSupplyLost: nothing,
			onRestart: nothing,
		};
		new EngineProcess(program("/nowhere/engine", []), IDENTITY, { ...events, onEnd: resolve });
	});
	expect(reason).toContain("could not be started");
});

it("rejects a question for figures that the engine never answers", async () => {
	let answer: Promise<unknown> | undefined;
	const once = "process.stdin.on('data', d => { if (d.includes(5, 9)) process.exit(1); });";
	await told(write("810000") + once, (engine) => {
		answer = engine.stats();
		answer.catch(() => {});
	});
	await expect(answer).rejects.toThrow("ended");
});

it("tells that the board has restarted by itself, and why", async () => {
	expect(await told(write("8100008d0500506675" + "6c6c"))).toContain("restart 80 full");
});

it("gives up a board that restarts before it is ready", async () => {
	expect(await told(`${write("8d0300506e6f")}setInterval(() => {}, 1000);`)).toEqual([
		"restarted before it was ready: no",
	]);
});

it("ends when the supply fails in an operation of the flash chip, and says so once", async () => {
	const chip = new Chip();
	chip.setFaults({ cutAfterOperations: 0 });
	const programByte = "890900" + "00000000" + "00000000" + "00";
	const twice = write(`810000${programByte}${programByte}`);
	const log = await told(`${twice}setInterval(() => {}, 1000)`, () => {}, [], chip);
	await new Promise((resolve) => setImmediate(resolve));
	expect(log).toEqual(["ready", "supply lost"]);
	expect(chip.operations).toBe(1);
});

it.each([
	["before", 2 ** 32 + 40, "ready,done 4294967280 4294967295,ended with exit code 0"],
	["after", 2 ** 32 + 8, "ready,done 4294967280 4294967295,supply lost"],
])("programs %s the supply ends, though the link's clock has wrapped", async (_w, ends, log) => {
	const chip = new Chip();
	const done = "820800f0ffffffffffffff";
	const programByte = "890900" + "10000000" + "00000000" + "00";
	const script = `${write("810000")}process.stdin.once('data', () => {
		${write(done + programByte)}
		process.stdin.once('data', () => process.exit());
	})`;
	const setEnd = (): void => {
		chip.supplyEnds = ends;
	};
	expect((await told(script, setEnd, [], chip)).join()).toBe(log);
});
