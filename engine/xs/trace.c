/* SPDX-License-Identifier: Apache-2.0 */
/* trace(...items): sends the items as strings, joined, in one TRACE message in UTF-8. */
#include "xsAll.h"
#include "xs.h"
#include "board.h"
#include "host.h"
#include "link.h"

#define REPLACEMENT_CHARACTER 0xFFFD

static char text[LINK_MAXIMUM_PAYLOAD];

/*
 * Appends a character in UTF-8 at `length`; returns the new length, or the old one if there is no
 * room.
 */
static size_t append(size_t length, txInteger character)
{
	unsigned char bytes[4];
	size_t count;
	uint32_t c = (uint32_t)character;
	if ((c > 0x10FFFF) || ((0xD800 <= c) && (c <= 0xDFFF)))
		c = REPLACEMENT_CHARACTER;
	if (c < 0x80) {
		bytes[0] = (unsigned char)c;
		count = 1;
	}
	else if (c < 0x800) {
		bytes[0] = (unsigned char)(0xC0 | (c >> 6));
		bytes[1] = (unsigned char)(0x80 | (c & 0x3F));
		count = 2;
	}
	else if (c < 0x10000) {
		bytes[0] = (unsigned char)(0xE0 | (c >> 12));
		bytes[1] = (unsigned char)(0x80 | ((c >> 6) & 0x3F));
		bytes[2] = (unsigned char)(0x80 | (c & 0x3F));
		count = 3;
	}
	else {
		bytes[0] = (unsigned char)(0xF0 | (c >> 18));
		bytes[1] = (unsigned char)(0x80 | ((c >> 12) & 0x3F));
		bytes[2] = (unsigned char)(0x80 | ((c >> 6) & 0x3F));
		bytes[3] = (unsigned char)(0x80 | (c & 0x3F));
		count = 4;
	}
	if (count > sizeof(text) - length)
		return length;
	c_memcpy(text + length, bytes, count);
	return length + count;
}

void hostTrace(xsMachine* the)
{
	size_t length = 0;
	txInteger i;
	for (i = 0; i < mxArgc; i++) {
		/* nothing allocates while the C string is read, so it does not move */
		txString p = fxToString(the, mxArgv(i));
		txInteger character;
		for (p = mxStringByteDecode(p, &character); character != C_EOF;
			p = mxStringByteDecode(p, &character)) {
			size_t before = length;
			length = append(length, character);
			if (length == before)
				goto full;
		}
	}
full: /* cut after the last whole character that fits */
	boardSend(LINK_TRACE, text, length);
}
