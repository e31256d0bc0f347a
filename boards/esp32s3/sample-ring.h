/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream's record with its ring of frames, and the function that reads a frame into it. Part of
 * sample-stream.c, which includes XS and ESP-IDF first.
 */
#ifndef AMBIT_SAMPLE_RING_H
#define AMBIT_SAMPLE_RING_H

#include "ads131m08-frame.h"

/* DMA writes whole words of memory. */
#define BUFFER_BYTES 32

/* Frames in the ring, a power of two: 128 ms. */
#define RING_FRAMES 512

/* Frames that the converter keeps by itself while nobody reads (8.5.1.9). */
#define CONVERTER_FRAMES 2

typedef struct {
	xsMachine *the;
	xsSlot obj;
	xsSlot *onBlock;
	spi_device_handle_t device;
	spi_host_device_t host;
	gpio_num_t ready;
	TaskHandle_t task;
	uint8_t *tx;
	uint8_t *rx;
	/* Written by the collector, read by XS. */
	uint32_t head;
	uint32_t upset;
	uint8_t busy;
	/* Written by XS, read by the collector. */
	uint32_t tail;
	uint8_t running;
	/* Set by the collector, cleared by XS: a message is under way. */
	uint8_t posted;
	/* Frames to discard: those that the converter kept before the start. */
	uint8_t stale;
	int32_t words[RING_FRAMES][PHASES];
} SampleStreamRecord, *SampleStream;

/*
 * Frames lost since the start. XS asks the class, which is in flash; the board has one converter.
 */
static uint32_t lost;

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

/* Reads one frame into the ring; a frame that is damaged or finds no room is lost. */
static void collect(SampleStream stream)
{
	const uint8_t *rx = stream->rx;
	uint32_t head = stream->head;
	if (!exchange(stream)) {
		store(lost, lost + 1);
		return;
	}
	if (stream->stale) {
		stream->stale--;
		return;
	}
	if (!frameIsIntact(rx)) {
		store(lost, lost + 1);
		return;
	}
	if (!frameIsNormal(rx))
		store(stream->upset, stream->upset + 1);
	if (head - load(stream->tail) == RING_FRAMES) {
		store(lost, lost + 1);
		return;
	}
	framePack(rx, stream->words[head % RING_FRAMES]);
	store(stream->head, head + 1);
}

#endif
