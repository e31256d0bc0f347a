/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of XS: its heap and its stack. */
#ifndef AMBIT_XS_MEMORY_H
#define AMBIT_XS_MEMORY_H

#include <stddef.h>

/* Places the stack, slots and chunks of the next machine outside the static arenas. */
void memoryPlaceStack(void* stack, size_t slotCount);
void memoryPlace(void* slots, size_t slotCount, void* chunks, size_t chunkBytes);

/* Slots of the stack, slots and bytes of chunks that a machine may have. */
size_t memoryStackSlots(void);
size_t memorySlots(void);
size_t memoryChunkBytes(void);

/* Largest number of slots of the JavaScript stack in use so far. */
size_t memoryStackUsed(void);

#endif
