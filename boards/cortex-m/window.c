/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "mps2.h"
#include "board.h"
#include "link.h"
#include "pins.h"
#include "uart.h"
#include "watchdog.h"
#include "window.h"

#define TO_BOARD_HEAD REGISTER(WINDOW_ADDRESS + WINDOW_TO_BOARD_HEAD)
#define TO_BOARD_TAIL REGISTER(WINDOW_ADDRESS + WINDOW_TO_BOARD_TAIL)
#define TO_BENCH_HEAD REGISTER(WINDOW_ADDRESS + WINDOW_TO_BENCH_HEAD)
#define TO_BENCH_TAIL REGISTER(WINDOW_ADDRESS + WINDOW_TO_BENCH_TAIL)
#define TO_BOARD_RING ((uint8_t*)(WINDOW_ADDRESS + WINDOW_TO_BOARD_RING))
#define TO_BENCH_RING ((uint8_t*)(WINDOW_ADDRESS + WINDOW_TO_BENCH_RING))

/* Bytes before the characters in RECEIVED and TRANSMIT. */
#define RECEIVED_PORT_LENGTH 1
#define TRANSMIT_HEAD_LENGTH 5
/* Place of the pin in OUTPUT; the level follows. */
#define OUTPUT_PIN 4

static uint8_t input[LINK_MAXIMUM_PAYLOAD];

static void barrier(void)
{
	__asm volatile("dmb" : : : "memory");
}

/* Sleeps until the next interrupt, by the bench or another. */
static void sleepUnless(bool (*enough)(size_t), size_t count)
{
	watchdogRest(true);
	__asm volatile("cpsid i" : : : "memory");
	if (!enough(count))
		__asm volatile("wfi");
	watchdogRest(false);
	__asm volatile("cpsie i" : : : "memory");
	(void)uartRang();
}

static bool bytesPresent(size_t count)
{
	return TO_BOARD_HEAD - TO_BOARD_TAIL >= count;
}

static bool roomPresent(size_t count)
{
	return WINDOW_RING_LENGTH - (TO_BENCH_HEAD - TO_BENCH_TAIL) >= count;
}

/* Copies the bytes `offset` after the next one to be read; waits for them. */
static void peek(size_t offset, uint8_t* target, size_t length)
{
	uint32_t at, part;
	while (!bytesPresent(offset + length))
		sleepUnless(bytesPresent, offset + length);
	barrier();
	at = (TO_BOARD_TAIL + offset) % WINDOW_RING_LENGTH;
	part = WINDOW_RING_LENGTH - at;
	if (part > length)
		part = length;
	memcpy(target, TO_BOARD_RING + at, part);
	memcpy(target + part, TO_BOARD_RING, length - part);
	barrier();
}

/* Reads the header `offset` after the next byte to be read. */
static void peekHeader(size_t offset, struct message* message)
{
	uint8_t header[LINK_HEADER_LENGTH];
	peek(offset, header, sizeof(header));
	message->type = header[0];
	message->length = (size_t)header[1] | ((size_t)header[2] << 8);
	if (message->length > LINK_MAXIMUM_PAYLOAD)
		boardFaultFormat(FAULT_LINK, "link: message 0x%02X of %u bytes, at most %d are allowed",
			message->type,
			(unsigned)message->length, LINK_MAXIMUM_PAYLOAD);
}

/* Removes bytes at `offset` from the stream and moves those before them up. */
static void cutOut(size_t offset, size_t length)
{
	const uint32_t tail = TO_BOARD_TAIL;
	while (offset--)
		TO_BOARD_RING[(tail + offset + length) % WINDOW_RING_LENGTH]
			= TO_BOARD_RING[(tail + offset) % WINDOW_RING_LENGTH];
	barrier();
	TO_BOARD_TAIL = tail + length;
}

/* Copies bytes to the ring, `offset` after what the bench may read. */
static void put(size_t offset, const void* bytes, size_t length)
{
	const uint32_t at = (TO_BENCH_HEAD + offset) % WINDOW_RING_LENGTH;
	uint32_t part = WINDOW_RING_LENGTH - at;
	if (part > length)
		part = length;
	memcpy(TO_BENCH_RING + at, bytes, part);
	memcpy(TO_BENCH_RING, (const uint8_t*)bytes + part, length - part);
}

