/* SPDX-License-Identifier: Apache-2.0 */
/* host.unpack: writes the samples of frames into a plain array. */
#include "xsAll.h"
#include "xs.h"
#include "elements.h"
#include "host.h"
#include "meter.h"

void hostUnpack(xsMachine* the)
{
	txInteger at, first, count, end, i;
	int32_t delivered;
	const uint8_t* bytes = framesAll(&delivered);
	txSlot* sample;
	if (mxArgc < 4)
		mxTypeError("unpack: samples, at, first and count expected");
	at = fxToInteger(the, mxArgv(1));
	first = fxToInteger(the, mxArgv(2));
	count = fxToInteger(the, mxArgv(3));
	if ((first < 0) || (count < 0) || (first > delivered) || (count > delivered - first))
		mxRangeError("unpack: %d frames from frame %d, %d were delivered", (int)count, (int)first,
			(int)delivered);
	/*
	 * count is small by now (a message's frames), so the sum below cannot overflow once `at` is
	 * checked
	 */
	if ((at < 0) || (at > 0x3FFFFFFF))
		mxRangeError("unpack: index %d", (int)at);
	end = count ? at + count * FRAMES_CHANNELS : 0;
	sample = elementsOf(the, 0, end, "unpack") + at;
	bytes += first * LINK_BYTES_PER_FRAME;
	for (i = 0; i < count * FRAMES_CHANNELS; i++, sample++, bytes += FRAMES_SAMPLE_BYTES) {
		sample->kind = XS_INTEGER_KIND;
		sample->value.integer = framesSample(bytes);
	}
}
