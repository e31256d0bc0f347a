/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled kernel over blocks of frames, its windows included. */
#include "count.h"
#include "kernel-memory.h"
#include "sample-path.h"

void samplePathTrapped(void)
{
	for (;;) {
	}
}

void countPrepare(void)
{
	int32_t room, i;
	int32_t* samples = samplePathRoom(&room);
	for (i = 0; i < BLOCK_FRAMES * COUNT_CHANNELS; i++)
		samples[i] = countSample(i / COUNT_CHANNELS, i % COUNT_CHANNELS);
	samplePathAccept(BLOCK_FRAMES);
}

void countBlock(void)
{
	while (samplePathRun()) {
	}
}
