/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the sample path of boards/esp32s3 on the desktop, by commands on standard input, one a line:
 *   start | stop
 *   frame HEX    the converter makes a frame, 30 bytes, and DRDY falls
 *   mask | unmask  no interrupt comes through; it comes through again, one however many were due
 *   pass N       N us pass without a frame
 *   busy N       N frames come while the collector reads the next one: the last again
 *   full | room  XS's queue has no room, or some again
 *   deliver      XS takes the messages under way
 *   take         XS takes a window; prints the bits of its results, or "none"
 *   restart | reference N
 *   analyse | quality N   starts the analyser; prints a result of it
 *   days N       N days pass
 *   core         prints the core that takes the interrupts of all pins
 *   samples      prints what the kernel has not summed yet, in its steps, or "none"
 *   state        prints frames lost, whether upset, messages posted, callbacks, windows in the ring
 */
#include <setjmp.h>
#include "stubs.h"
#include "../../../boards/esp32s3/sample-stream.c"

#include "kernel-memory.h"
#include "sample-path.h"
#include "windows.h"

void xs_window_ring_quality(xsMachine *the);
void xs_window_ring_enable_quality(xsMachine *the);
void xs_window_ring_take(xsMachine *the);
void xs_window_ring_count(xsMachine *the);
void xs_window_ring_lost(xsMachine *the);
void xs_window_ring_restart(xsMachine *the);
void xs_window_ring_reference(xsMachine *the);

xsSlot thisSlot;
int callbacks;
static xsMachine machine;

/* The collector's task, and the messenger's. */
static jmp_buf looked, waits;
static void (*task)(void *), (*messengerTask)(void *);
static void *taskRefcon;
static bool looks, collects;
/* Why the messenger waits. */
enum { BLOCKED = 1, IDLE };
static uint32_t notified;

/* XS's queue. */
static bool full;
static int posted;
static modMessageDeliver message;
static void *messageRefcon;

/* The chip's clock, its counter of DRDY's edges, its interrupt. */
static int64_t timeUs = 1000000;
static int edges;
static bool masked, interrupted;

/* The core of the pins' interrupts; XS runs on 0 here. */
static int interruptCore = -1;

/*
 * The converter: a frame that finds both places taken replaces the younger. Nothing new reads as
 * the last frame again.
 */
static uint8_t kept[CONVERTER_FRAMES][FRAME_BYTES], last[FRAME_BYTES];
static int keptCount, busyFrames;

void fail(const char *text)
{
	fprintf(stderr, "%s\n", text);
	exit(1);
}

int modMessagePostToMachine(xsMachine *the, uint8_t *bytes, uint16_t length,
	modMessageDeliver deliver, void *refcon)
{
	(void)the; (void)bytes; (void)length;
	if (collects)
		fail("the collector waits for XS");
	if (full)
		longjmp(waits, BLOCKED);
	message = deliver;
	messageRefcon = refcon;
	posted++;
	return 0;
}

/* The messenger's turn. In a full queue it waits; here it begins again when there is room. */
static void sendMessages(void)
{
	static uint32_t due;
	due = notified;
	switch (setjmp(waits)) {
		case 0: messengerTask(NULL); break;
		case BLOCKED: notified |= due; break;
	}
}

void xTaskNotify(TaskHandle_t handle, uint32_t bits, eNotifyAction action)
{
	(void)handle; (void)action;
	notified |= bits;
}

void xTaskNotifyWait(uint32_t before, uint32_t after, uint32_t *bits, uint32_t ticks)
{
	(void)before; (void)after; (void)ticks;
	if (!notified)
		longjmp(waits, IDLE);
	*bits = notified;
	notified = 0;
}

void takeInterrupts(void)
{
	if (interruptCore < 0)
		interruptCore = collects ? TASK_CORE : 0;
}

/* A frame has been converted. */
static void convert(void)
{
	timeUs += 1000000 / KERNEL_FRAME_RATE_HZ;
	if (keptCount < CONVERTER_FRAMES)
		keptCount++;
	memcpy(kept[keptCount - 1], last, FRAME_BYTES);
	edges = (edges + 1) % EDGE_LIMIT;
}

