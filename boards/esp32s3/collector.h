/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The collector of frames: a task of its own waits for DRDY, reads a frame by SPI (DMA), checks it
 * and has it summed. Part of sample-stream.c, which includes XS and ESP-IDF first.
 *
 * A pulse counter of the chip counts the edges of DRDY, so that a frame counts even while
 * interrupts are off. Where DRDY itself is silent (a converter that was reset or has no clock) the
 * chip's clock tells how many frames are missing.
 */
#ifndef AMBIT_COLLECTOR_H
#define AMBIT_COLLECTOR_H

#include <stdbool.h>

#include "ads131m08-frame.h"
#include "kernel-memory.h"
#include "messenger.h"
#include "window-ring.h"

/* Frames that the converter keeps by itself while nobody reads (8.5.1.9). */
#define CONVERTER_FRAMES 2

/* The counter of DRDY starts again from 0 there: 4 s or more. */
#define EDGE_LIMIT 32000

/* Times that the converter is emptied until no frame comes meanwhile. */
#define DISCARD_PASSES 4

/* The collector looks by itself after this silence of DRDY. */
#define PATIENCE_MS 10

typedef struct {
	xsMachine *the;
	xsSlot obj;
	xsSlot *onWindow;
	spi_device_handle_t device;
	spi_host_device_t host;
	gpio_num_t ready;
	pcnt_unit_handle_t edges;
	pcnt_channel_handle_t edgeInput;
	TaskHandle_t task;
	/* The task that waits until the collector has taken its interrupt. */
	TaskHandle_t creator;
	uint8_t *tx;
	uint8_t *rx;
	/* Written by the collector, read by XS. */
	uint8_t busy;
	/* Set by the collector when the converter says that it was reset; cleared by XS. */
	uint8_t upset;
	/* Written by XS, read by the collector. */
	uint8_t running;
	/* Set by XS, cleared by the collector: what the converter has kept is to be discarded. */
	uint8_t fresh;
	/* The collector's own: edges that are accounted for, and when; 0 before the first frame. */
	int counted;
	int64_t countedUs;
} SampleStreamRecord, *SampleStream;

/*
 * Sequentially consistent: `halt` stores running and then loads busy, the collector stores busy and
 * then loads running, and one of them has to see the other's.
 */
#define load(field) __atomic_load_n(&(field), __ATOMIC_SEQ_CST)
#define store(field, value) __atomic_store_n(&(field), value, __ATOMIC_SEQ_CST)

static bool exchange(SampleStream stream)
{
	spi_transaction_t transaction = {
		.length = FRAME_BYTES * 8,
		.tx_buffer = stream->tx,
		.rx_buffer = stream->rx
	};
	return ESP_OK == spi_device_polling_transmit(stream->device, &transaction);
}

/* Edges of DRDY since they were last counted. */
static uint32_t countEdges(SampleStream stream)
{
	int count = stream->counted;
	pcnt_unit_get_count(stream->edges, &count);
	int edges = count - stream->counted;
	stream->counted = count;
	return (uint32_t)(edges < 0 ? edges + EDGE_LIMIT : edges);
}

/* Frames that the converter makes in the time since they were last counted. */
static uint32_t framesInTime(SampleStream stream)
{
	int64_t now = esp_timer_get_time();
	int64_t frames = (now - stream->countedUs) * KERNEL_FRAME_RATE_HZ / 1000000;
	stream->countedUs = now;
	return frames > UINT32_MAX ? UINT32_MAX : (uint32_t)frames;
}

/* Frames since the last look. */
static uint32_t countFrames(SampleStream stream)
{
	uint32_t edges = countEdges(stream);
	uint32_t frames = framesInTime(stream);
	/* A look may be late, and the two clocks differ: only a difference beyond that counts. */
	return frames > edges + CONVERTER_FRAMES + 1 ? frames : edges;
}

/*
 * Empties the converter: of two frames kept there it is not said which two of many they are
 * (8.5.1.9). Returns the frames that came and went meanwhile.
 */
static uint32_t discard(SampleStream stream)
{
	uint32_t gone = 0, more = 1;
	for (int pass = 0; pass < DISCARD_PASSES && more > 0; pass++) {
		for (int i = 0; i < CONVERTER_FRAMES; i++)
			exchange(stream);
		more = countEdges(stream);
		gone += more;
	}
	return gone;
}

/* After a start: only what is converted from now on counts, and what was missed since a stop. */
static void begin(SampleStream stream)
{
	bool first = stream->countedUs == 0;
	countEdges(stream);
	discard(stream);
	uint32_t missed = framesInTime(stream);
	if (!first)
		ringLose(missed);
}

/*
 * Has the frame summed that was read. One that is damaged is lost, and so are those after a reset
 * of the converter, which has forgotten its set-up.
 */
static void sumFrame(SampleStream stream)
{
	const uint8_t *rx = stream->rx;
	bool intact = frameIsIntact(rx);
	if (intact && !frameIsNormal(rx))
		store(stream->upset, 1);
	if (!intact || load(stream->upset))
		ringLose(1);
	else
		ringAdd(rx);
}

/* Reads the frames that have been converted since the last look. */
static void collect(SampleStream stream)
{
	uint32_t due = countFrames(stream);
	for (; due > 0 && due <= CONVERTER_FRAMES; due--) {
		bool read = exchange(stream);
		/* With two frames kept, a third would have replaced one of them. */
		uint32_t more = due == CONVERTER_FRAMES ? countEdges(stream) : 0;
		if (more > 0) {
			due += more;
			break;
		}
		if (read)
			sumFrame(stream);
		else
			ringLose(1);
	}
	if (due > 0)
		ringLose(due + discard(stream));
}

/* Tells XS of windows, or of a reset of the converter. */
static void deliver(void *the, void *refcon, uint8_t *message, uint16_t messageLength)
{
	SampleStream stream = refcon;
	(void)message;
	(void)messageLength;
	if (!load(stream->running))
		return;
	xsBeginHost((xsMachine *)the);
		xsCallFunction0(xsReference(stream->onWindow), stream->obj);
	xsEndHost((xsMachine *)the);
}

/* DRDY has fallen. */
static void IRAM_ATTR onReady(void *refcon)
{
	BaseType_t woken = pdFALSE;
	vTaskNotifyGiveFromISR(((SampleStream)refcon)->task, &woken);
	portYIELD_FROM_ISR(woken);
}

/* Takes DRDY's interrupt on the collector's core, where it does not wait for Bluetooth. */
static void takeInterrupt(SampleStream stream)
{
	/* The second to ask, this or the SDK's Digital, is told that the service exists already. */
	gpio_install_isr_service(0);
	gpio_set_intr_type(stream->ready, GPIO_INTR_NEGEDGE);
	gpio_isr_handler_add(stream->ready, onReady, stream);
	gpio_intr_disable(stream->ready);
	xTaskNotifyGive(stream->creator);
}

static void collector(void *refcon)
{
	SampleStream stream = refcon;
	takeInterrupt(stream);
	esp_task_wdt_add(NULL);
	for (;;) {
		ulTaskNotifyTake(pdTRUE, pdMS_TO_TICKS(PATIENCE_MS));
		esp_task_wdt_reset();
		store(stream->busy, 1);
		if (load(stream->running)) {
			if (__atomic_exchange_n(&stream->fresh, 0, __ATOMIC_SEQ_CST))
				begin(stream);
			else
				collect(stream);
			if (ringWindows() || stream->upset)
				messengerPost(MESSAGE_SAMPLES);
		}
		store(stream->busy, 0);
	}
}

#endif
