/* SPDX-License-Identifier: Apache-2.0 */
/* The machine: making it, its byte-code meter, its promise jobs, its figures. */
#ifndef AMBIT_XS_MACHINE_H
#define AMBIT_XS_MACHINE_H

#include <stdint.h>

/* Most byte codes a message may be allowed: the 32-bit counter of XS must not come round. */
#define MACHINE_MAXIMUM_LIMIT 2000000000u

struct machineStats {
	double byteCodes;  /* since the start */
	double heap;       /* bytes in use, garbage that is not collected yet included */
	double peakHeap;   /* most bytes in use: the peaks of slots and chunks added */
	double slots;      /* slots in use */
	double chunkBytes; /* bytes of chunks in use */
	/* not in STATS */
	double peakSlots;
	double peakChunkBytes;
};

/* Of them, those that STATS carries. */
#define MACHINE_STATS_SENT 5

/* Makes the only machine, in the static arenas; byte codes are counted from here on. Never NULL. */
xsMachine* machineCreate(void);

/* Makes the only machine as a copy of a frozen one (frozen.h), which it reads where it lies. Never NULL. */
xsMachine* machineClone(xsMachine* frozen);

/* Allows `limit` byte codes (1..MACHINE_MAXIMUM_LIMIT) from now to the next call; more is FAULT_BYTE_CODES. */
void machineAllow(xsMachine* the, uint32_t limit);

/* Runs promise jobs until there are none. An exception or a rejection that nobody handles is FAULT_EXCEPTION. */
void machineRunJobs(xsMachine* the);

/* Reports xsException with its stack as FAULT_EXCEPTION. */
void machineReportException(xsMachine* the, const char* what) __attribute__((noreturn));

void machineGetStats(xsMachine* the, struct machineStats* stats);

#ifdef mxParse
/* Runs a classic script (UTF-8); name is for messages. A syntax error or an exception is FAULT_EXCEPTION. */
void machineRunScript(xsMachine* the, const char* source, size_t length, const char* name);
#endif

#endif
