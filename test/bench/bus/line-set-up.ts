/** A line with fake meters, and clients that record what they hear. */
import { SerialLine } from "../../../bench/bus/line.ts";
import type { Protocol, SerialSettings } from "../../../bench/bus/protocol.ts";
import { RTU } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

/** Records what it heard, and at which frame of the first meter. */
class Listener implements LineClient {
	readonly heard: { frames: number; bytes: number[] }[] = [];
	turns = 0;
	readonly #meter: FakeLineMeter;

	constructor(meter: FakeLineMeter) {
		this.#meter = meter;
	}

	answer(bytes: Uint8Array): void {
		this.heard.push({ frames: this.#meter.frames, bytes: [...bytes] });
	}

	over(): void {
		this.turns++;
	}

	get bytes(): number[] {
		return this.heard.flatMap(({ bytes }) => bytes);
	}

	/** Frame at which it had received `count` characters. */
	frameOf(count: number): number | undefined {
		let sum = 0;
		return this.heard.find(({ bytes }) => {
			sum += bytes.length;
			return sum >= count;
		})?.frames;
	}
}

export function setUp(
	protocol: Protocol = RTU,
	meters = 1,
	settings: SerialSettings = protocol.initial,
) {
	const all = Array.from({ length: meters }, () => new FakeLineMeter());
	for (const meter of all) meter.settings = settings;
	const [meter = new FakeLineMeter()] = all;
	const line = new SerialLine(protocol, all);
	const pass = (frames: number): void => {
		for (let left = frames; left > 0; left--) for (const each of all) each.pass(1);
	};
	return { meter, all, line, pass, one: new Listener(meter), two: new Listener(meter) };
}
