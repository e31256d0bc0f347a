/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog (CMSDK APB watchdog, Cortex-M System Design Kit, 4.4): restarts a firmware that has
 * stopped dealing with messages. Time spent waiting for the bench does not count.
 */
#ifndef AMBIT_CORTEX_M_WATCHDOG_H
#define AMBIT_CORTEX_M_WATCHDOG_H

#include <stdbool.h>

void watchdogStart(void);

/* The firmware begins to deal with a message. */
void watchdogFeed(void);

/* True while the processor sleeps until the bench has something to say. */
void watchdogRest(bool resting);

/* Handler of the watchdog's interrupt, which cannot be masked. */
void watchdogInterrupt(void);

#endif
