#include "stubs.h"
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs boards/esp32s3/window-ring.c with a collector and an XS that are threads. Standard input has
 * a frame of the converter a line, 30 bytes in hexadecimal. Prints the bits of the results of each
 * window that XS took, a line each, and then the frames lost.
 */
#include <inttypes.h>
#include <pthread.h>

#include "ads131m08-frame.h"
#include "kernel-memory.h"
#include "window-results.h"
#include "window-ring.h"

void xs_window_ring_take(xsMachine *the);
void xs_window_ring_lost(xsMachine *the);

/* XS is late by up to as many windows as the ring holds. */
#define RING_WINDOWS 8

#define FRAMES 65536
static uint8_t frames[FRAMES][FRAME_BYTES];
static int count;
static uint8_t done;

void windowResultsWrite(xsMachine *the, const double *results)
{
	(void)the;
	for (int i = 0; i < KERNEL_RESULTS; i++) {
		uint64_t bits;
		memcpy(&bits, &results[i], sizeof(bits));
		printf("%s%016" PRIx64, i ? " " : "", bits);
	}
	printf("\n");
}

static void *collect(void *unused)
{
	for (int i = 0; i < count; i++)
		ringAdd(frames[i]);
	__atomic_store_n(&done, 1, __ATOMIC_RELEASE);
	return unused;
}

int main(void)
{
	static char line[256];
	xsMachine machine = { 0 };
	pthread_t collector;
	while (count < FRAMES && fgets(line, sizeof(line), stdin)) {
		for (int i = 0; i < FRAME_BYTES; i++) {
			unsigned byte;
			sscanf(line + 2 * i, "%2x", &byte);
			frames[count][i] = (uint8_t)byte;
		}
		count++;
	}
	if (pthread_create(&collector, NULL, collect, NULL))
		return 1;
	for (uint32_t turn = 0;; turn++) {
		bool finished;
		do
			finished = __atomic_load_n(&done, __ATOMIC_ACQUIRE);
		while (!finished && ringWindows() < turn % (RING_WINDOWS + 1));
		xs_window_ring_take(&machine);
		if (finished && !machine.result.integer)
			break;
	}
	pthread_join(collector, NULL);
	xs_window_ring_lost(&machine);
	printf("%d\n", (int)machine.result.number);
	return 0;
}
