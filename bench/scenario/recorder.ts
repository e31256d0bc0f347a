/** Notes what is done to the meters of a running bench, as a scenario. */
import { stringify } from "yaml";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import { decodeResponse, decodeWrite } from "../../client/pdu.ts";
import { decodeRegister } from "../../client/register-codec.ts";
import { isWhole } from "../bus/rtu.ts";
import type { Exchange } from "../bus/turn.ts";
import { BUTTON_NAMES, PADS } from "../display/buttons.ts";
import { validateMains } from "../mains/validation.ts";
import type { Delivery } from "../meter/feed.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { readingOf } from "../readings/readings.ts";
import { REGISTERS } from "../registers/table.ts";
import type { Event, Happening, MeterSetup, Scenario } from "./scenario.ts";

/** Most events that are kept; the oldest are forgotten. */
const MOST_EVENTS = 10_000;

/** Of the front end, what a scenario has; a client may have sent either. */
function frontEnd({ delivery, temperature }: Record<string, unknown>): Happening {
	return {
		...(delivery !== undefined && { frames: delivery as Delivery }),
		...(temperature !== undefined && { temperature: Number(temperature) }),
	};
}

/**
 * Bodies of the API's requests by the end of their path, as happenings; with several keys they are
 * several events, with none a scenario cannot express it.
 */
const REQUESTS: Readonly<Record<string, (body: Record<string, unknown>) => Happening>> = {
	// All of it: harmonics that it leaves out end, and those that a patch leaves out stay.
	"PUT /mains": (mains) => ({ mains: validateMains(mains) }),
	"PATCH /mains": (mains) => ({ mains }),
	"POST /power": ({ on, warning }) => ({ power: on ? "on" : warning === false ? "cut" : "off" }),
	"POST /seal": ({ open }) => ({ seal: open ? "open" : "closed" }),
	"POST /flash/faults": (flash) => ({ flash }),
	"PUT /front-end": frontEnd,
	"PATCH /front-end": frontEnd,
	"PUT /ble": ({ inRange }) => ({ radio: inRange ? "back" : "lost" }),
	"POST /ble/loss": ({ afterWrites = 0 }) => (afterWrites === 0 ? { radio: "dropped" } : {}),
};

const PATH = /^\/api(?:\/meters\/(\d+))?(\/[^?]*)/;

export class Recorder {
	readonly #meters: readonly VirtualMeter[];
	readonly #speed: number;
	readonly #starts: readonly MeterSetup[];
	#events: Event[] = [];
	/** Time at which each pad was touched that is still down, by meter and pad. */
	readonly #touches = new Map<string, number>();
	/** Meter time of the first meter that passed while it was off, and since when it has been. */
	#offSeconds = 0;
	#offSinceMs: number | undefined;

	/** Begins now. @param speed meter seconds per second, for the time while the supply is off */
	constructor(meters: readonly VirtualMeter[], speed: number) {
		this.#meters = meters;
		meters[0]?.watchSupply((on) => this.#supplied(on));
		this.#speed = Number.isFinite(speed) ? speed : 0;
		this.#starts = meters.map(({ source }) =>
			source.mains ? { mains: source.mains.settings } : {},
		);
	}

	/** Notes a request to the API that was accepted. */
	accepted(method: string, url: string, body: unknown): void {
		const [, meter, path] = PATH.exec(url) ?? [];
		const happening = REQUESTS[`${method} ${path}`];
		if (!happening) return;
		const happenings = Object.entries(happening(body as Record<string, unknown>));
		for (const [key, value] of happenings) this.#add(Number(meter ?? 0), { [key]: value });
	}

	/** Notes a finger on a button, when it is lifted. */
	touched(meter: number, pad: number, down: boolean): void {
		const key = `${meter} ${pad}`;
		const since = this.#touches.get(key);
		this.#touches.delete(key);
		if (down) this.#touches.set(key, this.#now());
		else if (since !== undefined) {
			const button = BUTTON_NAMES.find((name) => PADS[name] === pad) ?? "middle";
			const holdMs = Math.round(1000 * (this.#now() - since));
			this.#add(meter, { press: { button, hold: `${holdMs} ms` } }, since);
		}
	}

	/** Notes a client's write that a meter has accepted. */
	overhear({ request, answer, answeredBy }: Exchange): void {
		if (answeredBy === undefined || !isWhole(request) || !isWhole(answer)) return;
		const pdu = request.subarray(1, -2);
		const written = decodeWrite(pdu);
		if (!written || decodeResponse(pdu, answer.subarray(1, -2)).kind !== "normal") return;
		const { address, words } = written;
		const bytes = new ByteWriter(2 * words.length);
		for (const word of words) bytes.uint16(word);
		const reader = new ByteReader(bytes.written);
		const write = REGISTERS.filter(
			(row) =>
				row.range && row.address >= address && row.address + row.length <= address + words.length,
		).flatMap((row) => {
			reader.seek(2 * (row.address - address));
			const value = readingOf(row, decodeRegister(row, reader, false));
			return value === null ? [] : [[row.name, value] as const];
		});
		if (write.length > 0) this.#add(answeredBy, { write: Object.fromEntries(write) });
	}

	/** The scenario so far, as YAML. */
	text(): string {
		const scenario: Scenario = {
			version: 1,
			title: "recorded",
			duration: this.#now(),
			meters: this.#starts,
			// A press is noted when it ends.
			events: this.#events.toSorted((a, b) => Number(a.at) - Number(b.at)),
		};
		// Meters often have the same mains, and YAML readers limit the number of aliases.
		return stringify(scenario, { aliasDuplicateObjects: false });
	}

	#add(meter: number, happening: Happening, at = this.#now()): void {
		this.#events.push({ at, ...(meter > 0 && { meter }), ...happening });
		this.#events = this.#events.slice(-MOST_EVENTS);
	}

	/** Time since the start, to a millisecond. */
	#now(): number {
		const seconds = (this.#meters[0]?.seconds ?? 0) + this.#offSeconds + this.#sinceOff;
		return Math.round(seconds * 1000) / 1000;
	}

	/** Time for which the first meter has been off, at the bench's speed. */
	get #sinceOff(): number {
		if (this.#offSinceMs === undefined) return 0;
		return ((performance.now() - this.#offSinceMs) / 1000) * this.#speed;
	}

	/** The supply of the first meter has come or gone. */
	#supplied(on: boolean): void {
		this.#offSeconds += this.#sinceOff;
		this.#offSinceMs = on ? undefined : performance.now();
	}
}
