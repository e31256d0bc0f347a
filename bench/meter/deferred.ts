/** A promise that is settled from outside; nobody has to look at a rejection. */
export class Deferred {
	readonly promise: Promise<void>;
	readonly resolve: () => void;
	readonly reject: (reason: unknown) => void;

	constructor() {
		let settle: [() => void, (reason: unknown) => void] = [() => {}, () => {}];
		this.promise = new Promise((resolve, reject) => {
			settle = [resolve, reject];
		});
		this.promise.catch(() => {});
		[this.resolve, this.reject] = settle;
	}
}
