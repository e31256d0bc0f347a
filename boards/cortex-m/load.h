/* SPDX-License-Identifier: Apache-2.0 */
/* The board's own figures: how busy the processor is, how much of each memory was ever used. */
#ifndef AMBIT_CORTEX_M_LOAD_H
#define AMBIT_CORTEX_M_LOAD_H

#include <stdint.h>

#include "window.h"

/* Fills what is unused of the C stack with a pattern, to see later how far it was used. */
void loadPaintStack(void);

/* The firmware waits for its first message. */
void loadBooted(void);

/* Deals with one message by hostDeliver, and takes the time. */
void loadDeliver(xsMachine* machine, const struct message* message, uint32_t limit);

/* Answers a LOAD message; its payload says whether to collect garbage first, to take the time of that. */
void loadAnswer(xsMachine* machine, const struct message* message);

#endif
