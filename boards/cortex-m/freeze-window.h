/* SPDX-License-Identifier: Apache-2.0 */
/* The window of memory while the build freezes a machine; engine/image/freeze.ts reads it. */
#ifndef AMBIT_CORTEX_M_FREEZE_WINDOW_H
#define AMBIT_CORTEX_M_FREEZE_WINDOW_H

#include "mps2.h"

/* In: slots of the machine, bytes of chunks. Out: bytes of the frozen machine. */
#define FREEZE_SLOTS_AT 0x100
#define FREEZE_CHUNKS_AT 0x104
#define FREEZE_LENGTH_AT 0x108
/* Out: struct frozenLayout, and the machine. */
#define FREEZE_LAYOUT_AT 0x200
#define FREEZE_RESULT_AT 0x100000

/* C's memory while it freezes: malloc's, then the stack. */
#define FREEZE_MALLOC (WINDOW_ADDRESS + 0x800000)
#define FREEZE_MALLOC_LENGTH 0x200000
#define FREEZE_STACK (WINDOW_ADDRESS + 0xA00000)
#define FREEZE_STACK_SLOTS 4096

#endif
