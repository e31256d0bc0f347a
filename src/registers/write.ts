/**
 * The one way to write registers: begin, stage row after row, commit. All rows are judged before
 * any of them changes. They change together; then listeners are told which rows have changed.
 */
import invariant from "invariant";
import {
	type Binding,
	type ChangeListener,
	type Changes,
	type Custodian,
	Outcome,
	type ProposedWrite,
} from "registers/binding";
import type Catalogue from "registers/catalogue";
import { allowed } from "registers/value";

/** Rows and the listener of their changes. */
export interface Subscription {
	readonly rows: readonly number[];
	readonly listener: ChangeListener;
}

/** The model makes one and uses it for every write. */
export default class RegisterWrite implements ProposedWrite, Changes {
	private readonly catalogue: Catalogue;
	private readonly values: number[];
	private readonly read: (index: number) => number;
	private readonly bindings: readonly (Binding | undefined)[];
	private readonly subscriptions: readonly Subscription[];
	/** Staged rows in order, after a commit the changed ones; their new and previous values. */
	private readonly rows: number[] = [];
	private readonly staged: number[] = [];
	private readonly replaced: number[] = [];
	private stagedCount = 0;
	private committing = false;
	private broadcast = false;
	private custodian: Custodian | undefined;

	constructor(
		catalogue: Catalogue,
		values: number[],
		read: (index: number) => number,
		bindings: readonly (Binding | undefined)[],
		subscriptions: readonly Subscription[],
	) {
		this.catalogue = catalogue;
		this.values = values;
		this.read = read;
		this.bindings = bindings;
		this.subscriptions = subscriptions;
	}

	/** Has `custodian` asked about each later commit. */
	entrust(custodian: Custodian): void {
		invariant(this.custodian === undefined, "one custodian keeps writes");
		this.custodian = custodian;
	}

	/** Discards an uncommitted write. */
	begin(broadcast: boolean): void {
		invariant(!this.committing, "no register is written by a listener of changes");
		this.stagedCount = 0;
		this.broadcast = broadcast;
	}

	get isBroadcast(): boolean {
		return this.broadcast;
	}

	/** Judges one row's value, in the model's unit, and stages it if the outcome is DONE. */
	stage(index: number, value: number): Outcome {
		const row = this.catalogue.attributesOf(index);
		const permission = this.permission(index);
		if (permission !== Outcome.DONE) return permission;
		const judged = allowed(row, value);
		if (Number.isNaN(judged)) return Outcome.BAD_VALUE;
		const outcome = this.bindings[index]?.judge?.(index, judged, this) ?? Outcome.DONE;
		if (outcome === Outcome.DONE) this.imply(index, judged);
		return outcome;
	}

	/** NO_REGISTER if a row is read only, REFUSED if its owner refuses every value now, else DONE. */
	permission(index: number): Outcome {
		if (!this.catalogue.attributesOf(index).range) return Outcome.NO_REGISTER;
		return (this.bindings[index]?.isWritable?.(index) ?? true) ? Outcome.DONE : Outcome.REFUSED;
	}

	/** Stages a value that was judged when it was stored. */
	restore(index: number, value: number): void {
		this.imply(index, value);
	}

	imply(index: number, value: number): void {
		const place = this.placeOf(index);
		this.rows[place] = index;
		this.staged[place] = value;
		if (place === this.stagedCount) this.stagedCount++;
	}

	valueOf(index: number): number {
		const place = this.placeOf(index);
		return place < this.stagedCount ? this.staged[place] : this.read(index);
	}

	/**
	 * Applies all staged rows and tells the listeners which have changed; none unless the custodian
	 * has admitted the write.
	 */
	commit(): Outcome {
		const outcome = this.custodian?.admit(this) ?? Outcome.DONE;
		if (outcome !== Outcome.DONE) return outcome;
		this.apply(this.custodian);
		return Outcome.DONE;
	}

	/** As {@link commit}, for what cannot be refused: restored values, the tariff input. */
	enforce(): void {
		this.apply(undefined);
	}

	private apply(custodian: Custodian | undefined): void {
		invariant(!this.committing, "no register is written by a listener of changes");
		this.committing = true;
		for (let i = 0; i < this.stagedCount; i++) this.replaced[i] = this.read(this.rows[i]);
		for (let i = 0; i < this.stagedCount; i++) {
			const index = this.rows[i];
			this.values[index] = this.staged[i];
			this.bindings[index]?.apply?.(index, this.staged[i]);
		}
		custodian?.complete();
		this.dropUnchanged();
		for (let i = 0; i < this.subscriptions.length; i++) this.tell(this.subscriptions[i]);
		this.stagedCount = 0;
		this.committing = false;
	}

	get count(): number {
		return this.stagedCount;
	}

	rowAt(place: number): number {
		return this.rows[place];
	}

	has(index: number): boolean {
		return this.placeOf(index) < this.stagedCount;
	}

	changes(index: number): boolean {
		const place = this.placeOf(index);
		if (place === this.stagedCount) return false;
		return this.isReset(index) || this.staged[place] !== this.read(index);
	}

	previous(index: number): number {
		return this.replaced[this.placeOf(index)];
	}

	/** Place of a row; {@link count} if it is not staged. */
	private placeOf(index: number): number {
		for (let i = 0; i < this.stagedCount; i++) if (this.rows[i] === index) return i;
		return this.stagedCount;
	}

	/** Drops rows whose value stays, except resets, which may change the meter but not the value. */
	private dropUnchanged(): void {
		let kept = 0;
		for (let i = 0; i < this.stagedCount; i++) {
			if (!this.isReset(this.rows[i]) && this.staged[i] === this.replaced[i]) continue;
			this.rows[kept] = this.rows[i];
			this.replaced[kept] = this.replaced[i];
			kept++;
		}
		this.stagedCount = kept;
	}

	/** True if 0 is the only value that may be written. */
	private isReset(index: number): boolean {
		const { range } = this.catalogue.attributesOf(index);
		return range !== undefined && range.minimum === range.maximum;
	}

	private tell({ rows, listener }: Subscription): void {
		for (let i = 0; i < this.stagedCount; i++)
			if (rows.includes(this.rows[i])) {
				listener(this);
				return;
			}
	}
}
