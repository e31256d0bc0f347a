/* SPDX-License-Identifier: Apache-2.0 */
/* How frames go out of the model of the UART: part of uart-harness.c. */
#pragma once

/* The driver's interrupt: fills the transmitter from the ring. */
static void serveTransmitter(void)
{
	uint32_t room = HARDWARE - sending, count = ring < room ? ring : room;
	ring -= count;
	sending += count;
}

int uart_write_bytes(uart_port_t port, const void *bytes, size_t length)
{
	(void)port; (void)bytes;
	ring += (uint32_t)length;
	serveTransmitter();
	return (int)length;
}

static int64_t upTo(int64_t limit)
{
	seed = seed * 1664525 + 1013904223;
	return (int64_t)((uint64_t)seed * (uint64_t)limit >> 32);
}

/*
 * Sends a frame a character at a time. Returns false if the transmitter was empty inside it.
 * `byXs`: the rest follows when XS has time, not when the driver's interrupt comes.
 */
static bool sendFrame(bool byXs)
{
	static uint8_t frame[FRAME];
	/* XS has just answered; the work that it turns to next began anywhere in its turn. */
	int64_t turnUs = upTo(TURN_US), dueUs = -1;
	bool whole = true;
	if (byXs) {
		ring = FRAME;
		serveTransmitter();
	}
	else {
		machine.arguments[0] = (xsSlot){ .buffer = frame, .length = FRAME };
		xs_uart_write(&machine);
	}
	for (int left = FRAME; left > 0; timeUs += CHARACTER_US, turnUs += CHARACTER_US) {
		if (sending <= EMPTY_CHARACTERS && ring && dueUs < 0)
			dueUs = turnUs + upTo(MASKED_US);
		if (dueUs >= 0 && turnUs >= dueUs && !(byXs && turnUs % TURN_US < BUSY_US)) {
			serveTransmitter();
			dueUs = -1;
		}
		if (sending) {
			sending--;
			left--;
		}
		else
			whole = false;
	}
	return whole;
}

static void sendFrames(int count, bool byXs)
{
	int whole = 0;
	for (int i = 0; i < count; i++)
		whole += sendFrame(byXs);
	printf("%d whole, %d torn\n", whole, count - whole);
}
