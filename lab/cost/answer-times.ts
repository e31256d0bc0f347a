/**
 * Responses on the RS-485 line in real time, while four clients poll as fast as they can: the delay
 * from the end of each request on the line to its response, and whether each client gets all
 * responses, and only to its own requests.
 */
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { SerialLine } from "../../bench/bus/line.ts";
import { listenRaw } from "../../bench/bus/raw-tcp.ts";
import { isWhole, RTU, rtuFrame } from "../../bench/bus/rtu.ts";
import { launchOf } from "../../bench/engines.ts";
import { Chip } from "../../bench/flash/chip.ts";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import { builtIn } from "../../bench/installation.ts";
import { Mains } from "../../bench/mains/model.ts";
import { EngineProcess } from "../../bench/meter/engine-process.ts";
import { VirtualMeter } from "../../bench/meter/meter.ts";
import { wallClock } from "../../bench/meter/pace.ts";
import { readRequest } from "../../client/pdu.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";

/**
 * Register and quantity that each client reads. All differ, so that a response to another client is
 * detected.
 */
const QUESTIONS = [
	[0x5002, 54],
	[0x5000, 10],
	[0x6000, 24],
	[0x4000, 4],
] as const;

/** Real seconds of polling. */
const WATCHED = 20;

/** Longest wait of a client for a response in ms, including the turns of the others. */
const PATIENCE = 3000;

const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 0 };

/** Delays in ms, sorted, and counts. */
export interface AnswerTimes {
	/** From the end of a request to the first character of its response, in meter time. */
	readonly meterTime: number[];
	/** The same by the machine's clock, from the line to the client's socket. */
	readonly clock: number[];
	readonly asked: number;
	readonly answered: number;
	/** Responses that do not belong to the request. */
	readonly wrong: number;
}

/**
 * Measures a meter on XS.
 * @param root of the repository
 */
export async function answerTimes(root: string): Promise<AnswerTimes> {
	const meter = meterOn(root);
	const seen = {
		meterTime: [] as number[],
		clock: [] as number[],
		asked: 0,
		answered: 0,
		wrong: 0,
	};
	let requestEnd = 0;
	const receive = meter.rs485.receive.bind(meter.rs485);
	meter.rs485.receive = (bytes, continued) => {
		receive(bytes, continued);
		requestEnd = performance.now();
	};
	const line = new SerialLine(RTU, [meter.rs485]);
	line.observe(({ delayFrames }) => {
		if (delayFrames !== undefined) seen.meterTime.push((1000 * delayFrames) / FRAME_RATE_HZ);
	});
	const service = await listenRaw("--modbus-rtu", line, "127.0.0.1", 0);
	await meter.powerOn();
	const end = performance.now() + 1000 * WATCHED;
	const poll = async ([address, count]: readonly [number, number]): Promise<void> => {
		const socket = await connected(service.port);
		while (performance.now() < end) {
			seen.asked++;
			const answer = await ask(socket, address, count, () =>
				seen.clock.push(performance.now() - requestEnd),
			);
			if (answer.length > 0) seen.answered++;
			if (answer.length > 0 && !(isWhole(answer) && answer[0] === 1 && answer[2] === 2 * count))
				seen.wrong++;
		}
		socket.destroy();
	};
	try {
		await Promise.all(QUESTIONS.map(poll));
	} finally {
		await service.close();
		await meter.powerOff();
	}
	const sort = (times: number[]): number[] => times.sort((a, b) => a - b);
	return { ...seen, meterTime: sort(seen.meterTime), clock: sort(seen.clock) };
}

function meterOn(root: string): VirtualMeter {
	const launch = launchOf(builtIn(join(root, "build")), "xs", "compiled");
	const chip = new Chip();
	return new VirtualMeter({
		source: new Mains(),
		converter: new FrontEnd({ seed: IDENTITY.serialNumber }),
		powerUp: (identity, events, highInputs) =>
			new EngineProcess(launch, identity, events, highInputs, chip),
		clock: wallClock,
		identity: IDENTITY,
		chip,
		speed: 1,
		onTrace: () => {},
		onEnd: (reason) => {
			throw new Error(`the engine ${reason}`);
		},
		onLate: () => {},
	});
}

async function connected(port: number): Promise<Socket> {
	const socket = connect(port, "127.0.0.1").setNoDelay(true);
	await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
	return socket;
}

/** Reads registers. Resolves with what has arrived once that is long enough or time is up. */
function ask(socket: Socket, address: number, count: number, onFirst: () => void): Promise<Buffer> {
	return new Promise((resolve) => {
		let answer: Buffer = Buffer.alloc(0);
		const end = (): void => {
			clearTimeout(limit);
			socket.off("data", onData);
			resolve(answer);
		};
		const onData = (bytes: Buffer): void => {
			if (answer.length === 0) onFirst();
			answer = Buffer.concat([answer, bytes]);
			if (answer.length >= 5 + 2 * count) end();
		};
		const limit = setTimeout(end, PATIENCE);
		socket.on("data", onData);
		socket.write(rtuFrame(1, readRequest(address, count)));
	});
}
