/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From frames to windows: the collector's task runs the compiled kernel and keeps each window's
 * results in a ring, from which XS takes them (window-ring.ts), late by a few if need be. The board
 * has one converter, so there is one ring.
 *
 * The collector's task alone may call these functions, but for ringWindows and ringRestart.
 */
#ifndef AMBIT_WINDOW_RING_H
#define AMBIT_WINDOW_RING_H

#include <stdint.h>

/* Takes in a frame of the converter (ads131m08-frame.h). */
void ringAdd(const uint8_t *frame);

/* Counts frames that are missing here. The window in progress is void. */
void ringLose(uint32_t frames);

/* Windows that XS has not taken yet. */
uint32_t ringWindows(void);

/* Has the window in progress discarded before the next frame. */
void ringRestart(void);

#endif
