/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the collector of boards/esp32s3/sample-stream.c on the desktop, by commands on standard
 * input, one a line:
 *   start | stop frame HEX the converter's next frame, 30 bytes ready N DRDY has fallen N times
 *   since the collector last looked; it looks now deliver XS takes the message that is under way
 *   read N XS reads N frames at most; prints the words state prints frames lost, whether upset,
 *   messages posted, callbacks
 */
#include <setjmp.h>
#include "stubs.h"
#include "../../../../boards/esp32s3/sample-stream.c"

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
static uint8_t frames[4096][FRAME_BYTES];
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
	memcpy(transaction->rx_buffer, frames[frameNext++], FRAME_BYTES);
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

static void readFrames(int count)
{
	static int32_t words[RING_FRAMES * PHASES + 1];
	machine.arguments[0].array = words;
	machine.arguments[1].integer = 1;
	machine.arguments[2].integer = count;
	xs_sample_stream_read(&machine);
	for (int i = 1; i <= machine.result.integer * PHASES; i++)
		printf("%s%d", i > 1 ? " " : "", (int)words[i]);
	printf("\n");
}

static void printState(void)
{
	xs_sample_stream_lost(&machine);
	int framesLost = machine.result.integer;
	xs_sample_stream_get_upset(&machine);
	printf("%d %d %d %d\n", framesLost, machine.result.integer, posted, callbacks);
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
		else if (!strncmp(line, "read", 4)) readFrames(count);
		else if (!strncmp(line, "state", 5)) printState();
		else if (!strncmp(line, "frame", 5)) {
			for (int i = 0; i < FRAME_BYTES; i++) {
				unsigned byte;
				sscanf(argument + 1 + 2 * i, "%2x", &byte);
				frames[frameCount][i] = (uint8_t)byte;
			}
			frameCount++;
		}
	}
	xs_sample_stream_destructor(machine.host);
	return 0;
}
