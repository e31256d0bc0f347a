/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the port needs of a board, beside the sizes in its board_config.h:
 *   BOARD_SLOTS, BOARD_STACK_SLOTS  slots of the heap and of the JavaScript stack
 *   BOARD_CHUNK_BYTES               bytes of the chunk heap (strings, arrays, buffers, code)
 *   BOARD_KEYS                      most property names and symbols
 *   BOARD_NEW_KEYS                  those that a copy of a frozen machine may have beside the frozen ones
 * The board also defines fxCStackLimit(): the lowest address that C may reach on its stack.
 */
#ifndef AMBIT_XS_BOARD_H
#define AMBIT_XS_BOARD_H

#include <stddef.h>
#include <stdint.h>

/* Why an engine ends; the desktop's exit codes (64 to 78 as in sysexits.h). */
enum fault {
	FAULT_USAGE = 64,      /* bad command line */
	FAULT_LINK = 65,       /* malformed message, or the input ended inside one */
	FAULT_NO_BUNDLE = 66,  /* the bundle cannot be read */
	FAULT_EXCEPTION = 70,  /* uncaught exception, unhandled rejection, syntax error */
	FAULT_OUTPUT = 74,     /* the bench does not read any more */
	FAULT_HEAP = 80,       /* slots, chunks or keys used up */
	FAULT_STACK = 81,      /* JavaScript or C stack used up */
	FAULT_BYTE_CODES = 82, /* more byte codes for one message than allowed */
	FAULT_ENGINE = 83,     /* XS stopped for a reason that it does not name */
};

/* Reports one line of text and ends the engine. It never returns. */
void boardFault(enum fault fault, const char* text) __attribute__((noreturn));

/* boardFault with a text made as by printf, one line of at most 1000 bytes. */
void boardFaultFormat(enum fault fault, const char* format, ...) __attribute__((noreturn, format(printf, 2, 3)));

/* Sends a message to the bench. length is at most LINK_MAXIMUM_PAYLOAD. */
void boardSend(uint8_t type, const void* payload, size_t length);

/*
 * Sends a message and waits for one of type answerType. Copies its payload to answer, which has room for
 * LINK_MAXIMUM_PAYLOAD bytes and may be where payload is; returns its length. What arrives before the answer is
 * kept and delivered later, in order; the payload that is being delivered stays where it is. When the input ends
 * first, FAULT_LINK.
 */
size_t boardExchange(uint8_t type, const void* payload, size_t length, uint8_t answerType, void* answer);

#endif
