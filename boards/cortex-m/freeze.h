/* SPDX-License-Identifier: Apache-2.0 */
/* The build's step in the emulator: runs the bundle and hands its frozen machine to the build. */
#ifndef AMBIT_CORTEX_M_FREEZE_H
#define AMBIT_CORTEX_M_FREEZE_H

/* Start of the frozen machine in flash, and of its buffers in RAM. */
extern char frozenStart[];
extern char buffersStart[];

/*
 * Makes the frozen machine, puts it into the window for engine/image/freeze.ts, and resets. Only in
 * the image that the build runs for this; NULL in the flashed one.
 */
void freezeImage(void) __attribute__((noreturn, weak));

#endif
