/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the sample path of boards/esp32s3 on the desktop, by commands on standard input, one a line:
 *   start | stop
 *   frame HEX    the converter's next frame, 30 bytes
 *   ready N      DRDY has fallen N times since the collector last looked; it looks now
 *   deliver      XS takes the message that is under way
 *   take         XS takes a window; prints the bits of its results, or "none"
 *   restart | reference N
 *   samples      prints what the kernel has not summed yet, in its steps, or "none"
 *   state        prints frames lost, whether upset, messages posted, callbacks, windows in the ring
 */
#include <setjmp.h>
#include "stubs.h"
#include "../../../boards/esp32s3/sample-stream.c"

#include <inttypes.h>

#include "kernel-memory.h"
#include "sample-path.h"
#include "window-results.h"

void xs_window_ring_take(xsMachine *the);
void xs_window_ring_count(xsMachine *the);
void xs_window_ring_lost(xsMachine *the);
void xs_window_ring_restart(xsMachine *the);
void xs_window_ring_reference(xsMachine *the);

xsSlot thisSlot;
int callbacks;
static xsMachine machine;
static jmp_buf looked;
static void (*task)(void *);
static void *taskRefcon;
static uint32_t pending;
static int posted;
static modMessageDeliver message;
static void *messageRefcon;
static double taken[KERNEL_RESULTS];
/* Frames that the converter has not sent yet. */
#define QUEUE 16
static uint8_t frames[QUEUE][FRAME_BYTES];
static int frameCount, frameNext;

void fail(const char *text)
{
	fprintf(stderr, "%s\n", text);
	exit(1);
}

int modMessagePostToMachine(xsMachine *the, uint8_t *bytes, uint16_t length,
	modMessageDeliver deliver, void *refcon)
{
	(void)the; (void)bytes; (void)length;
	message = deliver;
	messageRefcon = refcon;
	posted++;
	return 0;
}

esp_err_t spi_device_polling_transmit(spi_device_handle_t device, spi_transaction_t *transaction)
{
	(void)device;
	if (transaction->length != FRAME_BYTES * 8 || frameNext == frameCount)
		return -1;
	memcpy(transaction->rx_buffer, frames[frameNext++ % QUEUE], FRAME_BYTES);
	return ESP_OK;
}

BaseType_t xTaskCreatePinnedToCore(void (*body)(void *), const char *name, int stack,
	void *refcon, int priority, TaskHandle_t *handle, int core)
{
	(void)name; (void)stack; (void)priority; (void)core;
	task = body;
	taskRefcon = refcon;
	*handle = &task;
	return pdPASS;
}

uint32_t ulTaskNotifyTake(int clear, uint32_t ticks)
{
	uint32_t count = pending;
	(void)clear; (void)ticks;
	pending = 0;
	if (!count)
		longjmp(looked, 1);
	return count;
}

static void look(uint32_t count)
{
	pending = count;
	if (!setjmp(looked))
		task(taskRefcon);
}

void windowResultsWrite(xsMachine *the, const double *results)
{
	(void)the;
	memcpy(taken, results, sizeof(taken));
}

static void takeWindow(void)
{
	uint64_t bits;
	xs_window_ring_take(&machine);
	if (!machine.result.integer)
		printf("none");
	for (int i = 0; machine.result.integer && i < KERNEL_RESULTS; i++) {
		memcpy(&bits, &taken[i], sizeof(bits));
		printf("%s%016" PRIx64, i ? " " : "", bits);
	}
	printf("\n");
}

static void printSamples(void)
{
	int32_t room;
	const int32_t *end = samplePathRoom(&room);
	int count = (KERNEL_ROOM_FRAMES - room) * KERNEL_CHANNELS;
	for (int i = -count; i < 0; i++)
		printf("%s%d", i > -count ? " " : "", (int)end[i]);
	printf("%s\n", count ? "" : "none");
}

static void printState(void)
{
	int lost, upset;
	xs_window_ring_lost(&machine);
	lost = machine.result.integer;
	xs_sample_stream_get_upset(&machine);
	upset = machine.result.integer;
	xs_window_ring_count(&machine);
	printf("%d %d %d %d %d\n", lost, upset, posted, callbacks, machine.result.integer);
}

static void queueFrame(const char *text)
{
	if (frameCount - frameNext == QUEUE)
		fail("too many frames");
	for (int i = 0; i < FRAME_BYTES; i++) {
		unsigned byte;
		sscanf(text + 2 * i, "%2x", &byte);
		frames[frameCount % QUEUE][i] = (uint8_t)byte;
	}
	frameCount++;
}

static void setReference(int phase)
{
	machine.arguments[0].integer = phase;
	xs_window_ring_reference(&machine);
}

int main(void)
{
	char line[256];
	xs_sample_stream(&machine);
	while (fgets(line, sizeof(line), stdin)) {
		char *argument = strchr(line, ' ');
		int count = argument ? atoi(argument) : 0;
		if (!strncmp(line, "start", 5)) xs_sample_stream_start(&machine);
		else if (!strncmp(line, "stop", 4)) xs_sample_stream_stop(&machine);
		else if (!strncmp(line, "ready", 5)) look((uint32_t)count);
		else if (!strncmp(line, "deliver", 7)) message(&machine, messageRefcon, NULL, 0);
		else if (!strncmp(line, "take", 4)) takeWindow();
		else if (!strncmp(line, "restart", 7)) xs_window_ring_restart(&machine);
		else if (!strncmp(line, "reference", 9)) setReference(count);
		else if (!strncmp(line, "samples", 7)) printSamples();
		else if (!strncmp(line, "state", 5)) printState();
		else if (!strncmp(line, "frame", 5)) queueFrame(argument + 1);
		else fail(line);
	}
	xs_sample_stream_destructor(machine.host);
	return 0;
}
