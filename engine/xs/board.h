/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Services that the port needs from a board, in addition to the sizes in its board_config.h:
 *   BOARD_SLOTS, BOARD_STACK_SLOTS  slots of the heap and of the JavaScript stack
 *   BOARD_CHUNK_BYTES               bytes of the chunk heap (strings, arrays, buffers, code)
 *   BOARD_KEYS                      largest number of property names and symbols
 *   BOARD_NEW_KEYS                  how many a copy of a frozen machine may add to the frozen ones
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
	FAULT_OUTPUT = 74,     /* the bench no longer reads */
	FAULT_HEAP = 80,       /* no slots, chunks or keys left */
	FAULT_STACK = 81,      /* JavaScript or C stack full */
	FAULT_BYTE_CODES = 82, /* more byte codes for one message than allowed */
	FAULT_ENGINE = 83,     /* XS stopped for a reason that it does not name */
	FAULT_WATCHDOG = 84,   /* the watchdog: the firmware no longer ran */
};

/* Reports one line of text and ends the engine. It never returns. */
void boardFault(enum fault fault, const char* text) __attribute__((noreturn));

/* boardFault with a text formatted as by printf, one line of at most 1000 bytes. */
void boardFaultFormat(enum fault fault, const char* format, ...)
	__attribute__((noreturn, format(printf, 2, 3)));

/* Sends a message to the bench. length is at most LINK_MAXIMUM_PAYLOAD. */
void boardSend(uint8_t type, const void* payload, size_t length);

/*
 * Sends a message and waits for one of type answerType. Copies its payload to answer, which has
 * room for LINK_MAXIMUM_PAYLOAD bytes and may overlap payload; returns its length. Messages that
 * arrive before the answer are kept and delivered later, in order; the payload being delivered
 * stays in place. Ends with FAULT_LINK if the input ends first.
 */
size_t boardExchange(uint8_t type, const void* payload, size_t length, uint8_t answerType,
	void* answer);

#endif
