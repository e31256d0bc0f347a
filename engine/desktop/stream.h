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
	const uint8_t* payload; /* stays until the next streamRead */
};

/*
 * Waits for the next message. False at the end of the input. A message that is too long, or that the input
 * ends in, is FAULT_LINK.
 */
bool streamRead(struct message* message);

/* Sends what boardSend has kept. FAULT_OUTPUT when the bench does not read any more. */
void streamFlush(void);

/* The same as far as it is possible, for an engine that ends; never a fault. */
void streamFlushAtEnd(void);

#endif
