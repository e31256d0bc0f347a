import SerialServer, { type LineSettings, type SerialProtocol } from "serial/serial-server";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import { Line } from "../../testkit/line.ts";

/** One character of 11 bits at 1100 baud. */
const CHARACTER_US = 10_000;

/** Silence that the protocol in these tests needs before it answers. */
const DELAY_US = 20_000;

/** Takes characters for a request if {@link waits}, and answers with two characters. */
class Protocol implements SerialProtocol {
	line: LineSettings = { baud: 1100, parity: "even" };
	waits = false;
	answers = true;
	endsWithSilence = true;
	readonly received: { characters: number[]; silenceUs: number }[] = [];
	opened: number[] = [];
	adopted = 0;
	readonly server: SerialServer;

	constructor(port: Line["port"]) {
		this.server = new SerialServer(port, clock, this);
	}

	onOpen(baud: number): number {
		this.opened.push(baud);
		return DELAY_US;
	}

	onCharacters(characters: Uint8Array, count: number, silenceUs: number): boolean {
		this.received.push({ characters: [...characters.slice(0, count)], silenceUs });
		return this.waits;
	}

	onSilence(): Uint8Array | undefined {
		return this.answers ? Uint8Array.of(1, 2) : undefined;
	}

	onAdopted(): void {
		this.adopted++;
	}

	/** Wants another baud rate. */
	want(baud: number): void {
		this.line = { baud, parity: "even" };
		this.server.adopt();
	}
}

let line: Line;
let protocol: Protocol;

beforeEach(() => {
	line = new Line();
	protocol = new Protocol(line.port);
	protocol.server.start();
});

const baud = (): number | undefined => line.options?.baud;

describe("a serial server", () => {
	it("opens no port before it is started", () => {
		const idle = new Line();
		const { server } = new Protocol(idle.port);
		server.adopt();
		expect(idle.options).toBeUndefined();
		server.start();
		expect(idle.options).toMatchObject({ baud: 1100, parity: "even", format: "buffer" });
	});

	it("cannot be started twice", () => {
		expect(() => protocol.server.start()).toThrow("a serial server is started once");
	});

	it("sends nothing that the line was not silent for, and nothing without a request", () => {
		line.receive([1]);
		expect(line.sent).toEqual([]);
		line.wait(DELAY_US);
		expect(line.take()).toEqual([[1, 2]]);
		line.wait(100 * DELAY_US);
		expect(line.sent).toEqual([]);
	});

	it("measures the silence before the first of the received characters", () => {
		line.receive([1]);
		line.wait(5 * CHARACTER_US);
		line.receive([2, 3]);
		expect(protocol.received[1]).toEqual({ characters: [2, 3], silenceUs: 3 * CHARACTER_US });
	});

	it("measures the silence on the line, however late characters are read", () => {
		line.receive([1], 0);
		line.wait(50 * CHARACTER_US);
		// The first silence was not long enough for an answer: one character.
		line.receive([2, 3], 47 * CHARACTER_US);
		line.receive([4], 46 * CHARACTER_US);
		expect(protocol.received.slice(1)).toEqual([
			{ characters: [2, 3], silenceUs: CHARACTER_US },
			{ characters: [4], silenceUs: 0 },
		]);
	});

	it("ends a request at the silence after it, although the next is read in the same moment", () => {
		line.wait(100 * CHARACTER_US);
		const ends: number[] = [];
		protocol.onSilence = () => {
			ends.push(protocol.received.length);
			return Uint8Array.of(1, 2);
		};
		line.receive([1], 20 * CHARACTER_US);
		line.receive([2], 10 * CHARACTER_US);
		expect(ends).toEqual([1]);
		// Nobody waits for the first answer any more.
		expect(line.sent).toEqual([]);
		line.wait(DELAY_US);
		expect(ends).toEqual([1, 2]);
		expect(line.take()).toEqual([[1, 2]]);
	});

	it("ends a request that silence does not end after all that is read in the same moment", () => {
		protocol.endsWithSilence = false;
		protocol.waits = true;
		line.wait(100 * CHARACTER_US);
		let ends = 0;
		protocol.onSilence = () => {
			ends++;
			return undefined;
		};
		line.receive([1], 20 * CHARACTER_US);
		line.receive([2], 10 * CHARACTER_US);
		line.wait(DELAY_US);
		expect(ends).toBe(1);
	});

	it("does not take a line for silent whose characters are still in the board's receiver", () => {
		line.receive([1], 0);
		line.receiving = true;
		line.wait(100 * DELAY_US);
		expect(line.sent).toEqual([]);
		line.receive([2], 0);
		line.receiving = false;
		line.wait(DELAY_US);
		expect(line.take()).toEqual([[1, 2]]);
	});

	it("hands over a long delivery in pieces without a silence between them", () => {
		const characters = Array.from({ length: 150 }, (_, i) => i);
		line.wait(200 * CHARACTER_US);
		line.receive(characters);
		const silences = protocol.received.map(({ silenceUs }) => silenceUs);
		expect(protocol.received.flatMap((part) => part.characters)).toEqual(characters);
		expect(silences[0]).toBeGreaterThanOrEqual(50 * CHARACTER_US);
		expect(silences.slice(1)).toEqual(new Array(silences.length - 1).fill(0));
	});

	it("lets the protocol answer once the line has been silent for its delay", () => {
		line.receive([1]);
		line.wait(DELAY_US - 250);
		line.receive([2]);
		const end = clock.microseconds;
		line.wait(DELAY_US - 250);
		expect(line.sent).toEqual([]);
		line.wait(250);
		expect(line.sent).toEqual([{ bytes: [1, 2], microseconds: end + DELAY_US }]);
	});

	it("is sending until the last character of the answer has gone out", () => {
		expect(protocol.server.sending).toBe(false);
		line.receive([1]);
		line.wait(DELAY_US);
		expect(protocol.server.sending).toBe(true);
		line.wait(2 * CHARACTER_US - 250);
		expect(protocol.server.sending).toBe(true);
		line.wait(250);
		expect(protocol.server.sending).toBe(false);
	});
});

