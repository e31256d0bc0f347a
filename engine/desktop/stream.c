/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "board.h"
#include "link.h"
#include "stream.h"

/*
 * Twice the input that may arrive during an exchange with the flash chip: the factory sends 58 KB
 * at a time.
 */
#define BUFFER_LENGTH (256 * 1024)

static uint8_t input[BUFFER_LENGTH];
static size_t inputStart, inputEnd;

static uint8_t output[BUFFER_LENGTH];
static size_t outputLength;

/* Reads until the buffer has `wanted` bytes after `start`; false if the input ends first. */
static bool fill(size_t start, size_t wanted)
{
	if (start + wanted > sizeof(input))
		boardFault(FAULT_LINK, "link: too much arrived before an answer");
	while (inputEnd - start < wanted) {
		ssize_t count = read(STDIN_FILENO, input + inputEnd, sizeof(input) - inputEnd);
		if ((count < 0) && (errno == EINTR))
			continue;
		if (count < 0)
			boardFaultFormat(FAULT_LINK, "link: standard input: %s", strerror(errno));
		if (count == 0)
			return false;
		inputEnd += (size_t)count;
	}
	return true;
}

/*
 * Waits for the complete message that begins at `start`; false if the input ends before it begins.
 */
static bool parse(size_t start, struct message* message)
{
	const uint8_t* header = input + start;
	if (!fill(start, LINK_HEADER_LENGTH)) {
		if (inputEnd != start)
			boardFault(FAULT_LINK, "link: the input ended inside a message's header");
		return false;
	}
	message->type = header[0];
	message->length = (size_t)header[1] | ((size_t)header[2] << 8);
	if (message->length > LINK_MAXIMUM_PAYLOAD)
		boardFaultFormat(FAULT_LINK, "link: message 0x%02X of %u bytes, at most %d are allowed",
			message->type,
			(unsigned)message->length, LINK_MAXIMUM_PAYLOAD);
	if (!fill(start, LINK_HEADER_LENGTH + message->length))
		boardFaultFormat(FAULT_LINK, "link: the input ended inside message 0x%02X", message->type);
	message->payload = header + LINK_HEADER_LENGTH;
	return true;
}

bool streamRead(struct message* message)
{
	/* nothing before inputStart is in use here; half of the buffer stays free for exchanges */
	if (inputStart > sizeof(input) / 2) {
		memmove(input, input + inputStart, inputEnd - inputStart);
		inputEnd -= inputStart;
		inputStart = 0;
	}
	if (!parse(inputStart, message))
		return false;
	inputStart += LINK_HEADER_LENGTH + message->length;
	return true;
}

size_t boardExchange(uint8_t type, const void* payload, size_t length, uint8_t answerType,
	void* answer)
{
	struct message message;
	size_t start = inputStart;
	uint8_t* end;
	boardSend(type, payload, length);
	streamFlush();
	for (;;) {
		if (!parse(start, &message))
			boardFaultFormat(FAULT_LINK, "link: the input ended before answer 0x%02X", answerType);
		if (message.type == answerType)
			break;
		start += LINK_HEADER_LENGTH + message.length;
	}
	memcpy(answer, message.payload, message.length);
	/* moves the messages after the answer to those before it */
	end = input + start + LINK_HEADER_LENGTH + message.length;
	memmove(input + start, end, (size_t)(input + inputEnd - end));
	inputEnd -= LINK_HEADER_LENGTH + message.length;
	return message.length;
}

/* Returns true if everything was written. */
static bool writeOut(void)
{
	size_t done = 0;
	while (done < outputLength) {
		ssize_t count = write(STDOUT_FILENO, output + done, outputLength - done);
		if ((count < 0) && (errno != EINTR))
			return false;
		if (count > 0)
			done += (size_t)count;
	}
	outputLength = 0;
	return true;
}

void streamFlush(void)
{
	if (!writeOut()) {
		outputLength = 0;
		boardFaultFormat(FAULT_OUTPUT, "link: standard output: %s", strerror(errno));
	}
}

void streamFlushAtEnd(void)
{
	(void)writeOut();
}

void boardSend(uint8_t type, const void* payload, size_t length)
{
	uint8_t* p;
	if (LINK_HEADER_LENGTH + length > sizeof(output) - outputLength)
		streamFlush();
	p = output + outputLength;
	p[0] = type;
	p[1] = (uint8_t)length;
	p[2] = (uint8_t)(length >> 8);
	if (length)
		memcpy(p + LINK_HEADER_LENGTH, payload, length);
	outputLength += LINK_HEADER_LENGTH + length;
}
