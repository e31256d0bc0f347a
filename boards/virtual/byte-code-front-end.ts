/** The front end with the kernel as byte code, the reference of the compiled one. */

import { ROOM_FRAMES } from "metrology/kernel";
import type { QualityAnalyser } from "quality-analyser";
import { CHANNELS } from "sampling";
import ByteCodeKernel from "./byte-code-kernel";
import ByteCodeSamplePath from "./byte-code-sample-path";
import VirtualFrontEnd from "./front-end";

export default class ByteCodeFrontEnd extends VirtualFrontEnd {
	/** Made at the start: what is made at module level is frozen, the kernel's arrays too. */
	private kernel: ByteCodeKernel | undefined;
	/** The kernel with the analyser, which takes far more memory, once that is wanted. */
	private path: ByteCodeSamplePath | undefined;
	/** Frames of the message being delivered, and those of them that the kernel has taken in. */
	private count = 0;
	private taken = 0;

	override readonly quality: QualityAnalyser = {
		at: (place) => this.path?.analyser.at(place) ?? 0,
		enable: (on) => {
			if (on && !this.path) this.path = new ByteCodeSamplePath();
			this.path?.analyser.enable(on);
		},
		setLimits: (phase, low, high) => this.path?.analyser.setLimits(phase, low, high),
	};

	override start(onReadable: () => void): void {
		this.kernel = new ByteCodeKernel();
		super.start(onReadable);
	}

	override take(results: number[]): boolean {
		if (this.hasWindow) return super.take(results);
		const kernel = this.path ?? this.kernel;
		while (kernel) {
			if (kernel.take(results)) return true;
			const part = Math.min(this.count - this.taken, ROOM_FRAMES - kernel.end);
			if (part === 0) break;
			host.unpack(kernel.samples, kernel.end * CHANNELS, this.taken, part);
			kernel.accept(part);
			this.taken += part;
		}
		return false;
	}

	override restart(): void {
		(this.path ?? this.kernel)?.restart();
	}

	override setReference(phase: number): void {
		super.setReference(phase);
		(this.path ?? this.kernel)?.setReference(phase);
	}

	override deliver(count: number): void {
		this.count = count;
		this.taken = 0;
		super.deliver(count);
	}
}
