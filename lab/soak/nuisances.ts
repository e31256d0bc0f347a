/** Clients that send rubbish, do not read, trickle, or ask for what is refused. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../fuzz/random.ts";
import type { Soaker } from "./masters.ts";
import { Wire } from "./wire.ts";

const bytes = (random: Random, length: number): Uint8Array =>
	Uint8Array.from({ length }, () => random() & 0xff);

const UPGRADE = "Host: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
const KEY = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/** First bytes on the HTTP port that make trouble. */
const OPENINGS = [
	`GET /api/live HTTP/1.1\r\n${UPGRADE}${KEY}Origin: http://evil.test\r\n\r\n`,
	`GET /api/nothing HTTP/1.1\r\n${UPGRADE}${KEY}\r\n`,
	`POST /api/power HTTP/1.1\r\n${UPGRADE}\r\n`,
	`GET /api/live HTTP/1.1\r\n${UPGRADE}${KEY}\r\n`,
	`GET /api/ble HTTP/1.1\r\n${UPGRADE}${KEY}\r\n`,
	"GET /api/engine HTTP/1.1\r\nHost: evil.test\r\n\r\n",
	'PATCH /api/mains HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n\r\n{"phases":',
	"\x16\x03\x01\x02\x00\x01\x00",
];

/** Longest time that a nuisance keeps a connection. */
const STAY_MS = 300;

type Port = (soaker: Soaker) => number;

/** Sends pieces of rubbish, each on a connection of its own, and reads nothing. */
function rubbish(port: Port, longest: number): (soaker: Soaker) => Promise<void> {
	return async (soaker) => {
		const { random, score, signal } = soaker;
		while (!signal.aborted) {
			const wire = await Wire.open(port(soaker));
			if (random() % 2 === 0) wire.pause();
			wire.send(bytes(random, 1 + (random() % longest)));
			await sleep(random() % STAY_MS);
			wire.close();
			score.right++;
		}
	};
}

export const rubbishOnRtu = rubbish(({ bench }) => bench.rtuPort, 300);
export const rubbishOnTcp = rubbish(({ bench }) => bench.tcpPort, 3000);
export const rubbishOnMbus = rubbish(({ bench }) => bench.mbusPort, 300);

/** Asks on the HTTP port for what is refused, or never ends a request; rubbish follows. */
export async function refused({ bench, random, score, signal }: Soaker): Promise<void> {
	while (!signal.aborted) {
		const wire = await Wire.open(Number(new URL(bench.http).port));
		if (random() % 2 === 0) wire.pause();
		wire.send(Buffer.from(OPENINGS[random() % OPENINGS.length] ?? "", "latin1"));
		await sleep(random() % STAY_MS);
		wire.send(bytes(random, random() % 100));
		await sleep(random() % STAY_MS);
		wire.close();
		score.right++;
	}
}

/** Watches the panel's feed and never reads it. */
export async function deaf({ bench, score, signal }: Soaker): Promise<void> {
	const wire = await Wire.open(Number(new URL(bench.http).port));
	wire.pause();
	wire.send(Buffer.from(OPENINGS[3] ?? "", "latin1"));
	while (!signal.aborted) await sleep(STAY_MS);
	wire.close();
	score.right++;
}
