/* SPDX-License-Identifier: Apache-2.0 */
/* A kernel whose instructions count.c counts. */
#ifndef AMBIT_COST_COUNT_H
#define AMBIT_COST_COUNT_H

#include <stdint.h>

#define COUNT_CHANNELS 6

/* Puts a block of BLOCK_FRAMES frames before the kernel; not counted. */
void countPrepare(void);

/* Runs the kernel over the block. */
void countBlock(void);

/* A sample, in steps, of a three-phase load at 50 Hz, 230 V and 1 A: triangles will do. */
static inline int32_t countSample(int32_t frame, int32_t channel)
{
	int32_t place = (frame + 80 - channel / 2 * 27 - channel % 2 * 5) % 80;
	int32_t triangle = (place < 40) ? place - 20 : 60 - place;
	return triangle * ((channel % 2) ? 875 : 83);
}

#endif
