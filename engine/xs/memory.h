/* SPDX-License-Identifier: Apache-2.0 */
/* Where the heap of XS lies. */
#ifndef AMBIT_XS_MEMORY_H
#define AMBIT_XS_MEMORY_H

#include <stddef.h>

/* Has the next machine take its stack, slots and chunks elsewhere than in the static arenas. */
void memoryPlaceStack(void* stack, size_t slotCount);
void memoryPlace(void* slots, size_t slotCount, void* chunks, size_t chunkBytes);

/* Slots of the stack, slots and bytes of chunks that a machine may have. */
size_t memoryStackSlots(void);
size_t memorySlots(void);
size_t memoryChunkBytes(void);

/* Slots of the JavaScript stack that were ever in use. */
size_t memoryStackUsed(void);

#endif
