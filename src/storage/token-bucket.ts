/** Token bucket: limits flash writes that outsiders can trigger. */
export default class TokenBucket {
	private readonly capacity: number;
	private readonly intervalS: number;
	private tokens: number;
	/** Seconds until the next token. */
	private nextS: number;

	/**
	 * @param capacity tokens of a full bucket, which it is at the start
	 * @param intervalS seconds after which a token is added
	 */
	constructor(capacity: number, intervalS: number) {
		this.capacity = capacity;
		this.intervalS = intervalS;
		this.tokens = capacity;
		this.nextS = intervalS;
	}

	/** Takes `count` tokens; false, with none taken, if there are fewer. */
	tryTake(count = 1): boolean {
		if (this.tokens < count) return false;
		this.tokens -= count;
		return true;
	}

	/** Advances time by less than the interval. */
	advance(seconds: number): void {
		this.nextS -= seconds;
		if (this.nextS > 0) return;
		this.nextS += this.intervalS;
		if (this.tokens < this.capacity) this.tokens++;
	}
}
