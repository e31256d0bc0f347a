/** The kernel as byte code: the reference for the compiled one, for `--kernel bytecode`, tests. */
import { Kernel } from "metrology/kernel";
import ByteCodePath from "./byte-code-path";

export default class ByteCodeKernel extends ByteCodePath<Kernel> {
	constructor() {
		super((memory) => new Kernel(memory));
	}
}
