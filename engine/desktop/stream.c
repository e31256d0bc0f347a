/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "board.h"
#include "link.h"
#include "stream.h"

#define BUFFER_LENGTH (64 * 1024)

static uint8_t input[BUFFER_LENGTH];
static size_t inputStart, inputEnd;

static uint8_t output[BUFFER_LENGTH];
static size_t outputLength;

/* Reads until `wanted` bytes lie in the buffer; false when the input ends before. */
static bool fill(size_t wanted)
{
	if (inputStart + wanted > sizeof(input)) {
		memmove(input, input + inputStart, inputEnd - inputStart);
		inputEnd -= inputStart;
		inputStart = 0;
	}
	while (inputEnd - inputStart < wanted) {
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

bool streamRead(struct message* message)
{
	const uint8_t* header;
	if (!fill(LINK_HEADER_LENGTH)) {
		if (inputEnd != inputStart)
			boardFault(FAULT_LINK, "link: the input ended inside a message's header");
		return false;
	}
	header = input + inputStart;
	message->type = header[0];
	message->length = (size_t)header[1] | ((size_t)header[2] << 8);
	if (message->length > LINK_MAXIMUM_PAYLOAD)
		boardFaultFormat(FAULT_LINK, "link: message 0x%02X of %u bytes, at most %d are allowed", message->type,
			(unsigned)message->length, LINK_MAXIMUM_PAYLOAD);
	if (!fill(LINK_HEADER_LENGTH + message->length))
		boardFaultFormat(FAULT_LINK, "link: the input ended inside message 0x%02X", message->type);
	message->payload = input + inputStart + LINK_HEADER_LENGTH;
	inputStart += LINK_HEADER_LENGTH + message->length;
	return true;
}

/* True when all was written. */
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
