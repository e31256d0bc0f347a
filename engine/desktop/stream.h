/* SPDX-License-Identifier: Apache-2.0 */
/* The link on standard input and output. */
#ifndef AMBIT_STREAM_H
#define AMBIT_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message {
	uint8_t type;
	size_t length;
	const uint8_t* payload; /* valid until the next streamRead */
};

/*
 * Waits for the next message; false at the end of the input. Ends with FAULT_LINK if a message is
 * too long or the input ends inside it.
 */
bool streamRead(struct message* message);

/* Sends what boardSend has kept. Ends with FAULT_OUTPUT if the bench no longer reads. */
void streamFlush(void);

/* Sends as much of it as possible when the engine ends; never faults. */
void streamFlushAtEnd(void);

#endif