/*
 * The bench gets the message with one write: after a restart in the middle of it, the next message
 * would be taken for its payload.
 */
static void giveMessage(uint8_t type, const void* payload, size_t length)
{
	const uint8_t header[LINK_HEADER_LENGTH] = { type, (uint8_t)length, (uint8_t)(length >> 8) };
	while (!roomPresent(sizeof(header) + length)) {
		windowFlush();
		sleepUnless(roomPresent, sizeof(header) + length);
	}
	put(0, header, sizeof(header));
	put(sizeof(header), payload, length);
	barrier();
	TO_BENCH_HEAD += sizeof(header) + length;
}

void windowForget(void)
{
	TO_BOARD_TAIL = TO_BOARD_HEAD;
}

/* Makes RECEIVED of a WIRED message, which only counts characters; waits for them. */
static void receive(struct message* message)
{
	enum uart port = (enum uart)input[0];
	size_t count = (size_t)input[1] | ((size_t)input[2] << 8);
	if ((message->length != 3) || (port > UART_MBUS)
		|| (count > LINK_MAXIMUM_PAYLOAD - RECEIVED_PORT_LENGTH))
		boardFault(FAULT_LINK, "link: malformed WIRED message");
	message->type = LINK_RECEIVED;
	message->length = RECEIVED_PORT_LENGTH + count;
	for (size_t done = 0; done < count;) {
		size_t part = uartReadable(port);
		if (part > count - done)
			part = count - done;
		uartRead(port, input + RECEIVED_PORT_LENGTH + done, part);
		done += part;
	}
}

void windowRead(struct message* message)
{
	peekHeader(0, message);
	peek(LINK_HEADER_LENGTH, input, message->length);
	TO_BOARD_TAIL += LINK_HEADER_LENGTH + message->length;
	message->payload = input;
	if (message->type == LINK_WIRED)
		receive(message);
}

size_t boardExchange(uint8_t type, const void* payload, size_t length, uint8_t answerType,
	void* answer)
{
	struct message message;
	size_t offset = 0;
	boardSend(type, payload, length);
	windowFlush();
	for (;;) {
		peekHeader(offset, &message);
		if (message.type == answerType)
			break;
		offset += LINK_HEADER_LENGTH + message.length;
		if (offset + LINK_HEADER_LENGTH + LINK_MAXIMUM_PAYLOAD > WINDOW_RING_LENGTH)
			boardFault(FAULT_LINK, "link: too much arrived before an answer");
	}
	peek(offset + LINK_HEADER_LENGTH, answer, message.length);
	cutOut(offset, LINK_HEADER_LENGTH + message.length);
	return message.length;
}

void windowFlush(void)
{
	static const uint8_t bell = 1;
	uartWrite(UART_BELL, &bell, 1);
}

void boardSend(uint8_t type, const void* payload, size_t length)
{
	const uint8_t* bytes = payload;
	uint8_t counted[TRANSMIT_HEAD_LENGTH + 2];
	size_t count;
	if (type == LINK_OUTPUT)
		pinsWrite(bytes[OUTPUT_PIN], bytes[OUTPUT_PIN + 1]);
	if (type != LINK_TRANSMIT) {
		giveMessage(type, payload, length);
		return;
	}
	count = length - TRANSMIT_HEAD_LENGTH;
	memcpy(counted, bytes, TRANSMIT_HEAD_LENGTH);
	counted[TRANSMIT_HEAD_LENGTH] = (uint8_t)count;
	counted[TRANSMIT_HEAD_LENGTH + 1] = (uint8_t)(count >> 8);
	giveMessage(LINK_WIRED_TO_BENCH, counted, sizeof(counted));
	uartWrite((enum uart)bytes[TRANSMIT_HEAD_LENGTH - 1], bytes + TRANSMIT_HEAD_LENGTH, count);
}
