/** Whether a bus is being spoken on: its servers tell, the display shows it. */
export default class BusActivity {
	/** Requests to this meter so far; it wraps. */
	requests = 0;

	/** A server has dealt with a request that was for this meter. */
	note(): void {
		this.requests = (this.requests + 1) & 0xffff;
	}
}
