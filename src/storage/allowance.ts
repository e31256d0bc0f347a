/** How often something may be written that others make happen: so many times at once, and then one more now and again. */
export default class Allowance {
	readonly #most: number;
	readonly #interval: number;
	#left: number;
	/** Seconds until there is one more. */
	#next: number;

	/** @param most times at once @param interval seconds after which there is one more */
	constructor(most: number, interval: number) {
		this.#most = most;
		this.#interval = interval;
		this.#left = most;
		this.#next = interval;
	}

	/** Takes one. @returns false: there is none left now */
	spend(): boolean {
		if (this.#left === 0) return false;
		this.#left--;
		return true;
	}

	/** Some seconds have passed, fewer than the interval. */
	pass(seconds: number): void {
		this.#next -= seconds;
		if (this.#next > 0) return;
		this.#next += this.#interval;
		if (this.#left < this.#most) this.#left++;
	}
}
