/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The byte link to the bench: two rings in a window of memory that both can access, as a converter
 * or a radio would by DMA, and a byte on a UART that announces something new. The side that has
 * written sends it, and the side that has read while the other waits for room. Characters of the
 * buses use separate UARTs; only their number is in the stream, at the place where they count. The
 * outputs change at the pins as well; the stream says at what meter time.
 */
#ifndef AMBIT_CORTEX_M_WINDOW_H
#define AMBIT_CORTEX_M_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Layout of the window; bench/emulator/window.ts has the same, a test compares. */
#define WINDOW_TO_BOARD_HEAD 0 /* u32: bytes that the bench has written */
#define WINDOW_TO_BOARD_TAIL 4 /* u32: bytes that the board has read */
#define WINDOW_TO_BENCH_HEAD 8
#define WINDOW_TO_BENCH_TAIL 12
#define WINDOW_TO_BOARD_RING 0x1000
#define WINDOW_TO_BENCH_RING 0x11000
#define WINDOW_RING_LENGTH 0x10000

struct message {
	uint8_t type;
	size_t length;
	const uint8_t* payload; /* valid until the next windowRead */
};

/* Discards what the bench sent before this start: it was for the meter before the restart. */
void windowForget(void);

/* Sleeps until there is a message. Ends with FAULT_LINK if it is too long. */
void windowRead(struct message* message);

/* Announces something new to the bench. */
void windowFlush(void);

#endif
