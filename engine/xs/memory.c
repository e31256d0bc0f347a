/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The heap of XS in static arenas: one of chunks, one of slots, and the JavaScript stack, as large
 * as board_config.h says. Nothing grows: XS collects garbage when an arena is full and aborts if
 * that frees nothing.
 */
#include "xsAll.h"
#include "memory.h"

/* XS adds its block header to the size that it is created with. */
#define CHUNK_HEADER sizeof(txBlock)

static txSlot staticStack[BOARD_STACK_SLOTS];
static txSlot* stack = staticStack;
static size_t stackSlots = BOARD_STACK_SLOTS;
static txBoolean stackTaken;

static txSlot staticSlots[BOARD_SLOTS];
static _Alignas(16) txByte staticChunks[BOARD_CHUNK_BYTES + CHUNK_HEADER];

static struct {
	txSlot* slots;
	size_t slotCount;
	void* chunks;
	size_t chunkBytes;
} arena = { staticSlots, BOARD_SLOTS, staticChunks, sizeof(staticChunks) };

void memoryPlaceStack(void* place, size_t slotCount)
{
	stack = place;
	stackSlots = slotCount;
}

void memoryPlace(void* slots, size_t slotCount, void* chunks, size_t chunkBytes)
{
	arena.slots = slots;
	arena.slotCount = slotCount;
	arena.chunks = chunks;
	arena.chunkBytes = chunkBytes;
}

size_t memoryStackSlots(void)
{
	return stackSlots;
}

size_t memorySlots(void)
{
	return arena.slotCount;
}

size_t memoryChunkBytes(void)
{
	return arena.chunkBytes - CHUNK_HEADER;
}

/* XS fills its stack from the end; the part that it has not reached is still cleared. */
size_t memoryStackUsed(void)
{
	size_t unused = 0;
	while ((unused < stackSlots) && !stack[unused].next && !stack[unused].kind
		&& !stack[unused].value.reference)
		unused++;
	return stackSlots - unused;
}

/* Called by XS first for its stack, then for its heap, once each. */
txSlot* fxAllocateSlots(txMachine* the, txSize count)
{
	txSlot* result = C_NULL;
	(void)the;
	if (!stackTaken) {
		stackTaken = 1;
		return (size_t)count <= stackSlots ? stack : C_NULL;
	}
	if ((size_t)count <= arena.slotCount) {
		result = arena.slots;
		arena.slotCount = 0;
	}
	return result;
}

/* Nothing is freed: there is one machine for the life of the program. */
void fxFreeSlots(txMachine* the, void* address)
{
	(void)the;
	(void)address;
}

void* fxAllocateChunks(txMachine* the, txSize size)
{
	void* result = C_NULL;
	(void)the;
	if ((size_t)size <= arena.chunkBytes) {
		result = arena.chunks;
		arena.chunkBytes = 0;
	}
	return result;
}

void fxFreeChunks(txMachine* the, void* address)
{
	(void)the;
	(void)address;
}