esp_err_t spi_device_polling_transmit(spi_device_handle_t device, spi_transaction_t *transaction)
{
	(void)device;
	if (transaction->length != FRAME_BYTES * 8)
		return -1;
	for (; busyFrames > 0; busyFrames--)
		convert();
	memcpy(transaction->rx_buffer, keptCount ? kept[0] : last, FRAME_BYTES);
	memcpy(kept[0], kept[1], FRAME_BYTES);
	keptCount -= keptCount > 0;
	return ESP_OK;
}

esp_err_t pcnt_unit_get_count(pcnt_unit_handle_t unit, int *count)
{
	(void)unit;
	*count = edges;
	return ESP_OK;
}

int64_t esp_timer_get_time(void)
{
	return timeUs;
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

BaseType_t xTaskCreate(void (*body)(void *), const char *name, int stack, void *refcon,
	int priority, TaskHandle_t *handle)
{
	(void)name; (void)stack; (void)refcon; (void)priority;
	messengerTask = body;
	*handle = &messengerTask;
	return pdPASS;
}

static void runTask(void)
{
	collects = true;
	if (!setjmp(looked))
		task(taskRefcon);
	collects = false;
}

uint32_t ulTaskNotifyTake(int clear, uint32_t ticks)
{
	(void)clear; (void)ticks;
	/* XS waits until the collector has begun. */
	if (!collects) {
		runTask();
		return 1;
	}
	if (!looks)
		longjmp(looked, 1);
	looks = false;
	return 1;
}

/* The collector's turn: DRDY has woken it, or its patience has ended. */
static void look(void)
{
	looks = true;
	runTask();
	sendMessages();
}

static void interrupt(void)
{
	interrupted = true;
	if (masked)
		return;
	interrupted = false;
	look();
}

static void passTime(int us)
{
	for (; us > 0; us -= 1000 * PATIENCE_MS) {
		timeUs += us < 1000 * PATIENCE_MS ? us : 1000 * PATIENCE_MS;
		if (us >= 1000 * PATIENCE_MS)
			look();
	}
}

#include "harness-output.h"

static void makeFrame(const char *text)
{
	for (int i = 0; i < FRAME_BYTES; i++) {
		unsigned byte;
		sscanf(text + 2 * i, "%2x", &byte);
		last[i] = (uint8_t)byte;
	}
	convert();
	interrupt();
}

static void analyse(void)
{
	machine.arguments[0].integer = 1;
	xs_window_ring_enable_quality(&machine);
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
		else if (!strncmp(line, "days", 4)) timeUs += (int64_t)count * 86400 * 1000000;
		else if (!strncmp(line, "core", 4)) printf("%d\n", interruptCore);
		else if (!strncmp(line, "mask", 4)) masked = true;
		else if (!strncmp(line, "unmask", 6)) { masked = false; if (interrupted) interrupt(); }
		else if (!strncmp(line, "pass", 4)) passTime(count);
		else if (!strncmp(line, "busy", 4)) busyFrames = count;
		else if (!strncmp(line, "full", 4)) full = true;
		else if (!strncmp(line, "room", 4)) { full = false; sendMessages(); }
		else if (!strncmp(line, "deliver", 7)) message(&machine, messageRefcon, NULL, 0);
		else if (!strncmp(line, "take", 4)) takeWindow();
		else if (!strncmp(line, "restart", 7)) xs_window_ring_restart(&machine);
		else if (!strncmp(line, "reference", 9)) setReference(count);
		else if (!strncmp(line, "analyse", 7)) analyse();
		else if (!strncmp(line, "quality", 7)) printQuality(count);
		else if (!strncmp(line, "samples", 7)) printSamples();
		else if (!strncmp(line, "state", 5)) printState();
		else if (!strncmp(line, "frame", 5)) makeFrame(argument + 1);
		else fail(line);
	}
	xs_sample_stream_destructor(machine.host);
	return 0;
}
