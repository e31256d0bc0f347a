/**
 * The sample path of a board: the kernel, and the analyser of the frames that it has made flat.
 * Compiled to machine code as well: docs/sample-path.md.
 */
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types
import { KEPT_FRAMES, Kernel, KernelMemory } from "metrology/kernel";
import { Analyser } from "quality/analyser";
// biome-ignore lint/style/useImportType: the same
import { AnalyserMemory } from "quality/analyser-memory";

export class SamplePath {
	private readonly samples: StaticArray<i32>;
	private readonly kernel: Kernel;
	readonly analyser: Analyser;
	/** End of the frames that the analyser has seen. */
	private analysed: i32 = KEPT_FRAMES;

	constructor(kernel: KernelMemory, analyser: AnalyserMemory) {
		this.samples = kernel.samples;
		this.kernel = new Kernel(kernel);
		this.analyser = new Analyser(analyser);
	}

	/** The first free frame of the samples. */
	get end(): i32 {
		return this.kernel.end;
	}

	/** See Kernel. */
	accept(count: i32): bool {
		return this.kernel.accept(count);
	}

	/** Analyses the frames that were accepted, and sums them until a window closes: see Kernel. */
	run(): bool {
		const end: i32 = this.kernel.end;
		if (end > this.analysed) {
			this.analyser.add(this.samples, this.analysed, end, this.kernel.step);
			this.analysed = end;
		}
		if (this.kernel.run()) return true;
		this.analysed = KEPT_FRAMES;
		return false;
	}

	/** Discards the windows in progress and the frames at hand, since the next ones are missing. */
	restart(): void {
		this.kernel.restart();
		this.analyser.restart();
		this.analysed = KEPT_FRAMES;
	}

	/** See Kernel. */
	setReference(phase: i32): void {
		this.kernel.setReference(phase);
	}
}
