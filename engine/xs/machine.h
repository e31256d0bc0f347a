/* SPDX-License-Identifier: Apache-2.0 */
/* The machine: creation, byte-code meter, promise jobs, figures. */
#ifndef AMBIT_XS_MACHINE_H
#define AMBIT_XS_MACHINE_H

#include <stdint.h>

/* Largest limit of byte codes for a message: XS's 32-bit counter must not overflow. */
#define MACHINE_MAXIMUM_LIMIT 2000000000u

struct machineStats {
	double byteCodes;  /* since the start */
	double heap;       /* bytes in use, uncollected garbage included */
	double peakHeap;   /* sum of the peaks of slots and chunks, in bytes */
	double slots;      /* slots in use */
	double chunkBytes; /* bytes of chunks in use */
	/* not in STATS */
	double peakSlots;
	double peakChunkBytes;
};

/* Number of these figures in STATS. */
#define MACHINE_STATS_SENT 5

/* Creates the machine in the static arenas and starts counting byte codes. Never NULL. */
xsMachine* machineCreate(void);

/* Creates the machine as a copy of a frozen one (frozen.h), which it reads in place. Never NULL. */
xsMachine* machineClone(xsMachine* frozen);

/*
 * Allows `limit` byte codes (1..MACHINE_MAXIMUM_LIMIT) until the next call; more end with
 * FAULT_BYTE_CODES.
 */
void machineAllow(xsMachine* the, uint32_t limit);

/*
 * Runs promise jobs until none is left. Ends with FAULT_EXCEPTION on an exception or an unhandled
 * rejection.
 */
void machineRunJobs(xsMachine* the);

/* Reports xsException with its stack as FAULT_EXCEPTION. */
void machineReportException(xsMachine* the, const char* what) __attribute__((noreturn));

void machineGetStats(xsMachine* the, struct machineStats* stats);

#ifdef mxParse
/* Runs a classic script (UTF-8); name is for messages. Ends with FAULT_EXCEPTION on an error. */
void machineRunScript(xsMachine* the, const char* source, size_t length, const char* name);
#endif

#endif
