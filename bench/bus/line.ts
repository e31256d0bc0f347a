/**
 * A serial line, RS-485 or M-Bus: any number of clients and meters on two wires, half duplex.
 *
 * The line carries bytes and judges none: framing is the meters' business. On a real line the one
 * client waits for its answer. Here several share the line, so they take turns: a client that has
 * sent owns the line until its answer has ended or can no longer come. Bytes that others send
 * meanwhile wait (`queue.ts`).
 *
 *     idle ──a client sends──▶ asking ──a meter sends──▶ answering ──last bit──▶ quiet ──▶ next
 *                              │    ▲                        │                             turn
 *            no answer in time │    └─────answer not whole───┘
 *                              ▼
 *                          next turn (asking, or idle if nobody waits)
 *
 * All times are meter time, so a slow bench and a fast one give the same result. A client's bytes
 * end on the wire when they arrive; those of meters take their time. Meters that run as fast as
 * they can have their bytes handed over ahead of that time, but the line becomes free no sooner.
 */
import type { LineMeter } from "./line-meter.ts";
import { agree, longestSeconds, type Protocol, type SerialSettings } from "./protocol.ts";
import { Queue } from "./queue.ts";
import { Burst } from "./signal.ts";
import {
	type Answering,
	Audience,
	afterAll,
	CHUNK_FRAMES,
	countDown,
	type Exchange,
	framesOf,
	IDLE,
	type LineClient,
	newTurn,
	type Quiet,
	type State,
	type Turn,
} from "./turn.ts";

export class SerialLine {
	readonly #protocol: Protocol;
	readonly #meters: readonly LineMeter[];
	readonly #observers: ((exchange: Exchange) => void)[] = [];
	/** Settings of the clients' side; undefined: it follows the first meter. */
	#fixed: SerialSettings | undefined;
	#state: State = IDLE;
	/** Cancels what the present state waits for. */
	#cancelWait: () => void = () => {};
	readonly #queue: Queue;
	readonly #audience: Audience;
	/** The meters in whose time the present state is measured. */
	#clocks: readonly LineMeter[] = [];