describe("changed line settings are adopted", () => {
	it("at once while there is nothing to answer", () => {
		protocol.want(2200);
		expect(baud()).toBe(2200);
		expect(protocol.opened).toEqual([1100, 2200]);
	});

	it("without reopening the port if they are those in force", () => {
		const { options } = line;
		protocol.want(1100);
		expect(line.options).toBe(options);
		expect(protocol.adopted).toBe(1);
	});

	it("after the answer in hand has gone out at the old ones", () => {
		protocol.waits = true;
		line.receive([1]);
		protocol.want(2200);
		line.wait(DELAY_US);
		expect(line.take()).toEqual([[1, 2]]);
		line.wait(2 * CHARACTER_US - 250);
		expect(baud()).toBe(1100);
		line.wait(1000);
		expect(baud()).toBe(2200);
	});

	it("as soon as the answer in hand is left out", () => {
		protocol.waits = true;
		protocol.answers = false;
		line.receive([1]);
		protocol.want(2200);
		line.wait(DELAY_US - 250);
		expect(baud()).toBe(1100);
		line.wait(250);
		expect(baud()).toBe(2200);
	});

	it("after an answer that is going out", () => {
		line.receive([1]);
		line.wait(DELAY_US);
		protocol.want(2200);
		line.wait(2 * CHARACTER_US - 250);
		expect(baud()).toBe(1100);
		line.wait(1000);
		expect(baud()).toBe(2200);
	});

	it("with characters that follow the answer before the timer has noticed its end", () => {
		line.receive([1]);
		line.wait(DELAY_US);
		line.wait(250);
		protocol.want(2200);
		line.wait(2 * CHARACTER_US - 500);
		line.receive([2]);
		expect(baud()).toBe(1100);
		line.wait(250);
		line.receive([3]);
		expect(baud()).toBe(2200);
	});

	it("after the characters of one delivery have all been taken at the old ones", () => {
		protocol.onCharacters = () => {
			protocol.want(2200);
			expect(baud()).toBe(1100);
			return false;
		};
		line.receive(new Array(100).fill(0));
		expect(baud()).toBe(2200);
	});
});
