/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel of src/metrology/kernel.ts as machine code: takes frames in, gives windows. */
#ifndef AMBIT_SAMPLE_PATH_H
#define AMBIT_SAMPLE_PATH_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Free places for frames, each V1 I1 V2 I2 V3 I3: the converter's signed 24 bits (src/sampling.ts).
 * Sets *frames to their number.
 */
int32_t* samplePathRoom(int32_t* frames);

/* Takes in the frames written there; false, and takes none, if there was no room for them. */
bool samplePathAccept(int32_t frames);

/*
 * Sums frames until a window closes or none are left; true if one has closed. Its results, RESULTS
 * numbers (src/metrology/results.ts), hold until the next one closes.
 */
bool samplePathRun(void);
const double* samplePathResults(void);

/* Discards the window in progress and the frames at hand. */
void samplePathRestart(void);

/* Has the voltage of a phase, 0..2, pace the windows. */
void samplePathReference(int32_t phase);

/* The analyser of the same frames: see QualityAnalyser in src/board.ts. */
double samplePathQuality(int32_t place);
void samplePathEnableQuality(bool on);
void samplePathQualityLimits(int32_t phase, double low, double high);

/* Provided by the board: the compiled kernel has stopped, by a check of its own. Never returns. */
void samplePathTrapped(void) __attribute__((noreturn));

#endif