	/** @param meters at least one */
	constructor(protocol: Protocol, meters: readonly LineMeter[]) {
		this.#protocol = protocol;
		this.#meters = meters;
		this.#queue = new Queue(protocol);
		this.#audience = new Audience(protocol, meters);
		meters.forEach((meter, index) => {
			meter.listen((frame, bytes) => this.#hear(index, frame, bytes));
		});
	}

	/** Present settings of the clients' side. */
	get settings(): SerialSettings {
		return this.#fixed ?? this.#meters[0]?.settings ?? this.#protocol.initial;
	}

	/** True if the clients' side follows the first meter. */
	get follows(): boolean {
		return this.#fixed === undefined;
	}

	/** True if the present state is measured in meter time, false if by the machine's clock. */
	get isInMeterTime(): boolean {
		return this.#clocks.some(({ powered }) => powered);
	}

	/** Sets the clients' side; undefined: it follows the first meter. */
	set(settings: SerialSettings | undefined): void {
		this.#fixed = settings;
	}

	/** Calls `observer` at the end of every client's turn. */
	observe(observer: (exchange: Exchange) => void): void {
		this.#observers.push(observer);
	}

	/** Sends bytes, now or at the client's next turn. */
	send(client: LineClient, bytes: Uint8Array): void {
		if (bytes.length === 0 || this.#queue.rejects(client)) return;
		const state = this.#state;
		if (this.#queue.has(client)) this.#queue.add(client, bytes);
		else if (state.name === "idle") this.#beginTurn(client, bytes);
		else if (state.name === "asking" && state.turn.client === client && !state.turn.cutOff)
			this.#put(state.turn, bytes);
		else {
			this.#queue.add(client, bytes);
			if (state.name === "quiet") this.#watchSilence(state);
		}
	}

	/** Bytes of a client that wait for its turn. */
	waitingBytes(client: LineClient): number {
		return this.#queue.bytesOf(client);
	}

	/** True if a client has the turn or waits for one. */
	serves(client: LineClient): boolean {
		const state = this.#state;
		const turn = state.name === "asking" || state.name === "answering" ? state.turn : undefined;
		return turn?.client === client || this.#queue.has(client);
	}

	/** A client asks no more, or has gone: it waits after the others, and not for long. */
	finish(client: LineClient): void {
		this.#queue.finish(client);
	}

	/** A client has gone: drops its waiting bytes. It still hears the end of a turn that it has. */
	leave(client: LineClient): void {
		this.#queue.drop(client);
	}

	#beginTurn(client: LineClient, bytes: Uint8Array): void {
		const turn = newTurn(client, this.settings);
		this.#put(turn, bytes);
		const longestFrames = framesOf(longestSeconds(this.#protocol, turn.settings));
		// Any frame would have ended by then.
		turn.stopTimer = afterAll(this.#clocks, longestFrames, false, () => {
			turn.cutOff = true;
		});
	}

	/** Sends bytes of the client that has the turn; the wait for the answer starts again. */
	#put(turn: Turn, bytes: Uint8Array): void {
		const { settings } = this;
		if (this.#audience.hasHeardPause(turn, settings)) {
			turn.frame = new Uint8Array();
			turn.chunks = 0;
		}
		const now = this.#queue.limit(turn.client, turn.frame.length, bytes);
		if (now.length === 0) return;
		turn.frame = Buffer.concat([turn.frame, now]);
		turn.chunks++;
		this.#audience.give(turn, now, settings);
		this.#clocks = this.#audience.clocks(turn);
		turn.request = Buffer.concat([turn.request, now]);
		turn.settings = settings;
		turn.originFrames = this.#presentFrames();
		this.#enter({ name: "asking", turn });
		this.#wait(framesOf(this.#protocol.answerSeconds(settings)), () => this.#nextTurn(turn));
	}

	/** A meter sends characters, of which the first starts at `frame` of its time. */
	#hear(index: number, frame: number, bytes: Uint8Array): void {
		const settings = this.#meters[index]?.settings ?? this.#protocol.initial;
		const state = this.#state;
		const asked = state.name === "asking" || state.name === "answering";
		const turn = asked ? state.turn : undefined;
		turn?.sent.set(index, Buffer.concat([turn.sent.get(index) ?? new Uint8Array(), bytes]));
		const burstFrames = state.name === "answering" ? state.originFrames : turn?.originFrames;
		const originFrames = burstFrames ?? this.#presentFrames();
		const start = frame - (originFrames[index] ?? 0);
		if (state.name === "answering") {
			state.burst.add(index, settings, start, bytes);
			return;
		}
		const burst = new Burst(settings, start);
		burst.add(index, settings, start, bytes);
		if (turn) turn.delayFrames ??= start;
		const answering: Answering = { name: "answering", turn, originFrames, burst };
		this.#enter(answering);
		this.#awaitOthers(answering, index, turn ? this.#clocks : this.#meters);
	}

	/** Carries a burst once the others have lived to its start: they may start with it. */
	#awaitOthers(answering: Answering, talker: number, others: readonly LineMeter[]): void {
		const { burst, originFrames } = answering;
		const waits = this.#meters
			.map((meter, index) => ({
				meter,
				frames: burst.start + (originFrames[index] ?? 0) - meter.frames,
				index,
			}))
			.filter(({ meter, index }) => index !== talker && meter.powered && others.includes(meter));
		if (waits.length === 0) this.#carry(answering);
		else this.#cancelWait = countDown(waits, true, () => this.#carry(answering));
	}

