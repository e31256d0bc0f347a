/** The part of WebAssembly that the engine uses; TypeScript declares it for browsers only. */
declare namespace WebAssembly {
	class Module {
		constructor(bytes: Uint8Array);
	}
	class Instance {
		constructor(module: Module, imports?: object);
		readonly exports: unknown;
	}
	interface Memory {
		readonly buffer: ArrayBuffer;
	}
}
