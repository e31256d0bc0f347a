/** A promise that is settled from outside. A rejection that nobody handles is no error. */
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
