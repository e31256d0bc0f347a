/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel of src/metrology/kernel.ts in C, for comparison: the same sums over the same words,
 * without the ends of windows. A program of its own for the emulated microcontroller; prints the
 * ticks of 40 instructions (-icount shift=0) of 1000 cycles of 80 frames.
 */
#include <stdint.h>

#include "../../engine/xs/sample-word.h"

#define REGISTER(address) (*(volatile uint32_t*)(address))
#define SYST_CSR REGISTER(0xE000E010)
#define SYST_RVR REGISTER(0xE000E014)
#define SYST_CVR REGISTER(0xE000E018)
#define CONSOLE_DATA REGISTER(0x40007000)
#define CONSOLE_STATE REGISTER(0x40007004)
#define CONSOLE_CONTROL REGISTER(0x40007008)
#define CONSOLE_DIVIDER REGISTER(0x40007010)
#define AIRCR REGISTER(0xE000ED0C)

#define FRAMES 78
#define CYCLES 1000

struct sums {
	int64_t p, d, q, vv, ii, sv, si, su;
};

static int32_t words[FRAMES * 3];
static struct sums sums[3];
static int64_t lines[3];
static int32_t integrals[3];
static int32_t before;
static uint32_t crossings;

__attribute__((noinline)) static void kernel(void)
{
	int32_t k, phase;
	for (k = 0; k + 9 <= FRAMES * 3; k += 9) {
		int32_t middle[3];
		for (phase = 0; phase < 3; phase++) {
			struct sums* s = &sums[phase];
			int32_t u = integrals[phase];
			int32_t w = words[k + phase];
			const int32_t v0 = w >> CURRENT_BITS;
			const int32_t i0 = (int32_t)((uint32_t)w << (32 - CURRENT_BITS)) >> (32 - CURRENT_BITS);
			int32_t v, i, x;
			u += v0 - (u >> 10);
			w = words[k + 3 + phase];
			v = middle[phase] = w >> CURRENT_BITS;
			i = (int32_t)((uint32_t)w << (32 - CURRENT_BITS)) >> (32 - CURRENT_BITS);
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
			w = words[k + 6 + phase];
			v = w >> CURRENT_BITS;
			i = (int32_t)((uint32_t)w << (32 - CURRENT_BITS)) >> (32 - CURRENT_BITS);
			u += v - (u >> 10);
			s->p += (int64_t)v * i;
			integrals[phase] = u;
		}
		lines[0] += middle[0] * middle[1];
		lines[1] += middle[0] * middle[2];
		lines[2] += middle[1] * middle[2];
		if ((before < 0) && (words[k + 6] >= 0))
			crossings++;
		before = words[k + 6];
	}
}

static void print(uint32_t value)
{
	char digits[11];
	int at = 11;
	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	CONSOLE_DIVIDER = 16;
	CONSOLE_CONTROL = 1;
	while (at < 11) {
		while (CONSOLE_STATE & 1) {
		}
		CONSOLE_DATA = (uint32_t)digits[at++];
	}
	while (CONSOLE_STATE & 1) {
	}
	CONSOLE_DATA = '\n';
	while (CONSOLE_STATE & 1) {
	}
}

void reset(void)
{
	uint32_t start, ticks = 0;
	int32_t cycle, n;
	/* a triangle will do: the work does not depend on the values */
	for (n = 0; n < FRAMES * 3; n++) {
		const int32_t current = (n * 97) % 30000 - 15000;
		words[n] = (((n * 40) % 3200 - 1600) << CURRENT_BITS) | (current & ((1 << CURRENT_BITS) - 1));
	}
	SYST_RVR = 0xFFFFFF;
	SYST_CVR = 0;
	SYST_CSR = 5;
	for (cycle = 0; cycle < CYCLES; cycle++) {
		start = SYST_CVR;
		kernel();
		ticks += (start - SYST_CVR) & 0xFFFFFF;
	}
	print(ticks);
	AIRCR = 0x05FA0004u;
	for (;;) {
	}
}

__attribute__((section(".vectors"), used)) static void* const vectors[] = {
	(void*)0x20010000,
	(void*)reset,
};
