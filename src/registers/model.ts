/**
 * The register model: the present value of every quantity and setting, and the one way to write
 * them. It knows no address, frame or screen. The owner of a value sets it or answers for it.
 */
import invariant from "invariant";
import {
	type Binding,
	type ChangeListener,
	type Changes,
	Outcome,
	type StagedWrite,
} from "registers/binding";
import type Catalogue from "registers/catalogue";
import type { Attributes } from "registers/catalogue";
import { allowed } from "registers/value";

/** Rows and the listener of their changes. */
interface Subscription {
	readonly rows: readonly number[];
	readonly listener: ChangeListener;
}

/**
 * The one way to write registers: begin, stage row after row, commit. All rows are judged before
 * any of them changes. They change together; then listeners are told which rows have changed. The
 * model makes one and uses it for every write.
 */
class RegisterWrite implements StagedWrite, Changes {
	readonly #catalogue: Catalogue;
	readonly #values: number[];
	readonly #read: (index: number) => number;
	readonly #bindings: readonly (Binding | undefined)[];
	readonly #subscriptions: readonly Subscription[];
	/** Staged rows in order, after a commit the changed ones; their new and previous values. */
	readonly #rows: number[] = [];
	readonly #staged: number[] = [];
	readonly #previous: number[] = [];
	#count = 0;
	#committing = false;

	constructor(
		catalogue: Catalogue,
		values: number[],
		read: (index: number) => number,
		bindings: readonly (Binding | undefined)[],
		subscriptions: readonly Subscription[],
	) {
		this.#catalogue = catalogue;
		this.#values = values;
		this.#read = read;
		this.#bindings = bindings;
		this.#subscriptions = subscriptions;
	}

