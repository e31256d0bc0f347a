/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "xs.h"
#include "board.h"
#include "machine.h"
#include "memory.h"
#include "versions.h"

#ifdef mxMetering
/* Byte codes of earlier messages; XS counts those of the present one, at least in 32 bits. */
static uint64_t byteCodesBefore;

static uint64_t byteCodesOf(const txMachine* the)
{
	return the->meterIndex / METER_UNIT;
}

static txBoolean limitReached(txMachine* the, meterCount index)
{
	(void)the;
	(void)index;
	return 0;
}
#endif

static txCreation creationWith(txSize keys)
{
	const txCreation creation = {
		.initialChunkSize = (txSize)memoryChunkBytes(),
		.incrementalChunkSize = 0,
		.initialHeapCount = (txSize)memorySlots(),
		.incrementalHeapCount = 0,
		.stackCount = (txSize)memoryStackSlots(),
		.initialKeyCount = keys,
		.incrementalKeyCount = 0,
		.nameModulo = 127,
		.symbolModulo = 127,
		.parserBufferSize = 64 * 1024, /* also the longest string literal */
		.parserTableModulo = 1993,
	};
	return creation;
}

xsMachine* machineCreate(void)
{
	txCreation creation = creationWith(BOARD_KEYS);
	txMachine* the = fxCreateMachine(&creation, "ambit", C_NULL, XS_NO_ID);
	if (!the)
		boardFault(FAULT_HEAP, "the machine does not fit into its memory");
#ifdef mxMetering
	fxBeginMetering(the, limitReached, MACHINE_MAXIMUM_LIMIT);
#endif
	return the;
}

xsMachine* machineClone(xsMachine* frozen)
{
	txCreation creation = creationWith(BOARD_NEW_KEYS);
	txMachine* the = fxCloneMachine(&creation, frozen, "ambit", C_NULL);
	if (!the)
		boardFault(FAULT_HEAP, "the machine does not fit into its memory");
	return the;
}

void machineAllow(xsMachine* the, uint32_t limit)
{
#ifdef mxMetering
	byteCodesBefore += byteCodesOf(the);
	the->meterIndex = 0;
	the->meterCount = limit * METER_UNIT;
	the->meterInterval = limit * METER_UNIT;
#else
	(void)the;
	(void)limit;
#endif
}

/* Called by XS when it queues a first job. */
void fxQueuePromiseJobs(txMachine* the)
{
	the->promiseJobs = 1;
}

void machineRunJobs(xsMachine* the)
{
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
	}
	/* with 0, XS would wait until the garbage collector finds the rejected promise */
	fxCheckUnhandledRejections(the, 1);
}

void machineGetStats(xsMachine* the, struct machineStats* stats)
{
#ifdef mxMetering
	stats->byteCodes = (double)(byteCodesBefore + byteCodesOf(the));
#else
	stats->byteCodes = 0;
#endif
	stats->slots = the->currentHeapCount;
	stats->chunkBytes = the->currentChunksSize;
	stats->peakSlots = the->peakHeapCount;
	stats->peakChunkBytes = the->peakChunksSize;
	stats->heap = stats->slots * sizeof(txSlot) + stats->chunkBytes;
	stats->peakHeap = (double)the->peakHeapCount * sizeof(txSlot) + the->peakChunksSize;
}
