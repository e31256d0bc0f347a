/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "xs.h"
#include "board.h"
#include "frozen-parts.h"
#include "machine.h"
#include "slots.h"

/* Of xsMemory.c: set in a chunk's size while it is marked. */
#define CHUNK_MARK 0x80000000u

size_t frozenHeadLength(void)
{
	return ROUNDED(sizeof(struct frozen));
}

/* Address of the next buffer in RAM, of the first one, and how many were moved. */
static txByte* nextBuffer;
static txByte* firstBuffer;
static uint32_t bufferCount;

/* Moves a chunk with its header to RAM; returns the new address of its data. */
static void* moveChunk(void* data)
{
	const txChunk* chunk = chunkOf(data);
	txByte* place = nextBuffer;
	c_memcpy(place, chunk, (size_t)chunk->size);
	((txChunk*)place)->temporary = C_NULL;
	nextBuffer += ROUNDED((size_t)chunk->size);
	bufferCount++;
	return place + sizeof(txChunk);
}

/*
 * Buffers, and what a regular expression writes while it matches, must be in RAM; its program too,
 * which the collector marks once the object has been copied.
 */
static void moveBuffer(txMachine* the, txSlot* slot)
{
	(void)the;
	if ((slot->kind == XS_ARRAY_BUFFER_KIND) && slot->value.arrayBuffer.address)
		slot->value.arrayBuffer.address = moveChunk(slot->value.arrayBuffer.address);
	if (slot->kind == XS_REGEXP_KIND) {
		if (slot->value.regexp.code)
			slot->value.regexp.code = moveChunk(slot->value.regexp.code);
		if (slot->value.regexp.data)
			slot->value.regexp.data = moveChunk(slot->value.regexp.data);
	}
}

/*
 * True if a property of a function never changes: an internal one, its name and length, prototype,
 * static methods.
 */
static txBoolean isConstant(const txSlot* property)
{
	if (property->kind == XS_PRIVATE_KIND)
		return 0;
	return (property->flag & XS_INTERNAL_FLAG) || (property->ID == mxID(_length))
		|| (property->ID == mxID(_name)) || (property->ID == mxID(_prototype))
		|| (property->kind == XS_ACCESSOR_KIND)
		|| ((property->kind == XS_REFERENCE_KIND) && mxIsFunction(property->value.reference));
}

/* Freezes a function whose properties never change, so that it needs no place for a copy in RAM. */
static void freezeFunction(txMachine* the, txSlot* instance)
{
	txSlot* property;
	(void)the;
	if ((instance->kind != XS_INSTANCE_KIND) || !mxIsFunction(instance))
		return;
	for (property = instance->next; property; property = property->next) {
		if (!isConstant(property))
			return;
	}
	instance->flag |= XS_DONT_PATCH_FLAG;
	for (property = instance->next; property; property = property->next) {
		property->flag |= XS_DONT_DELETE_FLAG;
		if (property->kind != XS_ACCESSOR_KIND)
			property->flag |= XS_DONT_SET_FLAG;
	}
}

static txBoolean hasPrivates(const txSlot* instance)
{
	const txSlot* property;
	for (property = instance->next; property; property = property->next) {
		if (property->kind == XS_PRIVATE_KIND)
			return 1;
	}
	return 0;
}

/* Appends the list of instances that copyPrivates copies. */
static void appendPrivates(txMachine* the, txByte** end, struct frozen* frozen)
{
	txSlot** next = (txSlot**)*end;
	txSlot* heap;
	frozen->privates = next;
	for (heap = the->firstHeap; heap; heap = heap->next) {
		txSlot* slot;
		for (slot = heap + 1; slot < heap->value.reference; slot++) {
			if ((slot->kind == XS_INSTANCE_KIND) && slot->ID && hasPrivates(slot))
				*next++ = slot;
		}
	}
	frozen->privateCount = (uint32_t)(next - frozen->privates);
	while ((size_t)next % ALIGNMENT)
		*next++ = C_NULL;
	*end = (txByte*)next;
}

/* Makes the global object a plain one: its own behavior caches look-ups, that is, writes. */
static void makeGlobalPlain(txMachine* the)
{
	txSlot* global = mxGlobal.value.reference;
	if ((global->flag & XS_EXOTIC_FLAG) && (global->next->kind == XS_GLOBAL_KIND)) {
		global->flag &= (txFlag)~XS_EXOTIC_FLAG;
		global->next = global->next->next;
	}
}

/* Appends a copy; returns its address. */
static void* append(txByte** end, const void* bytes, size_t length)
{
	void* place = *end;
	c_memcpy(place, bytes, length);
	c_memset(*end + length, 0, ROUNDED(length) - length);
	*end += ROUNDED(length);
	return place;
}

static uint32_t lengthPresent(const txChunk* chunk)
{
	const txByte* bytes = (const txByte*)(chunk + 1);
	uint32_t length = (uint32_t)chunk->size - sizeof(txChunk);
	while (length && !bytes[length - 1])
		length--;
	return length;
}

