/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a frozen machine, for frozen.c, which writes it, and thaw.c, which copies it. */
#ifndef AMBIT_XS_FROZEN_PARTS_H
#define AMBIT_XS_FROZEN_PARTS_H

#include "xsAll.h"
#include "xs.h"
#include "frozen.h"

struct frozen {
	struct frozenHead head;
	const uint8_t* buffers; /* of each: struct bufferHead, then `present` bytes */
	uint32_t bufferCount;
	uint32_t privateCount;
	txSlot** privates; /* instances with private fields that may change */
	txMachine root;
};

struct bufferHead {
	uint32_t size;    /* of the chunk, its header included */
	uint32_t present; /* bytes up to the last one that is not 0 */
};

#define ALIGNMENT 8
#define ROUNDED(length) (((length) + (ALIGNMENT - 1)) & ~(size_t)(ALIGNMENT - 1))

static inline txChunk* chunkOf(void* data)
{
	return (txChunk*)((txByte*)data - sizeof(txChunk));
}

/*
 * Makes kinds with a chunk X kinds, which have none: the collector would mark the chunk of a copied
 * slot. Clears the unused rest of the value.
 */
void frozenDetach(txMachine* the, txSlot* slot);

#endif
