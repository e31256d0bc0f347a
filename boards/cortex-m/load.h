/* SPDX-License-Identifier: Apache-2.0 */
/* The board's figures: load of the processor, largest use of each memory so far. */
#ifndef AMBIT_CORTEX_M_LOAD_H
#define AMBIT_CORTEX_M_LOAD_H

#include <stdint.h>

#include "window.h"

/* Fills the unused part of the C stack with a pattern that shows later how far it was used. */
void loadPaintStack(void);

/* Call when the firmware waits for its first message. */
void loadBooted(void);

/* Handles one message with hostDeliver and measures the time. */
void loadDeliver(xsMachine* machine, const struct message* message, uint32_t limit);

/*
 * Answers a LOAD message; its payload says if garbage is to be collected first, which is measured.
 */
void loadAnswer(xsMachine* machine, const struct message* message);

#endif