static void appendBuffers(txByte** end, struct frozen* frozen)
{
	txByte* at = firstBuffer;
	frozen->buffers = (const uint8_t*)*end;
	frozen->bufferCount = bufferCount;
	while (at < nextBuffer) {
		txChunk* chunk = (txChunk*)at;
		struct bufferHead head;
		chunk->size &= (txSize)~CHUNK_MARK;
		head.size = (uint32_t)chunk->size;
		head.present = lengthPresent(chunk);
		append(end, &head, sizeof(head));
		append(end, chunk + 1, head.present);
		at += ROUNDED(head.size);
	}
}

static void describe(txMachine* the, const struct frozen* frozen, struct frozenLayout* layout)
{
	const txMachine* root = &frozen->root;
	const uint32_t place = (uint32_t)(uintptr_t)frozen;
	const struct frozenLayout all = {
		.slots = (uint32_t)(uintptr_t)(the->firstHeap + 1) - place,
		.slotsEnd = (uint32_t)(uintptr_t)the->firstHeap->value.reference - place,
		.chunks = (uint32_t)(uintptr_t)(the->firstBlock + 1) - place,
		.chunksEnd = (uint32_t)ROUNDED((size_t)the->firstBlock->current) - place,
		.stack = (uint32_t)(uintptr_t)root->stack - place,
		.stackEnd = (uint32_t)(uintptr_t)root->stackTop - place,
		.keys = (uint32_t)(uintptr_t)root->keyArray - place,
		.keyCount = (uint32_t)root->keyIndex,
		.names = (uint32_t)(uintptr_t)root->nameTable - place,
		.nameCount = (uint32_t)the->nameModulo,
		.kindInstance = XS_INSTANCE_KIND,
		.kindHome = XS_HOME_KIND,
		.kindClosure = XS_CLOSURE_KIND,
		.kindSymbol = XS_SYMBOL_KIND,
		.kindString = XS_STRING_X_KIND,
		.kindKey = XS_KEY_X_KIND,
		.kindArray = XS_ARRAY_KIND,
		.kindCode = XS_CODE_X_KIND,
		.kindReference = XS_REFERENCE_KIND,
		.flagInternal = XS_INTERNAL_FLAG,
		.flagDontPatch = XS_DONT_PATCH_FLAG,
		.flagsConstant = XS_DONT_DELETE_FLAG | XS_DONT_SET_FLAG,
		.flagsOfOthers = XS_EXOTIC_FLAG | XS_CAN_CALL_FLAG | XS_CAN_CONSTRUCT_FLAG,
		.codeArchive1 = XS_CODE_CODE_ARCHIVE_1,
		.codeArchive2 = XS_CODE_CODE_ARCHIVE_2,
		.codeArchive4 = XS_CODE_CODE_ARCHIVE_4,
	};
	*layout = all;
}

size_t machineFreeze(xsMachine* machine, void* place, void* buffers, struct frozenLayout* layout)
{
	txMachine* the = machine;
	struct frozen* frozen = place;
	txByte* end;
	txByte* chunks;
	txSlot* top;
	firstBuffer = nextBuffer = buffers;
	bufferCount = 0;
	if (the->promiseJobs || the->firstHeap->next || the->firstBlock->nextBlock)
		boardFault(FAULT_ENGINE, "freeze: the machine is not at rest or not in one piece");
	makeGlobalPlain(the);
	fxCollectGarbage(the);
	slotsClearFree(the);
	slotsForEach(the, moveBuffer);
	slotsForEach(the, freezeFunction);
	fxShareMachine(the);
	slotsClearFree(the);
	slotsForEach(the, frozenDetach);
	for (top = the->stack; top < the->stackTop; top++) {
		top->next = C_NULL;
		frozenDetach(the, top);
	}

	chunks = (txByte*)the->firstBlock;
	end = the->firstBlock->current;
	while ((size_t)end % ALIGNMENT)
		*end++ = 0;
	c_memset(frozen, 0, sizeof(*frozen));
	frozen->head.slots = (uint32_t)the->currentHeapCount;
	frozen->head.slotBytes = (uint32_t)(chunks - (txByte*)the->firstHeap);
	frozen->head.chunkBytes = (uint32_t)(end - chunks);
	frozen->head.buffersLength = (uint32_t)(nextBuffer - firstBuffer);
	frozen->root.stack = append(&end, the->stack,
		(size_t)((txByte*)the->stackTop - (txByte*)the->stack));
	frozen->root.stackBottom = frozen->root.stack;
	frozen->root.stackTop = frozen->root.stack + (the->stackTop - the->stack);
	frozen->root.keyIndex = the->keyIndex;
	frozen->root.keyArray = append(&end, the->keyArray, (size_t)the->keyIndex * sizeof(txSlot*));
	frozen->root.nameTable = append(&end, the->nameTable,
		(size_t)the->nameModulo * sizeof(txSlot*));
	frozen->root.symbolTable = append(&end, the->symbolTable,
		(size_t)the->symbolModulo * sizeof(txSlot*));
	frozen->head.aliases = (uint32_t)the->aliasCount;
	frozen->root.aliasCount = the->aliasCount;
	frozen->root.colors = the->colors;
	frozen->root.profileID = the->profileID;
	appendBuffers(&end, frozen);
	appendPrivates(the, &end, frozen);
	frozen->head.length = (uint32_t)(end - (txByte*)place);
	describe(the, frozen, layout);
	return frozen->head.length;
}
