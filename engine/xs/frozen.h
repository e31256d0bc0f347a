/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine that has run the bundle and is kept in flash. XS shares it: an object that changes
 * later is copied to RAM first. Buffers are the exception: they are in RAM from the start.
 */
#ifndef AMBIT_XS_FROZEN_H
#define AMBIT_XS_FROZEN_H

#include <stddef.h>
#include <stdint.h>

/* Figures at the start of a frozen machine; frozen-parts.h has the rest. */
struct frozenHead {
	uint32_t length;        /* bytes, total */
	uint32_t slots;         /* slots in use */
	uint32_t slotBytes;     /* bytes of slots, unused ones included */
	uint32_t chunkBytes;    /* bytes of arrays and tables */
	uint32_t codeBytes;     /* bytes of byte code */
	uint32_t textBytes;     /* bytes of strings and names */
	uint32_t buffersLength; /* bytes of RAM that the buffers take */
	uint32_t aliases;       /* objects and variables that may change; RAM has a pointer for each */
};

/*
 * Layout of a frozen machine, in bytes from its start, and numbers of XS, for
 * engine/image/strip.ts, which takes it apart. A pointer in it is an address of the image that made
 * it.
 */
struct frozenLayout {
	uint32_t slots, slotsEnd;
	uint32_t chunks, chunksEnd; /* each begins with its length, header included; words follow */
	uint32_t stack, stackEnd;   /* slots too */
	uint32_t keys, keyCount;    /* by number: pointers to their slots */
	uint32_t names, nameCount;  /* chains of keys */
	uint32_t kindInstance, kindHome, kindClosure, kindSymbol, kindString, kindKey, kindArray,
		kindCode;
	uint32_t kindReference;     /* kinds up to this one are plain values */
	uint32_t flagInternal;      /* of a property of XS itself */
	uint32_t flagDontPatch;     /* of an object that is not extensible */
	uint32_t flagsConstant;     /* of a property that does not change, all of them */
	uint32_t flagsOfOthers;     /* of objects that are not plain ones, each of them */
	uint32_t codeArchive1, codeArchive2, codeArchive4;
};

/* Bytes that a machine needs before its slots to be frozen in place. */
size_t frozenHeadLength(void);

/*
 * Freezes a machine whose slots follow the head at `place` and whose chunks follow the slots;
 * returns its length. The machine must not be used afterwards. buffers: address in RAM that the
 * buffers will have.
 */
size_t machineFreeze(xsMachine* machine, void* place, void* buffers, struct frozenLayout* layout);

/*
 * Creates the machine as a copy of the frozen one at `place` and sets up its buffers in RAM. Never
 * NULL.
 */
xsMachine* machineThaw(const void* place, void* buffers);

#endif
