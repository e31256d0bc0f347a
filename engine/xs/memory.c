/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The heap of XS in static arenas: one block of chunks, one of slots (the JavaScript stack is cut from the
 * same), as large as board_config.h says. Nothing grows; XS collects garbage when an arena is full and
 * aborts when that did not help.
 */
#include "xsAll.h"

static txSlot slots[BOARD_STACK_SLOTS + BOARD_SLOTS];
static txSize slotsTaken;

/* XS adds its block header to the size that it was created with. */
static _Alignas(16) txByte chunks[BOARD_CHUNK_BYTES + sizeof(txBlock)];
static txBoolean chunksTaken;

txSlot* fxAllocateSlots(txMachine* the, txSize count)
{
	txSlot* result = C_NULL;
	(void)the;
	if (count <= (txSize)(sizeof(slots) / sizeof(slots[0])) - slotsTaken) {
		result = slots + slotsTaken;
		slotsTaken += count;
	}
	return result;
}

/* One machine for the life of the program: nothing is given back. */
void fxFreeSlots(txMachine* the, void* address)
{
	(void)the;
	(void)address;
}

void* fxAllocateChunks(txMachine* the, txSize size)
{
	(void)the;
	if (chunksTaken || (size > (txSize)sizeof(chunks)))
		return C_NULL;
	chunksTaken = 1;
	return chunks;
}

void fxFreeChunks(txMachine* the, void* address)
{
	(void)the;
	(void)address;
}
