/* SPDX-License-Identifier: Apache-2.0 */
/* The UARTs, by interrupts, with a ring each way. */
#ifndef AMBIT_UART_H
#define AMBIT_UART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RS-485 and M-Bus carry the numbers of Port in boards/virtual/link.ts. */
enum uart {
	UART_RS485 = 0,
	UART_MBUS = 1,
	UART_BELL = 2, /* one byte either way says that the window has something new */
	UART_COUNT = 3,
};

/* Characters that each port holds each way; more waits in the transmitter, or in front of the receiver. */
#define UART_RING 512

/* Switches all of them on, with their interrupts. */
void uartStart(void);

/* Characters that were received and not read. */
size_t uartReadable(enum uart port);

/* Moves `length` received characters to `target`; they must be there. */
void uartRead(enum uart port, uint8_t* target, size_t length);

/* Sends characters; waits only while the ring is full. */
void uartWrite(enum uart port, const uint8_t* bytes, size_t length);

/* Takes the byte that the bench rang with since the last call, if it did. */
bool uartRang(void);

/* Sends a line on the console and waits until it is out. For faults: needs no interrupts. */
void uartReport(const char* line);

#endif
