/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled kernel over frames that JavaScript has calculated (native-kernel.ts). */
#include "xsmc.h"

#include "kernel-memory.h"
#include "sample-path.h"
#include "window-results.h"

/* Range of a signed 24-bit sample. */
#define SAMPLE_MAXIMUM 0x7fffff
#define SAMPLE_MINIMUM (-0x800000)

static uint32_t lost;

/* Frames are missing: the window in progress is void. */
static void lose(int32_t frames)
{
	samplePathRestart();
	if (frames > 0)
		lost += (uint32_t)frames;
}

/* Copies samples; false if one is out of range. */
static bool copy(int32_t *samples, const int32_t *from, int32_t count)
{
	for (int32_t i = 0; i < count; i++) {
		if (from[i] < SAMPLE_MINIMUM || from[i] > SAMPLE_MAXIMUM)
			return false;
		samples[i] = from[i];
	}
	return true;
}

/* add(samples, count): takes in the first frames of an ArrayBuffer of int32_t. */
void xs_native_kernel_add(xsMachine *the)
{
	int32_t count = xsmcToInteger(xsArg(1)), room;
	int32_t *samples = samplePathRoom(&room);
	void *block;
	xsUnsignedValue bytes;
	xsmcGetBufferReadable(xsArg(0), &block, &bytes);
	if (count < 0 || count > room || (uint32_t)count * KERNEL_CHANNELS > bytes / sizeof(int32_t)
		|| !copy(samples, block, count * KERNEL_CHANNELS) || !samplePathAccept(count))
		lose(count);
}

/* take(results) */
void xs_native_kernel_take(xsMachine *the)
{
	bool closed = samplePathRun();
	if (closed)
		windowResultsWrite(the, samplePathResults());
	xsmcSetBoolean(xsResult, closed);
}

void xs_native_kernel_lost(xsMachine *the)
{
	xsmcSetNumber(xsResult, lost);
}

void xs_native_kernel_restart(xsMachine *the)
{
	(void)the;
	samplePathRestart();
}

/* setReference(phase) */
void xs_native_kernel_reference(xsMachine *the)
{
	samplePathReference(xsmcToInteger(xsArg(0)));
}

/* quality(place): a result of the analyser */
void xs_native_kernel_quality(xsMachine *the)
{
	xsmcSetNumber(xsResult, samplePathQuality(xsmcToInteger(xsArg(0))));
}

/* enableQuality(on) */
void xs_native_kernel_enable_quality(xsMachine *the)
{
	samplePathEnableQuality(xsmcToBoolean(xsArg(0)));
}

/* setQualityLimits(phase, low, high) */
void xs_native_kernel_limits(xsMachine *the)
{
	samplePathQualityLimits(xsmcToInteger(xsArg(0)), xsmcToNumber(xsArg(1)),
		xsmcToNumber(xsArg(2)));
}
