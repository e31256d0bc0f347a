/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The byte link to the bench: two rings in a window of memory that both see, as a converter or a radio would
 * reach memory by DMA, and a byte on a UART to say that there is something new (rung by whoever has written or,
 * while the other waits for room, read). Characters of the buses travel on UARTs of their own; here only their
 * number passes, at the place in the stream where they count.
 */
#ifndef AMBIT_CORTEX_M_WINDOW_H
#define AMBIT_CORTEX_M_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Layout of the window; bench/emulator/window.ts has the same, a test compares. */
#define WINDOW_TO_BOARD_HEAD 0 /* u32: bytes the bench has written, ever */
#define WINDOW_TO_BOARD_TAIL 4 /* u32: bytes the board has read, ever */
#define WINDOW_TO_BENCH_HEAD 8
#define WINDOW_TO_BENCH_TAIL 12
#define WINDOW_TO_BOARD_RING 0x1000
#define WINDOW_TO_BENCH_RING 0x11000
#define WINDOW_RING_LENGTH 0x10000

struct message {
	uint8_t type;
	size_t length;
	const uint8_t* payload; /* stays until the next windowRead */
};

/* Forgets what the bench had said before this start: it belonged to the meter before the restart. */
void windowForget(void);

/* Waits for the next message; sleeps meanwhile. One that is too long is FAULT_LINK. */
void windowRead(struct message* message);

/* Tells the bench that there is something for it. */
void windowFlush(void);

#endif
