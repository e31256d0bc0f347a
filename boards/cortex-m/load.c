/* SPDX-License-Identifier: Apache-2.0 */
#include "xs.h"
#include "board.h"
#include "host.h"
#include "link.h"
#include "load.h"
#include "machine.h"
#include "memory.h"
#include "mps2.h"
#include "start.h"
#include "system.h"

#define PAINT 0xA5A5A5A5u
/* Frames a second that the front end converts (src/sampling.ts). */
#define FRAME_RATE 8000
#define TICKS_PER_FRAME ((double)CLOCK_HZ / FRAME_RATE)

/* Bytes below the present frame that a callee may use. */
#define PAINT_MARGIN 64

extern uint32_t stackLimit[], stackTop[];

/*
 * Answer to LOAD, float64 each; times in ticks of CLOCK_HZ. bench/emulator/load.ts names
 * them too.
 */
static struct {
	double now;               /* since the start */
	double busy;              /* part of now in which messages were handled */
	double messages;          /* messages handled */
	double longest;           /* longest time for one message */
	double collections;       /* messages during which garbage was collected */
	double longestCollecting; /* longest of these */
	double forced;            /* time of the collection that LOAD requested; 0: none */
	double slots;             /* in use after that collection */
	double peakSlots;
	double chunkBytes;
	double peakChunkBytes;
	double stackSlots; /* largest JavaScript stack so far */
	double stackBytes; /* largest C stack so far */
	double mallocBytes;
	double boot;         /* from reset to the first message */
	double longestSince; /* as longest, since the last LOAD */
	double latestSince;  /* longest time from conversion to handling of a block, since then */
} load;

/*
 * The bench waits for the processor, a front end would not. The figures are for one that does not:
 * each block of frames counts as arrived when its last frame was converted, and its handling begins
 * when all earlier messages have been handled. Times in ticks of meter time.
 */
static struct {
	double converted; /* the last frame received */
	double done;      /* everything received has been handled */
} unhurried;

static void noteLateness(const struct message* message, double took)
{
	if (message->type == LINK_FRAMES)
		unhurried.converted += TICKS_PER_FRAME
			* (double)((message->length - LINK_SEQUENCE_LENGTH) / LINK_BYTES_PER_FRAME);
	if (unhurried.done < unhurried.converted)
		unhurried.done = unhurried.converted;
	unhurried.done += took;
	if (unhurried.done - unhurried.converted > load.latestSince)
		load.latestSince = unhurried.done - unhurried.converted;
}

void loadBooted(void)
{
	load.boot = (double)startTicks();
}

void loadPaintStack(void)
{
	const uint32_t* end = (const uint32_t*)__builtin_frame_address(0) - PAINT_MARGIN;
	uint32_t* p;
	for (p = stackLimit; p < end; p++)
		*p = PAINT;
}

static double stackBytesUsed(void)
{
	const uint32_t* p = stackLimit;
	while ((p < stackTop) && (*p == PAINT))
		p++;
	return (double)((const char*)stackTop - (const char*)p);
}

void loadDeliver(xsMachine* machine, const struct message* message, uint32_t limit)
{
	struct machineStats before, after;
	uint64_t start;
	double took;
	machineGetStats(machine, &before);
	start = startTicks();
	hostDeliver(machine, message->type, message->payload, message->length, limit);
	took = (double)(startTicks() - start);
	machineGetStats(machine, &after);
	noteLateness(message, took);
	load.busy += took;
	load.messages++;
	if (took > load.longest)
		load.longest = took;
	if (took > load.longestSince)
		load.longestSince = took;
	/* only the collector frees slots */
	if (after.slots < before.slots) {
		load.collections++;
		if (took > load.longestCollecting)
			load.longestCollecting = took;
	}
}

void loadAnswer(xsMachine* machine, const struct message* message)
{
	struct machineStats stats;
	load.forced = 0;
	if (message->length && message->payload[0]) {
		uint64_t start = startTicks();
		xsBeginHost(machine);
		xsCollectGarbage();
		xsEndHost(machine);
		load.forced = (double)(startTicks() - start);
	}
	machineGetStats(machine, &stats);
	load.now = (double)startTicks();
	load.slots = stats.slots;
	load.peakSlots = stats.peakSlots;
	load.chunkBytes = stats.chunkBytes;
	load.peakChunkBytes = stats.peakChunkBytes;
	load.stackSlots = (double)memoryStackUsed();
	load.stackBytes = stackBytesUsed();
	load.mallocBytes = (double)systemMemoryUsed();
	boardSend(LINK_LOAD_TO_BENCH, &load, sizeof(load));
	load.longestSince = 0;
	load.latestSince = 0;
}
