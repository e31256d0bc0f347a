/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel of src/metrology/kernel.ts written in C, for comparison: the same sums over the same
 * samples, without the ends of windows.
 */
#include "count.h"

struct sums {
	int64_t p, d, q, vv, ii, sv, si, su;
};

#define SAMPLES (BLOCK_FRAMES * COUNT_CHANNELS)
#define GROUP (3 * COUNT_CHANNELS)

static int32_t samples[SAMPLES];
static struct sums sums[3];
static int64_t lines[3];
static int32_t integrals[3];
static int32_t before;
static uint32_t crossings;

void countPrepare(void)
{
	int32_t i;
	for (i = 0; i < SAMPLES; i++)
		samples[i] = countSample(i / COUNT_CHANNELS, i % COUNT_CHANNELS);
}

void countBlock(void)
{
	int32_t k, phase;
	for (k = 0; k + GROUP <= SAMPLES; k += GROUP) {
		int32_t middle[3];
		for (phase = 0; phase < 3; phase++) {
			const int32_t* p = samples + k + 2 * phase;
			struct sums* s = &sums[phase];
			int32_t u = integrals[phase];
			const int32_t v0 = p[0];
			const int32_t i0 = p[1];
			int32_t v, i, x;
			u += v0 - (u >> 10);
			p += COUNT_CHANNELS;
			v = middle[phase] = p[0];
			i = p[1];
			u += v - (u >> 10);
			s->d += (int64_t)(v - v0) * (i - i0);
			x = u >> 4;
			s->q += (int64_t)x * i;
			s->vv += v * v;
			s->ii += (int64_t)i * i;
			s->sv += v;
			s->si += i;
			s->su += x;
			s->p += (int64_t)v0 * i0 + (int64_t)v * i;
			p += COUNT_CHANNELS;
			v = p[0];
			u += v - (u >> 10);
			s->p += (int64_t)v * p[1];
			integrals[phase] = u;
		}
		lines[0] += middle[0] * middle[1];
		lines[1] += middle[0] * middle[2];
		lines[2] += middle[1] * middle[2];
		if ((before < 0) && (samples[k + 2 * COUNT_CHANNELS] >= 0))
			crossings++;
		before = samples[k + 2 * COUNT_CHANNELS];
	}
}
