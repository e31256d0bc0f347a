/** Everything at a meter's terminals: its own source, or a recording that is played for a time. */
import { sumOf } from "./mains/energy.ts";
import { Mains } from "./mains/model.ts";
import type { EnergyTruth, PhaseTruth, Source, TotalEnergyTruth } from "./source.ts";

type Three<T> = readonly [T, T, T];

/** A recording that is played, for people. */
export interface Played {
	/** Name of its file. */
	readonly name: string;
	/** Its channels, as in `--waveform-channels`. */
	readonly channels: string;
	/** Factors to the terminals, as in `--waveform-scale`; null: by the file's ratios. */
	readonly scale: string | null;
	/** Hz. */
	readonly frequency: number;
	/** Length of the loop. */
	readonly seconds: number;
}

/** Energies since the start. */
type Energies = Pick<Source, "energies" | "total">;

/** A recording and its description. */
interface Guest {
	readonly source: Source;
	readonly played: Played;
}

export class Terminals implements Source {
	/** Source of the start, to which a recording gives way. */
	readonly #own: Source;
	readonly #ownPlayed: Played | null;
	#guest: Guest | undefined;
	/** Energies of the recordings that have ended. */
	#past: Energies | undefined;

	/** @param played the recording that `own` is, if it is one */
	constructor(own: Source, played: Played | null = null) {
		this.#own = own;
		this.#ownPlayed = played;
	}

	/** The mains, if they are at the terminals. */
	get mains(): Mains | undefined {
		return this.#present instanceof Mains ? this.#present : undefined;
	}

	/** The recording at the terminals. */
	get played(): Played | null {
		return this.#guest?.played ?? this.#ownPlayed;
	}

	/** True if a recording has taken the place of the source of the start. */
	get hasGuest(): boolean {
		return this.#guest !== undefined;
	}

	get frequency(): number {
		return this.#present.frequency;
	}

	get lineVoltages(): Three<number> {
		return this.#present.lineVoltages;
	}

	get phases(): Three<PhaseTruth> {
		return this.#present.phases;
	}

	/** Recordings do not contain it, so it stays. */
	get tariffInput(): boolean {
		return this.#own.tariffInput;
	}

	get energies(): Three<EnergyTruth> {
		return this.#all.energies;
	}

	get total(): TotalEnergyTruth {
		return this.#all.total;
	}

	get framesPerSecond(): number {
		return this.#own.framesPerSecond;
	}

	set framesPerSecond(value: number) {
		this.#own.framesPerSecond = value;
		if (this.#guest) this.#guest.source.framesPerSecond = value;
	}

	/** Plays a recording instead, from the next frame. */
	play(source: Source, played: Played): void {
		this.stop();
		source.framesPerSecond = this.framesPerSecond;
		this.#guest = { source, played };
	}

	/** Goes back to the source of the start, which continues where it was. */
	stop(): void {
		if (!this.#guest) return;
		this.#past = this.#past ? both(this.#past, this.#guest.source) : snapshotOf(this.#guest.source);
		this.#guest = undefined;
	}

	fill(samples: Float64Array, frames: number): void {
		this.#present.fill(samples, frames);
	}

	get #present(): Source {
		return this.#guest?.source ?? this.#own;
	}

	get #all(): Energies {
		const known = this.#past ? both(this.#own, this.#past) : this.#own;
		return this.#guest ? both(known, this.#guest.source) : known;
	}
}

function snapshotOf({ energies, total }: Energies): Energies {
	return { energies, total };
}

function both(one: Energies, other: Energies): Energies {
	const [a, b] = [one.energies, other.energies];
	return {
		energies: [sumOf(a[0], b[0]), sumOf(a[1], b[1]), sumOf(a[2], b[2])],
		total: sumOf(one.total, other.total),
	};
}
