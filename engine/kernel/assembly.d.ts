/** The part of AssemblyScript that module.ts uses, in addition to src/widths.d.ts. */
type usize = number;
declare const StaticArray: new <T>(length: number) => StaticArray<T>;
/** The address of an object. */
declare function changetype<T>(object: object): T;
declare namespace heap {
	/** The address of new memory. */
	function alloc(length: number): usize;
}
