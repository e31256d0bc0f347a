/**
 * Names of AssemblyScript's number types, for the files that are compiled to machine code as well
 * (docs/sample-path.md). To tsc and on XS all of them are numbers, so a conversion by `as` is
 * nothing there.
 */
type i32 = number;
type i64 = number;
type f64 = number;
type bool = boolean;
type StaticArray<T> = T[];
