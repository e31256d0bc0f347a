/* SPDX-License-Identifier: Apache-2.0 */
/* host.unpack: writes frames as the words of src/board.ts into the elements of a plain array. */
#include "xsAll.h"
#include "xs.h"
#include "host.h"
#include "link.h"
#include "sample-word.h"

static const uint8_t* frames;
static size_t frameCount;

void hostUnpackFrom(const uint8_t* from, size_t count)
{
	frames = from;
	frameCount = count;
}

static int32_t sample(const uint8_t* p)
{
	return (int32_t)(((uint32_t)p[0] << 8) | ((uint32_t)p[1] << 16) | ((uint32_t)p[2] << 24)) >> 8;
}

/* A negative voltage is shifted as unsigned: shifting it left as signed is undefined in C. */
static int32_t packed(int32_t voltage, int32_t current)
{
	uint32_t high = (uint32_t)(voltage >> VOLTAGE_SHIFT) << CURRENT_BITS;
	uint32_t low = (uint32_t)(current >> CURRENT_SHIFT) & ((1u << CURRENT_BITS) - 1);
	return (int32_t)(high | low);
}

/*
 * The array's slots; throws unless elements 0..end-1 exist. Each slot has its index, in order, so
 * if slot end-1 has index end-1, there is no hole before it.
 */
static txSlot* elements(txMachine* the, txSlot* value, txInteger end)
{
	txSlot* array = (value->kind == XS_REFERENCE_KIND) ? value->value.reference->next : C_NULL;
	txSlot* address;
	txInteger present = 0;
	if (!array || (array->kind != XS_ARRAY_KIND))
		mxTypeError("unpack: words is not a plain array");
	address = array->value.array.address;
	if (address)
		present = (txInteger)(((const txChunk*)address - 1)->size / sizeof(txSlot));
	if ((end > present) || ((end > 0) && (*(txIndex*)(address + end - 1) != (txIndex)(end - 1))))
		mxRangeError("unpack: words has no element %d", (int)(end - 1));
	return address;
}

void hostUnpack(xsMachine* the)
{
	txInteger at, first, count, end, i;
	const uint8_t* p;
	txSlot* word;
	if (mxArgc < 4)
		mxTypeError("unpack: words, at, first and count expected");
	at = fxToInteger(the, mxArgv(1));
	first = fxToInteger(the, mxArgv(2));
	count = fxToInteger(the, mxArgv(3));
	if ((first < 0) || (count < 0) || (first > (txInteger)frameCount)
		|| (count > (txInteger)frameCount - first))
		mxRangeError("unpack: %d frames from frame %d, %d were delivered", (int)count, (int)first,
			(int)frameCount);
	/*
	 * count is small by now (a message's frames), so the sum below cannot overflow once `at` is
	 * checked
	 */
	if ((at < 0) || (at > 0x3FFFFFFF))
		mxRangeError("unpack: index %d", (int)at);
	end = count ? at + count * WORDS_PER_FRAME : 0;
	word = elements(the, mxArgv(0), end) + at;
	p = frames + first * LINK_BYTES_PER_FRAME;
	for (i = 0; i < count * WORDS_PER_FRAME; i++, word++, p += 6) {
		word->kind = XS_INTEGER_KIND;
		word->value.integer = packed(sample(p), sample(p + 3));
	}
}
