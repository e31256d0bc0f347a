/* SPDX-License-Identifier: Apache-2.0 */
#include "frozen-parts.h"
#include "machine.h"

/*
 * Copies an instance with all of its private fields. When an instance changes, XS 13.3 copies only
 * the first of them (fxAliasInstance), so these instances are copied beforehand. The heap is new,
 * so nothing is collected meanwhile.
 */
static void copyPrivates(txMachine* the, txSlot* instance)
{
	txSlot* copy = fxDuplicateSlot(the, instance);
	txSlot* to = copy;
	txSlot* from;
	the->aliasArray[instance->ID] = copy;
	copy->ID = XS_NO_ID;
	copy->flag &= (txFlag)~XS_DONT_MARSHALL_FLAG;
	for (from = instance->next; from; from = from->next) {
		to = to->next = fxDuplicateSlot(the, from);
		if (to->kind == XS_PRIVATE_KIND) {
			txSlot** address = &to->value.private.first;
			const txSlot* field;
			for (field = from->value.private.first; field; field = field->next) {
				*address = fxDuplicateSlot(the, (txSlot*)(uintptr_t)field);
				address = &(*address)->next;
			}
			*address = C_NULL;
		}
	}
}

xsMachine* machineThaw(const void* place, void* buffers)
{
	const struct frozen* frozen = place;
	const uint8_t* from = frozen->buffers;
	txByte* to = buffers;
	txMachine* the;
	uint32_t i;
	for (i = 0; i < frozen->bufferCount; i++) {
		const struct bufferHead* head = (const struct bufferHead*)from;
		txChunk* chunk = (txChunk*)to;
		from += ROUNDED(sizeof(*head));
		c_memset(chunk, 0, head->size);
		chunk->size = (txSize)head->size;
		c_memcpy(chunk + 1, from, head->present);
		from += ROUNDED(head->present);
		to += ROUNDED(head->size);
	}
	/* XS takes it without const and only reads it */
	the = machineClone((xsMachine*)(uintptr_t)&frozen->root);
	for (i = 0; i < frozen->privateCount; i++)
		copyPrivates(the, frozen->privates[i]);
	return the;
}
