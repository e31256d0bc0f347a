/* SPDX-License-Identifier: Apache-2.0 */
/* host.meter and its like: the compiled kernel over the frames that are being delivered. */
#include "xsAll.h"
#include "xs.h"
#include "board.h"
#include "elements.h"
#include "host.h"
#include "meter.h"
#include "sample-path.h"

static const uint8_t* frames;
static int32_t present, taken;

void framesSet(const uint8_t* bytes, size_t count)
{
	frames = bytes;
	present = (int32_t)count;
	taken = 0;
}

const uint8_t* framesAll(int32_t* count)
{
	*count = present;
	return frames;
}

/* The next frames that were not taken yet, at most `most`; sets *count to their number. */
static const uint8_t* framesTake(int32_t most, int32_t* count)
{
	const uint8_t* first = frames + taken * LINK_BYTES_PER_FRAME;
	*count = (present - taken < most) ? present - taken : most;
	taken += *count;
	return first;
}

void samplePathTrapped(void)
{
	boardFault(FAULT_ENGINE, "the kernel has stopped: a check of its own has failed");
}

/* Takes in as many frames as there is room for; false if there are none left. */
static bool takeIn(void)
{
	int32_t count, room;
	int32_t* sample = samplePathRoom(&room);
	const uint8_t* bytes = framesTake(room, &count);
	const uint8_t* end = bytes + count * LINK_BYTES_PER_FRAME;
	for (; bytes < end; bytes += FRAMES_SAMPLE_BYTES)
		*sample++ = framesSample(bytes);
	return (count > 0) && samplePathAccept(count);
}

void hostMeter(xsMachine* the)
{
	txSlot* slot = elementsOf(the, 0, KERNEL_RESULTS, "meter");
	const double* results = samplePathResults();
	int i;
	while (!samplePathRun())
		if (!takeIn()) {
			xsResult = xsFalse;
			return;
		}
	for (i = 0; i < KERNEL_RESULTS; i++, slot++) {
		slot->kind = XS_NUMBER_KIND;
		slot->value.number = results[i];
	}
	xsResult = xsTrue;
}

void hostRestartMeter(xsMachine* the)
{
	(void)the;
	samplePathRestart();
}

void hostSetReference(xsMachine* the)
{
	if (mxArgc < 1)
		mxTypeError("setReference: phase expected");
	samplePathReference(fxToInteger(the, mxArgv(0)));
}

void hostQuality(xsMachine* the)
{
	if (mxArgc < 1)
		mxTypeError("quality: place expected");
	xsResult = xsNumber(samplePathQuality(fxToInteger(the, mxArgv(0))));
}

void hostEnableQuality(xsMachine* the)
{
	if (mxArgc < 1)
		mxTypeError("enableQuality: boolean expected");
	samplePathEnableQuality(xsToBoolean(xsArg(0)));
}

void hostSetQualityLimits(xsMachine* the)
{
	if (mxArgc < 3)
		mxTypeError("setQualityLimits: phase and two limits expected");
	samplePathQualityLimits(fxToInteger(the, mxArgv(0)), fxToNumber(the, mxArgv(1)),
		fxToNumber(the, mxArgv(2)));
}
