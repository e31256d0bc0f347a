/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The generated C of the kernel (docs/sample-path.md) and what is around it, for Moddable's make
 * files. These have the same flags for every file, so what engine/image tells the compiler is said
 * here: a product and a sum are rounded each, as in JavaScript; accesses are checked by comparison,
 * not by signals; no count of the stack's depth.
 */
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("O2", "fp-contract=off")
#endif
#define WASM_RT_MEMCHECK_SIGNAL_HANDLER 0
#define WASM_RT_USE_STACK_DEPTH_COUNT 0

#include "kernel-code.h"
#include "../../engine/kernel/sample-path.c"

#include <stdio.h>

/* The chip restarts; the simulator ends. */
void samplePathTrapped(void)
{
	fprintf(stderr, "the kernel has stopped: a check of its own has failed\n");
	abort();
}
