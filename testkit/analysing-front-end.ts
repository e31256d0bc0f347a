/** A front end with the analyser of power quality, as byte code; the test feeds it. */
import ByteCodeSamplePath from "../boards/virtual/byte-code-sample-path.ts";
import { TestFrontEnd } from "./board.ts";

export class AnalysingFrontEnd extends TestFrontEnd {
	readonly quality: ByteCodeSamplePath["analyser"];

	constructor() {
		const path = new ByteCodeSamplePath();
		super(path);
		this.quality = path.analyser;
	}
}
