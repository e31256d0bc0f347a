/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine that has run the bundle and been frozen, to be kept in flash: XS shares it, so objects that change
 * later are copied to RAM when they do. Buffers are the exception: they lie in RAM from the start.
 */
#ifndef AMBIT_XS_FROZEN_H
#define AMBIT_XS_FROZEN_H

#include <stddef.h>
#include <stdint.h>

/* What stands at the beginning of a frozen machine; the rest is for frozen.c. */
struct frozenHead {
	uint32_t length;        /* bytes in all */
	uint32_t slots;         /* slots in use */
	uint32_t slotBytes;     /* bytes of slots, unused ones included */
	uint32_t chunkBytes;    /* bytes of arrays and tables */
	uint32_t codeBytes;     /* bytes of byte code */
	uint32_t textBytes;     /* bytes of strings and names */
	uint32_t buffersLength; /* bytes of RAM that the buffers take */
	uint32_t aliases;       /* objects and variables that may be copied to RAM, for each of which RAM has a pointer */
};

/*
 * Where what lies in a frozen machine, in bytes from its beginning, and numbers of XS's, for engine/image/strip.ts, which
 * takes it apart. A pointer in it is an address of the image that made it.
 */
struct frozenLayout {
	uint32_t slots, slotsEnd;
	uint32_t chunks, chunksEnd; /* each begins with its length, header included; to the end follow words */
	uint32_t stack, stackEnd;   /* slots too */
	uint32_t keys, keyCount;    /* by number: pointers to their slots */
	uint32_t names, nameCount;  /* chains of keys */
	uint32_t kindInstance, kindHome, kindClosure, kindSymbol, kindString, kindKey, kindArray, kindCode;
	uint32_t kindReference;     /* kinds up to this one are plain values */
	uint32_t flagInternal;      /* of a property that is not JavaScript's */
	uint32_t flagDontPatch;     /* of an object that is not extensible */
	uint32_t flagsConstant;     /* of a property that does not change, all of them */
	uint32_t flagsOfOthers;     /* of objects that are not plain ones, each of them */
	uint32_t codeArchive1, codeArchive2, codeArchive4;
};

/* Bytes at `place`, at the least, in front of the slots of a machine that is to be frozen there. */
size_t frozenHeadLength(void);

/*
 * Freezes a machine whose slots lie at `place` behind the head and whose chunks lie behind the slots. Nothing of it
 * may be used afterwards. buffers: address in RAM that the buffers get. Returns the length.
 */
size_t machineFreeze(xsMachine* machine, void* place, void* buffers, struct frozenLayout* layout);

/* Makes the only machine as a copy of the frozen one at `place`, and sets up its buffers in RAM. Never NULL. */
xsMachine* machineThaw(const void* place, void* buffers);

#endif
