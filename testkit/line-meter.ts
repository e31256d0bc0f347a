import type { LineMeter, TransmitListener } from "../bench/bus/line-meter.ts";
import type { SerialSettings } from "../bench/bus/protocol.ts";

interface Wait {
	frames: number;
	callback: (reached: boolean) => void;
}

/** A meter for tests of the line: the test lets time pass. */
export class FakeLineMeter implements LineMeter {
	powered = true;
	frames = 0;
	hurried = false;
	changedFrame = 0;
	settings: SerialSettings | undefined = { baudRate: 9600, parity: "even" };
	/** Received characters, each with its time. */
	readonly received: { frames: number; text: string }[] = [];
	/** True for those that followed the ones before without a gap. */
	readonly continued: boolean[] = [];
	readonly #listeners: TransmitListener[] = [];
	#waits: Wait[] = [];

	listen(listener: TransmitListener): void {
		this.#listeners.push(listener);
	}

	receive(bytes: Uint8Array, continued: boolean): void {
		const text = Buffer.from(bytes).toString("latin1");
		this.received.push({ frames: this.frames, text });
		this.continued.push(continued);
	}

	mayChange(): void {
		this.changedFrame = this.frames;
	}

	after(frames: number, callback: (reached: boolean) => void): () => void {
		const wait = { frames: this.frames + frames, callback };
		this.#waits.push(wait);
		return () => {
			this.#waits = this.#waits.filter((other) => other !== wait);
		};
	}

	/** Sends characters, now or `delayFrames` frames later. */
	transmit(bytes: Uint8Array, delayFrames = 0): void {
		for (const listener of this.#listeners) listener(this.frames + delayFrames, bytes);
	}

	/** Lets frames pass one by one. */
	pass(frames: number): void {
		for (let left = frames; left > 0; left--) {
			this.frames++;
			const due = this.#waits.filter((wait) => wait.frames <= this.frames);
			this.#waits = this.#waits.filter((wait) => wait.frames > this.frames);
			for (const wait of due) wait.callback(true);
		}
	}

	/** Switches the supply off. */
	powerOff(): void {
		this.powered = false;
		for (const wait of this.#waits.splice(0)) wait.callback(false);
	}
}
