/* SPDX-License-Identifier: Apache-2.0 */
#include "xsmc.h"

#include <stdbool.h>
#include <string.h>

#include "ads131m08-frame.h"
#include "kernel-memory.h"
#include "sample-path.h"
#include "window-results.h"
#include "window-ring.h"

/* Windows in the ring, a power of two: 1.5 s or more. */
#define RING_WINDOWS 8

/* Frames that are summed at a time: 3 ms. One by one would cost more, all at once take longer. */
#define BATCH_FRAMES 24

static struct {
	double windows[RING_WINDOWS][KERNEL_RESULTS];
	/* Written by the collector, read by XS: windows put in, frames lost since the start. */
	uint32_t head;
	uint32_t lost;
	/* Written by XS, read by the collector: windows taken out, phase that paces the windows. */
	uint32_t tail;
	int32_t reference;
	/* Set by XS, cleared by the collector: the window in progress is to be discarded. */
	bool restart;
	/* Written by XS before it sets `told`, which the collector clears: what the analyser is to do. */
	bool analyse;
	double limits[3][2];
	bool told;
	/*
	 * The analyser's results: the newest ones are in `latest`, set by the collector, those that XS
	 * reads in `shown`, set by XS. The collector writes the third.
	 */
	double quality[3][KERNEL_QUALITY_RESULTS];
	uint32_t latest;
	uint32_t shown;
	/* The collector's own: frames not summed yet, phase that the kernel was told. */
	int32_t waiting;
	int32_t watched;
} ring;

#define load(field) __atomic_load_n(&(field), __ATOMIC_ACQUIRE)
#define store(field, value) __atomic_store_n(&(field), value, __ATOMIC_RELEASE)

/* Keeps the window that has closed; without room its frames are lost. */
static void keep(void)
{
	const double *results = samplePathResults();
	uint32_t head = ring.head;
	if (head - load(ring.tail) == RING_WINDOWS) {
		store(ring.lost, ring.lost + (uint32_t)(results[KERNEL_RESULT_FRAMES] + 0.5));
		return;
	}
	memcpy(ring.windows[head % RING_WINDOWS], results, sizeof(ring.windows[0]));
	store(ring.head, head + 1);
}

/* Keeps the analyser's results where XS does not read meanwhile. */
static void keepQuality(void)
{
	const uint32_t shown = __atomic_load_n(&ring.shown, __ATOMIC_SEQ_CST);
	uint32_t next = 0;
	while ((next == ring.latest) || (next == shown))
		next++;
	for (int32_t place = 0; place < KERNEL_QUALITY_RESULTS; place++)
		ring.quality[next][place] = samplePathQuality(place);
	__atomic_store_n(&ring.latest, next, __ATOMIC_SEQ_CST);
}

/*
 * Has XS read the newest results, all of one window, until it takes another. The collector may have
 * chosen them to be written before it saw that they are shown: then there are newer ones.
 */
static void showQuality(void)
{
	uint32_t latest;
	do {
		latest = __atomic_load_n(&ring.latest, __ATOMIC_SEQ_CST);
		__atomic_store_n(&ring.shown, latest, __ATOMIC_SEQ_CST);
	} while (latest != __atomic_load_n(&ring.latest, __ATOMIC_SEQ_CST));
}

/* Sums the frames at hand. */
static void sum(void)
{
	while (samplePathRun()) {
		if (ring.analyse)
			keepQuality();
		keep();
	}
	ring.waiting = 0;
}

void ringLose(uint32_t frames)
{
	sum();
	samplePathRestart();
	store(ring.lost, ring.lost + frames);
}

/* Has the analyser do what XS has told. */
static void setUpQuality(void)
{
	samplePathEnableQuality(ring.analyse);
	for (int32_t phase = 0; phase < 3; phase++)
		samplePathQualityLimits(phase, ring.limits[phase][0], ring.limits[phase][1]);
}

/* Does what XS has asked for, between two frames. */
static void obey(void)
{
	int32_t reference = load(ring.reference);
	bool restart = __atomic_exchange_n(&ring.restart, false, __ATOMIC_ACQ_REL);
	if (__atomic_exchange_n(&ring.told, false, __ATOMIC_ACQ_REL))
		setUpQuality();
	if (!restart && (reference == ring.watched))
		return;
	sum();
	if (restart)
		samplePathRestart();
	samplePathReference(reference);
	ring.watched = reference;
}

void ringAdd(const uint8_t *frame)
{
	int32_t room;
	int32_t *samples;
	obey();
	samples = samplePathRoom(&room);
	if (room == 0) {
		ringLose(1);
		return;
	}
	for (int channel = 0; channel < KERNEL_CHANNELS; channel++)
		samples[channel] = frameSample(frame, channel);
	samplePathAccept(1);
	if (++ring.waiting == BATCH_FRAMES)
		sum();
}

uint32_t ringWindows(void)
{
	return load(ring.head) - load(ring.tail);
}

void ringRestart(void)
{
	store(ring.restart, true);
}

/* take(results): moves the oldest window to the array; false if there is none. */
void xs_window_ring_take(xsMachine *the)
{
	bool present = ringWindows() > 0;
	uint32_t tail = ring.tail;
	if (present) {
		windowResultsWrite(the, ring.windows[tail % RING_WINDOWS]);
		store(ring.tail, tail + 1);
		showQuality();
	}
	xsmcSetBoolean(xsResult, present);
}

void xs_window_ring_count(xsMachine *the)
{
	xsmcSetInteger(xsResult, (xsIntegerValue)ringWindows());
}

void xs_window_ring_lost(xsMachine *the)
{
	xsmcSetNumber(xsResult, load(ring.lost));
}

void xs_window_ring_restart(xsMachine *the)
{
	(void)the;
	ringRestart();
}

/* setReference(phase) */
void xs_window_ring_reference(xsMachine *the)
{
	store(ring.reference, xsmcToInteger(xsArg(0)));
}

/*
 * quality(place): a result of the analyser's as of when a window was taken last; of a waveform,
 * which is complete and stays for 160 ms or more, the sample itself.
 */
void xs_window_ring_quality(xsMachine *the)
{
	xsIntegerValue place = xsmcToInteger(xsArg(0));
	bool result = (place >= 0) && (place < KERNEL_QUALITY_RESULTS);
	xsmcSetNumber(xsResult,
		result ? ring.quality[ring.shown][place] : samplePathQuality(place));
}

/* enableQuality(on) */
void xs_window_ring_enable_quality(xsMachine *the)
{
	ring.analyse = xsmcToBoolean(xsArg(0));
	store(ring.told, true);
}

/* setQualityLimits(phase, low, high) */
void xs_window_ring_limits(xsMachine *the)
{
	xsIntegerValue phase = xsmcToInteger(xsArg(0));
	if ((phase < 0) || (phase > 2))
		return;
	ring.limits[phase][0] = xsmcToNumber(xsArg(1));
	ring.limits[phase][1] = xsmcToNumber(xsArg(2));
	store(ring.told, true);
}
