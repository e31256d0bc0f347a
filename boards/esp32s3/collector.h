/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The collector of frames: a task of its own waits for DRDY, reads a frame by SPI (DMA), checks it
 * and has it summed. Part of sample-stream.c, which includes XS and ESP-IDF first.
 */
#ifndef AMBIT_COLLECTOR_H
#define AMBIT_COLLECTOR_H

#include <stdbool.h>

#include "ads131m08-frame.h"
#include "window-ring.h"

/* Frames that the converter keeps by itself while nobody reads (8.5.1.9). */
#define CONVERTER_FRAMES 2

typedef struct {
	xsMachine *the;
	xsSlot obj;
	xsSlot *onWindow;
	spi_device_handle_t device;
	spi_host_device_t host;
	gpio_num_t ready;
	TaskHandle_t task;
	uint8_t *tx;
	uint8_t *rx;
	/* Written by the collector, read by XS. */
	uint8_t busy;
	/* Set by the collector when the converter says that it was reset; cleared by XS. */
	uint8_t upset;
	/* Written by XS, read by the collector. */
	uint8_t running;
	/* Set by the collector, cleared by XS: a message is under way. */
	uint8_t posted;
	/* Frames to discard: those that the converter kept before the start. */
	uint8_t stale;
} SampleStreamRecord, *SampleStream;

#define load(field) __atomic_load_n(&(field), __ATOMIC_ACQUIRE)
#define store(field, value) __atomic_store_n(&(field), value, __ATOMIC_RELEASE)

static bool exchange(SampleStream stream)
{
	spi_transaction_t transaction = {
		.length = FRAME_BYTES * 8,
		.tx_buffer = stream->tx,
		.rx_buffer = stream->rx
	};
	return ESP_OK == spi_device_polling_transmit(stream->device, &transaction);
}

/*
 * Reads one frame and has it summed. One that is damaged is lost, and so are those after a reset of
 * the converter, which has forgotten its set-up.
 */
static void collect(SampleStream stream)
{
	const uint8_t *rx = stream->rx;
	if (!exchange(stream)) {
		ringLose(1);
		return;
	}
	if (stream->stale) {
		stream->stale--;
		return;
	}
	if (!frameIsIntact(rx)) {
		ringLose(1);
		return;
	}
	if (!frameIsNormal(rx))
		store(stream->upset, 1);
	if (stream->upset)
		ringLose(1);
	else
		ringAdd(rx);
}

/* Tells XS of windows, or of a reset of the converter. */
static void deliver(void *the, void *refcon, uint8_t *message, uint16_t messageLength)
{
	SampleStream stream = refcon;
	(void)message;
	(void)messageLength;
	store(stream->posted, 0);
	if (!load(stream->running))
		return;
	xsBeginHost((xsMachine *)the);
		xsCallFunction0(xsReference(stream->onWindow), stream->obj);
	xsEndHost((xsMachine *)the);
}

/* Posts a message if there is something to tell and none under way. */
static void post(SampleStream stream)
{
	if (load(stream->posted) || !(ringWindows() || stream->upset))
		return;
	store(stream->posted, 1);
	if (modMessagePostToMachine(stream->the, NULL, 0, deliver, stream))
		store(stream->posted, 0);
}

static void collector(void *refcon)
{
	SampleStream stream = refcon;
	for (;;) {
		uint32_t due = ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
		store(stream->busy, 1);
		if (load(stream->running)) {
			if (due > CONVERTER_FRAMES) {
				ringLose(due - CONVERTER_FRAMES);
				due = CONVERTER_FRAMES;
			}
			while (due--)
				collect(stream);
			post(stream);
		}
		store(stream->busy, 0);
	}
}

/* DRDY has fallen. */
static void IRAM_ATTR onReady(void *refcon)
{
	BaseType_t woken = pdFALSE;
	vTaskNotifyGiveFromISR(((SampleStream)refcon)->task, &woken);
	portYIELD_FROM_ISR(woken);
}

#endif
