// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the checks of the generated C cheap, without leaving one out. wasm2c adds address and
 * offset in 64 bits and compares with a size in memory, which it reads again after each store, as
 * it does the memory's address: half of all instructions. The kernel's memory has a fixed size and
 * place, so one comparison of 32 bits with a constant does. AssemblyScript aligns all that it puts
 * there, so an access need not be made of bytes; one that is not aligned would fault. The
 * replacements are exact: generated C of another form is refused.
 */

/** The macros that define an access, as wasm2c writes them for a little-endian processor. */
const DEFINITIONS = /#define DEFINE_LOAD\(name, t1, t2, t3\) {22}\\\n[\s\S]*?\n {2}\}\n#endif\n/;

/**
 * In their place: an access to `base` + `offset`, of which the latter is a constant. It begins
 * before the end; the longest has eight bytes, which are there after it. A sum that wraps is
 * checked as any other.
 */
const ACCESSES = `#define CHECKED(base, offset, t)                              \\
  if (UNLIKELY((base) + (offset) >= KERNEL_MEMORY_BYTES))     \\
    TRAP(OOB);

#define DEFINE_LOAD(name, t1, t2, t3)                         \\
  typedef t1 __attribute__((may_alias)) name##_type;          \\
  static inline __attribute__((always_inline)) t3 name(u32 base, u32 offset) {               \\
    CHECKED(base, offset, t1);                                \\
    return (t3)(t2)*(const name##_type*)(kernelMemory + base + offset); \\
  }

#define DEFINE_STORE(name, t1, t2)                            \\
  typedef t1 __attribute__((may_alias)) name##_type;          \\
  static inline __attribute__((always_inline)) void name(u32 base, u32 offset, t2 value) {   \\
    CHECKED(base, offset, t1);                                \\
    *(name##_type*)(kernelMemory + base + offset) = (t1)value; \\
  }
#endif
`;

const ACCESS =
	/\b([if](?:32|64)_(?:load|store)\w*)\(&instance->w2c_memory, \(u64\)\((\w+)\)(?: \+ (\d+)u?)?/g;
const UNCHANGED = /\b[if](?:32|64)_(?:load|store)\w*\(&/;

/** Returns the C with cheap checks. Throws one line if it has another form. */
export function withCheapChecks(c: string): string {
	if (!DEFINITIONS.test(c))
		throw new Error("kernel: wasm2c has written no accesses that are known");
	const changed = c
		.replace(DEFINITIONS, ACCESSES)
		.replace(ACCESS, (_, name, base, offset = "0") => `${name}(${base}, ${offset}u`);
	const left = UNCHANGED.exec(changed);
	if (left) throw new Error(`kernel: wasm2c has written an access of another form: ${left[0]}`);
	return `#include "kernel-memory.h"\n${changed}`;
}