	/** Discards an uncommitted write. */
	begin(): void {
		invariant(!this.#committing, "no register is written by a listener of changes");
		this.#count = 0;
	}

	/** Judges one row's value, in the model's unit, and stages it if the outcome is DONE. */
	stage(index: number, value: number): Outcome {
		const row = this.#catalogue.attributesOf(index);
		const permission = this.permission(index);
		if (permission !== Outcome.DONE) return permission;
		const judged = allowed(row, value);
		if (Number.isNaN(judged)) return Outcome.BAD_VALUE;
		const outcome = this.#bindings[index]?.judge?.(index, judged, this) ?? Outcome.DONE;
		if (outcome === Outcome.DONE) this.imply(index, judged);
		return outcome;
	}

	/** NO_REGISTER if a row is read only, REFUSED if its owner refuses every value now, else DONE. */
	permission(index: number): Outcome {
		if (!this.#catalogue.attributesOf(index).range) return Outcome.NO_REGISTER;
		return (this.#bindings[index]?.isWritable?.(index) ?? true) ? Outcome.DONE : Outcome.REFUSED;
	}

	/** Stages a value that was judged when it was stored. */
	restore(index: number, value: number): void {
		this.imply(index, value);
	}

	imply(index: number, value: number): void {
		const place = this.#placeOf(index);
		this.#rows[place] = index;
		this.#staged[place] = value;
		if (place === this.#count) this.#count++;
	}

	valueOf(index: number): number {
		const place = this.#placeOf(index);
		return place < this.#count ? this.#staged[place] : this.#read(index);
	}

	/** Applies all staged rows, then tells the listeners which have changed. */
	commit(): void {
		invariant(!this.#committing, "no register is written by a listener of changes");
		this.#committing = true;
		for (let i = 0; i < this.#count; i++) this.#previous[i] = this.#read(this.#rows[i]);
		for (let i = 0; i < this.#count; i++) {
			const index = this.#rows[i];
			this.#values[index] = this.#staged[i];
			this.#bindings[index]?.apply?.(index, this.#staged[i]);
		}
		this.#dropUnchanged();
		for (let i = 0; i < this.#subscriptions.length; i++) this.#tell(this.#subscriptions[i]);
		this.#count = 0;
		this.#committing = false;
	}

	get count(): number {
		return this.#count;
	}

	rowAt(place: number): number {
		return this.#rows[place];
	}

	has(index: number): boolean {
		return this.#placeOf(index) < this.#count;
	}

	previous(index: number): number {
		return this.#previous[this.#placeOf(index)];
	}

	/** Place of a row; {@link count} if it is not staged. */
	#placeOf(index: number): number {
		for (let i = 0; i < this.#count; i++) if (this.#rows[i] === index) return i;
		return this.#count;
	}

	/** Drops rows whose value stays, except resets, which may change the meter but not the value. */
	#dropUnchanged(): void {
		let kept = 0;
		for (let i = 0; i < this.#count; i++) {
			const { range } = this.#catalogue.attributesOf(this.#rows[i]);
			const isReset = range !== undefined && range.minimum === range.maximum;
			if (!isReset && this.#staged[i] === this.#previous[i]) continue;
			this.#rows[kept] = this.#rows[i];
			this.#previous[kept] = this.#previous[i];
			kept++;
		}
		this.#count = kept;
	}

	#tell({ rows, listener }: Subscription): void {
		for (let i = 0; i < this.#count; i++)
			if (rows.includes(this.#rows[i])) {
				listener(this);
				return;
			}
	}
}

export default class RegisterModel<Name extends string = string> {
	/** Values by row, in the unit of the quantity. */
	readonly #values: number[];
	readonly #catalogue: Catalogue;
	readonly #bindings: (Binding | undefined)[];
	readonly #subscriptions: Subscription[] = [];
	readonly #write: RegisterWrite;
	#stopped = false;

	constructor(catalogue: Catalogue<Name>) {
		this.#catalogue = catalogue;
		this.#values = catalogue.names.map((_, row) => catalogue.attributesOf(row).initial);
		this.#bindings = new Array(catalogue.length).fill(undefined);
		this.#write = new RegisterWrite(
			catalogue,
			this.#values,
			(index) => this.get(index),
			this.#bindings,
			this.#subscriptions,
		);
	}

	/** Row of a quantity, to be looked up once. Throws an Error if there is none of that name. */
	indexOf(name: Name): number {
		return this.#catalogue.indexOf(name);
	}

	/** Rows of several quantities. */
	indicesOf(names: readonly Name[]): number[] {
		return names.map((name) => this.#catalogue.indexOf(name));
	}

	/** Number of rows. */
	get length(): number {
		return this.#catalogue.length;
	}

	/** Range, step and the like of a row. */
	attributesOf(index: number): Attributes {
		return this.#catalogue.attributesOf(index);
	}

	/** Makes `binding` answer for a row. Throws an Error if the row is bound already. */
	bind(index: number, binding: Binding): void {
		if (this.#bindings[index]) throw new Error(`${this.#catalogue.names[index]} is bound twice`);
		this.#bindings[index] = binding;
	}

	/**
	 * Calls `listener` after each commit that has changed one of the rows, in the order of
	 * subscription. The listener must not write registers.
	 */
	onChange(rows: readonly number[], listener: ChangeListener): void {
		this.#subscriptions.push({ rows, listener });
	}

	/** Present value of a row. */
	get(index: number): number {
		const binding = this.#bindings[index];
		if (binding?.read) return binding.read(index);
		if (binding?.readMany) binding.readMany(index, index + 1, this.#values);
		return this.#values[index];
	}

	/**
	 * Present values of the rows from `first` to before `last`, in the array that is returned at
	 * their own indices: it is the model's, valid until the next call.
	 */
	getMany(first: number, last: number): readonly number[] {
		const values = this.#values;
		for (let index = first; index < last; ) {
			const binding = this.#bindings[index];
			if (binding?.readMany) {
				index = binding.readMany(index, last, values);
				continue;
			}
			if (binding?.read) values[index] = binding.read(index);
			index++;
		}
		return values;
	}

	/** Sets a value that the model keeps. */
	set(index: number, value: number): void {
		this.#values[index] = value;
	}

	/** Begins a write; one that was begun before and not committed is discarded. */
	begin(): RegisterWrite {
		this.#write.begin();
		return this.#write;
	}

	/** Writes one row. */
	write(index: number, value: number): Outcome {
		const write = this.begin();
		const outcome = write.stage(index, value);
		if (outcome === Outcome.DONE) write.commit();
		return outcome;
	}

	/** Marks the meter as stopped: no measurement or energy may be shown or sent (manual 8.1). */
	stop(): void {
		this.#stopped = true;
	}

	/** True once the meter has stopped. */
	get stopped(): boolean {
		return this.#stopped;
	}

	/** True if a row's value may be shown and sent. */
	isTrusted(index: number): boolean {
		return !this.#stopped || this.attributesOf(index).step === 0;
	}
}
