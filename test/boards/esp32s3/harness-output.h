/* SPDX-License-Identifier: Apache-2.0 */
/* Prints how XS sees the sample path: part of harness.c. */
#pragma once

static void takeWindow(void)
{
	xs_window_ring_take(&machine);
	printWindow(machine.result.integer);
}

static void printSamples(void)
{
	int32_t room;
	const int32_t *end = samplePathRoom(&room);
	int count = (KERNEL_ROOM_FRAMES - KERNEL_KEPT_FRAMES - room) * KERNEL_CHANNELS;
	for (int i = -count; i < 0; i++)
		printf("%s%d", i > -count ? " " : "", (int)end[i]);
	printf("%s\n", count ? "" : "none");
}

static void printState(void)
{
	int upset, windows;
	xs_sample_stream_get_upset(&machine);
	upset = machine.result.integer;
	xs_window_ring_count(&machine);
	windows = machine.result.integer;
	xs_window_ring_lost(&machine);
	printf("%.0f %d %d %d %d\n", machine.result.number, upset, posted, callbacks, windows);
}

static void printQuality(int place)
{
	machine.arguments[0].integer = place;
	xs_window_ring_quality(&machine);
	printf("%.17g\n", machine.result.number);
}
