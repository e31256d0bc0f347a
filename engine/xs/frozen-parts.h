/* SPDX-License-Identifier: Apache-2.0 */
/* What a frozen machine consists of, for who makes it (frozen.c) and who copies it (thaw.c). */
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
	uint32_t present; /* bytes up to the last that is not 0 */
};

#define ALIGNMENT 8
#define ROUNDED(length) (((length) + (ALIGNMENT - 1)) & ~(size_t)(ALIGNMENT - 1))

#endif
