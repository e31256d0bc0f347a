/* SPDX-License-Identifier: Apache-2.0 */
#include "frozen-parts.h"

/*
 * Clears what a former, longer value left after the present one: it must not be taken for a
 * pointer.
 */
static void clearRest(txSlot* slot)
{
	switch (slot->kind) {
	case XS_UNDEFINED_KIND:
	case XS_NULL_KIND:
		slot->value.reference = C_NULL;
		slot->value.accessor.setter = C_NULL;
		break;
	case XS_BOOLEAN_KIND:
		slot->value.integer = slot->value.boolean;
		slot->value.accessor.setter = C_NULL;
		break;
	case XS_INTEGER_KIND:
	case XS_STRING_KIND:
	case XS_STRING_X_KIND:
	case XS_SYMBOL_KIND:
	case XS_REFERENCE_KIND:
	case XS_CLOSURE_KIND:
		slot->value.accessor.setter = C_NULL;
		break;
	default:
		break;
	}
}

void frozenDetach(txMachine* the, txSlot* slot)
{
	clearRest(slot);
	switch (slot->kind) {
	case XS_STRING_KIND:
		slot->kind = XS_STRING_X_KIND;
		break;
	case XS_BIGINT_KIND:
		slot->kind = XS_BIGINT_X_KIND;
		break;
	case XS_CODE_KIND:
		slot->kind = XS_CODE_X_KIND;
		break;
	case XS_KEY_KIND:
		slot->kind = XS_KEY_X_KIND;
		break;
	case XS_ARRAY_KIND:
		if (slot->value.array.address) {
			txSlot* item = slot->value.array.address;
			size_t count = (size_t)chunkOf(item)->size / sizeof(txSlot);
			/* elements after the array's length are undefined */
			if (count > slot->value.array.length) {
				const size_t length = slot->value.array.length;
				c_memset(item + length, 0, (count - length) * sizeof(txSlot));
				count = length;
			}
			while (count--)
				frozenDetach(the, item++);
		}
		break;
	default:
		break;
	}
}
