/** Activity on a bus: its server counts requests, the display shows a sign. */
export default class BusActivity {
	/** Requests to this meter so far; it wraps. */
	requests = 0;

	/** Counts a request that was for this meter. */
	countRequest(): void {
		this.requests = (this.requests + 1) & 0xffff;
	}
}
