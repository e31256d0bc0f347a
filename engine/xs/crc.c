/* SPDX-License-Identifier: Apache-2.0 */
/* host.crc: the register of a CRC after more bytes, four bits at a time. */
#include "xs.h"
#include "host.h"

void hostCrc(xsMachine* the)
{
	const uint8_t* bytes;
	size_t length;
	if (xsToInteger(xsArgc) < 5)
		xsTypeError("crc: bytes, width, polynomial, reflected and value expected");
	const uint32_t width = (uint32_t)xsToInteger(xsArg(1));
	const uint32_t polynomial = (uint32_t)xsToInteger(xsArg(2));
	const int reflected = xsToBoolean(xsArg(3));
	uint32_t value = (uint32_t)xsToInteger(xsArg(4));
	if ((width != 8) && (width != 16))
		xsRangeError("crc: width %d is neither 8 nor 16", (int)width);
	const uint32_t top = 1u << (width - 1);
	uint32_t table[16], i;
	for (i = 0; i < 16; i++) {
		int bit;
		table[i] = reflected ? i : i << (width - 4);
		for (bit = 0; bit < 4; bit++) {
			if (reflected)
				table[i] = (table[i] & 1) ? (table[i] >> 1) ^ polynomial : table[i] >> 1;
			else
				table[i] = (table[i] & top) ? (table[i] << 1) ^ polynomial : table[i] << 1;
		}
	}
	for (bytes = hostBytes(the, 0, &length); length; length--, bytes++) {
		if (reflected) {
			value ^= *bytes;
			value = (value >> 4) ^ table[value & 15];
			value = (value >> 4) ^ table[value & 15];
		}
		else {
			value ^= (uint32_t)*bytes << (width - 8);
			value = (value << 4) ^ table[(value >> (width - 4)) & 15];
			value = (value << 4) ^ table[(value >> (width - 4)) & 15];
		}
	}
	xsResult = xsInteger((xsIntegerValue)(value & (2 * top - 1)));
}
