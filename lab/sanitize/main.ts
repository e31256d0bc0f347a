/**
 * `npm run sanitize [-- --frames N] [--streams N] [--seed S]`: the fuzzers' frames and hostile
 * bytes on the link, on an engine whose C of ours has the address and undefined-behaviour
 * sanitizers. Exit code 1 if the engine ends otherwise than it must.
 */
import { reasonOf } from "../../bench/fault.ts";
import { type Campaign, runBatch } from "../fuzz/fuzz.ts";
import { GATT } from "../fuzz/gatt.ts";
import { MBUS } from "../fuzz/mbus.ts";
import { MODBUS } from "../fuzz/modbus.ts";
import { seeded } from "../fuzz/random.ts";
import { parsed } from "../options.ts";
import { hostileStream, offer } from "./hostile.ts";

const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
	Modbus: MODBUS,
	"M-Bus": MBUS,
	Bluetooth: GATT,
};

/** Paths of the engine and of the firmware. */
interface Subjects {
	readonly engine: string;
	readonly firmware: string;
}

interface Options {
	readonly frames: number;
	readonly streams: number;
	readonly seed: number;
}

/** @throws Error that names the option */
function understand(args: readonly string[]): Options {
	const { values } = parsed({
		args: [...args],
		options: {
			frames: { type: "string", default: "20000" },
			streams: { type: "string", default: "500" },
			seed: { type: "string", default: "1" },
		},
	});
	const number = (name: keyof Options): number => {
		if (!/^\d{1,9}$/.test(values[name])) throw new Error(`--${name} takes a whole number`);
		return Number(values[name]);
	};
	return { frames: number("frames"), streams: number("streams"), seed: number("seed") };
}

/** Returns the exit code. */
export async function main(subjects: Subjects, args: readonly string[]): Promise<number> {
	let options: Options;
	try {
		options = understand(args);
	} catch (error) {
		console.error(`sanitize: ${reasonOf(error)}`);
		return 2;
	}
	// XS frees nothing at its end, which is that of the process.
	process.env.ASAN_OPTIONS = "detect_leaks=0";
	process.env.UBSAN_OPTIONS = "print_stacktrace=1";
	const { engine, firmware } = subjects;
	const { frames, streams, seed } = options;
	const faults: string[] = [];
	for (const [name, campaign] of Object.entries(CAMPAIGNS)) {
		if (frames === 0) break;
		const { fault } = await runBatch(engine, firmware, campaign, seed, frames);
		console.log(`${name}: ${frames} frames: ${fault ?? "nothing was wrong"}`);
		if (fault !== undefined) faults.push(fault);
	}
	let wrong = 0;
	for (let i = 0; i < streams; i++) {
		const fault = await offer(engine, firmware, hostileStream(seeded(seed + i)));
		if (fault === undefined) continue;
		wrong++;
		console.log(`--frames 0 --streams 1 --seed ${seed + i}: ${fault}`);
	}
	console.log(
		`hostile link: ${streams} streams: ${wrong === 0 ? "nothing was wrong" : `${wrong} wrong`}`,
	);
	return faults.length + wrong === 0 ? 0 : 1;
}
