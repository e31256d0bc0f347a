/* SPDX-License-Identifier: Apache-2.0 */
/* host.qrCode, with the generator of Moddable's qrcode module. */
#include "xs.h"
#include "host.h"
#include "qrcodegen.h"

/* Largest version whose two buffers fit on the C stack of a microcontroller. */
#define LARGEST_VERSION 10

void hostQrCode(xsMachine* the)
{
	uint8_t code[qrcodegen_BUFFER_LEN_FOR_VERSION(LARGEST_VERSION)];
	uint8_t work[qrcodegen_BUFFER_LEN_FOR_VERSION(LARGEST_VERSION)];
	xsIntegerValue version;
	uint8_t* module;
	int size, x, y;
	if (xsToInteger(xsArgc) < 2)
		xsTypeError("qrCode: text and maxVersion expected");
	version = xsToInteger(xsArg(1));
	if ((version < qrcodegen_VERSION_MIN) || (version > LARGEST_VERSION))
		xsRangeError("qrCode: maxVersion %d is not %d..%d", (int)version, qrcodegen_VERSION_MIN,
			LARGEST_VERSION);
	if (!qrcodegen_encodeText(xsToString(xsArg(0)), work, code, qrcodegen_Ecc_MEDIUM,
		qrcodegen_VERSION_MIN, (int)version,
			qrcodegen_Mask_AUTO, true))
		xsRangeError("qrCode: the text is too long for version %d", (int)version);
	size = qrcodegen_getSize(code);
	xsResult = xsArrayBuffer(NULL, size * size);
	module = xsToArrayBuffer(xsResult);
	for (y = 0; y < size; y++) {
		for (x = 0; x < size; x++)
			*module++ = qrcodegen_getModule(code, x, y);
	}
}
