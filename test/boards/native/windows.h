/* SPDX-License-Identifier: Apache-2.0 */
/* Windows that a harness takes from the compiled kernel, and prints. */
#pragma once
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "kernel-memory.h"
#include "window-results.h"

static double taken[KERNEL_RESULTS];

void windowResultsWrite(xsMachine *the, const double *results)
{
	(void)the;
	memcpy(taken, results, sizeof(taken));
}

/* Prints the bits of the results that were taken, or "none". */
static void printWindow(bool closed)
{
	uint64_t bits;
	if (!closed)
		printf("none");
	for (int i = 0; closed && i < KERNEL_RESULTS; i++) {
		memcpy(&bits, &taken[i], sizeof(bits));
		printf("%s%016" PRIx64, i ? " " : "", bits);
	}
	printf("\n");
}
