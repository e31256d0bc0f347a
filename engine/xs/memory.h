/* SPDX-License-Identifier: Apache-2.0 */
/* Where the heap of XS lies. */
#ifndef AMBIT_XS_MEMORY_H
#define AMBIT_XS_MEMORY_H

#include <stddef.h>

/* Has the next machine take its slots and chunks elsewhere than in the static arenas. */
void memoryPlace(void* slots, size_t slotCount, void* chunks, size_t chunkBytes);

/* Slots and bytes of chunks that a machine may have. */
size_t memorySlots(void);
size_t memoryChunkBytes(void);

#endif