	/** Hands over the characters that have started by now to the client that has the turn. */
	#carry(answering: Answering): void {
		const { burst, turn } = answering;
		// One is enough to follow a burst of many.
		this.#clocks = this.#poweredTalkers(burst).slice(0, 1);
		for (const talker of burst.talkers)
			if (!this.#meters[talker]?.powered) burst.cut(talker, this.#livedFrames(answering, talker));
		const hurried = burst.talkers.some((talker) => this.#meters[talker]?.hurried);
		const now = hurried ? burst.end : this.#talkersFrames(answering);
		const bytes = burst.take(now);
		if (turn && bytes.length > 0 && agree(burst.settings, this.#fixed ?? turn.settings)) {
			turn.answer = Buffer.concat([turn.answer, bytes]);
			turn.client.answer(bytes);
		}
		// A meter that waits for its flash sends at a time that the bench has not given it yet.
		const earlyFrames = hurried ? 0 : Math.ceil(burst.start - now);
		const leftFrames = Math.ceil(burst.lastCharacter - now);
		if (earlyFrames > 0 && this.#clocks.length > 0)
			this.#wait(earlyFrames, () => this.#carry(answering));
		else if (leftFrames > 0)
			this.#wait(Math.min(CHUNK_FRAMES, leftFrames), () => this.#carry(answering), false);
		else this.#endBurst(answering);
	}

	#poweredTalkers({ talkers }: Burst): LineMeter[] {
		return this.#meters.filter(({ powered }, index) => powered && talkers.includes(index));
	}

	/** Frames of a meter's time since the origin of a burst. */
	#livedFrames({ originFrames }: Answering, index: number): number {
		return (this.#meters[index]?.frames ?? 0) - (originFrames[index] ?? 0);
	}

	/** The same of the meters that send. */
	#talkersFrames(answering: Answering): number {
		return Math.max(...answering.burst.talkers.map((each) => this.#livedFrames(answering, each)));
	}

	/** The last character has been handed over: the turn ends, unless more may follow. */
	#endBurst(answering: Answering): void {
		const { burst, turn } = answering;
		const { talkers, settings } = burst;
		const leftFrames = burst.leftFrames((talker) => this.#livedFrames(answering, talker));
		this.#clocks = this.#audience.share(burst, turn);
		const silenceFrames = framesOf(this.#protocol.silenceSeconds(settings));
		if (turn && !this.#protocol.isWhole(turn.answer)) {
			// The meters do not answer what they hear while they send.
			turn.cutOff = true;
			this.#enter({ name: "asking", turn });
			this.#wait(leftFrames + silenceFrames, () => this.#fallSilent(turn, silenceFrames));
			return;
		}
		if (turn && talkers.length === 1) turn.answeredBy = talkers[0];
		this.#fallSilent(turn, leftFrames + silenceFrames);
	}

	/** Ends the turn; the next one starts after `silenceFrames`, if somebody wants it. */
	#fallSilent(turn: Turn | undefined, silenceFrames: number): void {
		this.#conclude(turn);
		const ends = this.#clocks.map((meter) => ({ meter, frame: meter.frames + silenceFrames }));
		const quiet: Quiet = { name: "quiet", ends, watched: false };
		this.#enter(quiet);
		turn?.client.over();
		if (!this.#queue.isEmpty) this.#watchSilence(quiet);
	}

	#watchSilence(quiet: Quiet): void {
		if (quiet.watched) return;
		quiet.watched = true;
		const leftFrames = quiet.ends.map(({ meter, frame }) => frame - meter.frames);
		this.#wait(Math.max(1, ...leftFrames), () => this.#nextTurn(undefined));
	}

	/** Ends the turn that nobody has answered, if there is one, and starts the next. */
	#nextTurn(turn: Turn | undefined): void {
		this.#conclude(turn);
		this.#enter(IDLE);
		const expired = this.#queue.expire();
		const next = this.#queue.take();
		if (next) this.#beginTurn(next.client, next.bytes);
		// Only now, so that a client that asks again does not go before those that wait.
		turn?.client.over();
		for (const client of expired) client.over();
	}

	#conclude(turn: Turn | undefined): void {
		if (!turn) return;
		turn.stopTimer();
		this.#queue.served(turn.client);
		this.#audience.learn(turn);
		for (const observer of this.#observers) observer(turn);
	}

	/** Enters a state; the wait of the one before is cancelled. */
	#enter(state: State): void {
		this.#cancelWait();
		this.#cancelWait = () => {};
		this.#state = state;
	}

	/** Calls back when all clocks that are on have lived through `frames` more frames. */
	#wait(frames: number, callback: () => void, precise = true): void {
		this.#cancelWait();
		this.#cancelWait = afterAll(this.#clocks, frames, precise, callback);
	}

	#presentFrames(): number[] {
		return this.#meters.map(({ frames }) => frames);
	}
}
