/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "elements.h"

/*
 * Each slot has its index, in order, so if slot end-1 has index end-1, there is no hole before it.
 */
txSlot* elementsOf(txMachine* the, int index, txInteger end, const char* who)
{
	txSlot* value = (mxArgc > index) ? mxArgv(index) : C_NULL;
	txSlot* array = (value && (value->kind == XS_REFERENCE_KIND)) ? value->value.reference->next
		: C_NULL;
	txSlot* address;
	txInteger present = 0;
	if (!array || (array->kind != XS_ARRAY_KIND))
		mxTypeError("%s: argument %d is not a plain array", who, index);
	address = array->value.array.address;
	if (address)
		present = (txInteger)(((const txChunk*)address - 1)->size / sizeof(txSlot));
	if ((end > present) || ((end > 0) && (*(txIndex*)(address + end - 1) != (txIndex)(end - 1))))
		mxRangeError("%s: the array has no element %d", who, (int)(end - 1));
	return address;
}
