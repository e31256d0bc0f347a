/* SPDX-License-Identifier: Apache-2.0 */
/* The UARTs, with interrupts and a ring in each direction. */
#ifndef AMBIT_UART_H
#define AMBIT_UART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RS-485 and M-Bus have the numbers of Port in boards/virtual/link.ts. */
enum uart {
	UART_RS485 = 0,
	UART_MBUS = 1,
	UART_BELL = 2, /* a byte, in either direction, announces something new in the window */
	UART_COUNT = 3,
};

/* Characters in the rings of a port; more wait in the transmitter, or before the receiver. */
#define UART_RING 512

/* Enables all UARTs and their interrupts. */
void uartStart(void);

/* Number of characters received and not yet read. */
size_t uartReadable(enum uart port);

/* Moves `length` characters to `target`; they must have been received. */
void uartRead(enum uart port, uint8_t* target, size_t length);

/* Sends characters; waits while the ring is full. */
void uartWrite(enum uart port, const uint8_t* bytes, size_t length);

/* Returns true if the bench has rung since the last call. */
bool uartRang(void);

/* Sends a line on the console and waits for its end. For faults: needs no interrupts. */
void uartReport(const char* line);

#endif
