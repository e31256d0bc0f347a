/**
 * The register model: the present value of every quantity and setting, and the one way to write
 * them. It knows no address, frame or screen. The owner of a value sets it or answers for it.
 */
import { type Binding, type ChangeListener, type Custodian, Outcome } from "registers/binding";
import type Catalogue from "registers/catalogue";
import type { Attributes } from "registers/catalogue";
import RegisterWrite, { type Subscription } from "registers/write";

export default class RegisterModel<Name extends string = string> {
	/** Rows that outlive a power cut, by their places in the record of settings. */
	readonly storedRows: readonly number[];
	/** Values by row, in the unit of the quantity. */
	private readonly values: number[];
	private readonly catalogue: Catalogue;
	private readonly bindings: (Binding | undefined)[];
	private readonly subscriptions: Subscription[] = [];
	private readonly currentWrite: RegisterWrite;
	private isStopped = false;

	constructor(catalogue: Catalogue<Name>) {
		this.catalogue = catalogue;
		this.storedRows = catalogue.storedRows;
		// Not by map, which makes XS move the growing array again and again.
		this.values = new Array(catalogue.length).fill(0);
		for (let row = 0; row < catalogue.length; row++)
			this.values[row] = catalogue.attributesOf(row).initial;
		this.bindings = new Array(catalogue.length).fill(undefined);
		this.currentWrite = new RegisterWrite(
			catalogue,
			this.values,
			(index) => this.get(index),
			this.bindings,
			this.subscriptions,
		);
	}

	/** Row of a quantity, to be looked up once. Throws an Error if there is none of that name. */
	indexOf(name: Name): number {
		return this.catalogue.indexOf(name);
	}

	/** Rows of several quantities. */
	indicesOf(names: readonly Name[]): number[] {
		return names.map((name) => this.catalogue.indexOf(name));
	}

	/** Number of rows. */
	get length(): number {
		return this.catalogue.length;
	}

	/** Range, step and the like of a row. */
	attributesOf(index: number): Attributes {
		return this.catalogue.attributesOf(index);
	}

	/** Makes `binding` answer for a row. Throws an Error if the row is bound already. */
	bind(index: number, binding: Binding): void {
		if (this.bindings[index]) throw new Error(`${this.catalogue.names[index]} is bound twice`);
		this.bindings[index] = binding;
	}

	/**
	 * Calls `listener` after each commit that has changed one of the rows, in the order of
	 * subscription. The listener must not write registers.
	 */
	onChange(rows: readonly number[], listener: ChangeListener): void {
		this.subscriptions.push({ rows, listener });
	}

	/** Present value of a row; NaN of a measurement that is not trusted any more. */
	get(index: number): number {
		if (this.isStopped && this.attributesOf(index).measured) return Number.NaN;
		const binding = this.bindings[index];
		if (binding?.read) return binding.read(index);
		if (binding?.readMany) binding.readMany(index, index + 1, this.values);
		return this.values[index];
	}

	/**
	 * Present values of the rows from `first` to before `last`, in the array that is returned at
	 * their own indices: it is the model's, valid until the next call.
	 */
	getMany(first: number, last: number): readonly number[] {
		const values = this.values;
		for (let index = first; index < last; ) {
			const binding = this.bindings[index];
			if (binding?.readMany) {
				index = binding.readMany(index, last, values);
				continue;
			}
			if (binding?.read) values[index] = binding.read(index);
			index++;
		}
		if (this.isStopped)
			for (let index = first; index < last; index++)
				if (this.attributesOf(index).measured) values[index] = Number.NaN;
		return values;
	}

	/** Sets a value that the model keeps. */
	set(index: number, value: number): void {
		this.values[index] = value;
	}

	/** Makes `custodian` keep all later writes. Throws an Error if there is one. */
	entrust(custodian: Custodian): void {
		this.currentWrite.entrust(custodian);
	}

	/**
	 * Begins a write; one that was begun before and not committed is discarded.
	 * @param broadcast true if it was sent to every meter on a bus at once
	 */
	begin(broadcast = false): RegisterWrite {
		this.currentWrite.begin(broadcast);
		return this.currentWrite;
	}

	/** Writes one row. */
	write(index: number, value: number): Outcome {
		const write = this.begin();
		const outcome = write.stage(index, value);
		return outcome === Outcome.DONE ? write.commit() : outcome;
	}

	/** Marks the meter as stopped: no measurement or energy may be shown or sent (manual 8.1). */
	stop(): void {
		this.isStopped = true;
	}

	/** True once the meter has stopped. */
	get stopped(): boolean {
		return this.isStopped;
	}

	/** True if a row's value may be shown and sent. */
	isTrusted(index: number): boolean {
		return !this.isStopped || this.attributesOf(index).step === 0;
	}
}
