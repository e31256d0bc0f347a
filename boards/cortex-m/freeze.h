/* SPDX-License-Identifier: Apache-2.0 */
/* The build's last step, in the emulator: runs the bundle and hands its frozen machine to the build. */
#ifndef AMBIT_CORTEX_M_FREEZE_H
#define AMBIT_CORTEX_M_FREEZE_H

/* Where the frozen machine lies in flash, and its buffers in RAM. */
extern char frozenStart[];
extern char buffersStart[];

/*
 * Makes the frozen machine, leaves it in the window where engine/image/freeze.ts finds it, and resets. Only in the image
 * that the build runs for that; NULL in the one that is flashed.
 */
void freezeImage(void) __attribute__((noreturn, weak));

#endif
