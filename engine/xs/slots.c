/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "slots.h"

void slotsForEach(txMachine* the, void (*visit)(txMachine* the, txSlot* slot))
{
	txSlot* heap;
	for (heap = the->firstHeap; heap; heap = heap->next) {
		txSlot* slot;
		for (slot = heap + 1; slot < heap->value.reference; slot++)
			(*visit)(the, slot);
	}
}

void slotsClearFree(txMachine* the)
{
	txSlot* slot;
	for (slot = the->freeHeap; slot; slot = slot->next)
		slot->kind = XS_UNDEFINED_KIND;
}
