/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sample path of the ESP32-S3, without XS: a collector reads the frames of the ADS131M08 and
 * has the compiled kernel sum them. XS is told of a window (sample-stream.ts), never of a frame.
 *
 * Data sheet of the converter: Texas Instruments SBAS950.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "driver/gpio.h"
#include "driver/pulse_cnt.h"
#include "driver/spi_master.h"
#include "esp_heap_caps.h"
#include "esp_task_wdt.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

#include "collector.h"
#include "options.h"

/* DMA writes whole words of memory. */
#define BUFFER_BYTES 32

/*
 * The collector: above everything but what the chip's SDK runs itself, on the core that Bluetooth
 * does not use.
 */
#define TASK_CORE 1
#define TASK_PRIORITY (configMAX_PRIORITIES - 3)
#define TASK_STACK 4096

static void sampleStreamMark(xsMachine *the, void *it, xsMarkRoot markRoot);
void xs_sample_stream_destructor(void *data);

static const xsHostHooks ICACHE_RODATA_ATTR sampleStreamHooks = {
	xs_sample_stream_destructor,
	sampleStreamMark,
	NULL
};

/* Has a pulse counter count the falling edges of DRDY. */
static void countReady(xsMachine *the, SampleStream stream)
{
	pcnt_unit_config_t counter = { .low_limit = -1, .high_limit = EDGE_LIMIT };
	pcnt_chan_config_t input = { .edge_gpio_num = stream->ready, .level_gpio_num = -1 };
	if (ESP_OK != pcnt_new_unit(&counter, &stream->edges)
		|| ESP_OK != pcnt_new_channel(stream->edges, &input, &stream->edgeInput)
		|| ESP_OK != pcnt_channel_set_edge_action(stream->edgeInput, PCNT_CHANNEL_EDGE_ACTION_HOLD,
			PCNT_CHANNEL_EDGE_ACTION_INCREASE)
		|| ESP_OK != pcnt_unit_enable(stream->edges)
		|| ESP_OK != pcnt_unit_clear_count(stream->edges)
		|| ESP_OK != pcnt_unit_start(stream->edges))
		xsUnknownError("no pulse counter");
}

static void openConverter(xsMachine *the, SampleStream stream)
{
	spi_bus_config_t bus = {
		.mosi_io_num = integerOption(the, xsID_out),
		.miso_io_num = integerOption(the, xsID_in),
		.sclk_io_num = integerOption(the, xsID_clock),
		.quadwp_io_num = -1,
		.quadhd_io_num = -1,
		.max_transfer_sz = BUFFER_BYTES
	};
	spi_device_interface_config_t converter = {
		.mode = 1,
		.clock_speed_hz = integerOption(the, xsID_hz),
		.spics_io_num = integerOption(the, xsID_select),
		.queue_size = 1
	};
	if (ESP_OK != spi_bus_initialize(stream->host, &bus, SPI_DMA_CH_AUTO))
		xsUnknownError("spi bus in use");
	if (ESP_OK != spi_bus_add_device(stream->host, &converter, &stream->device))
		xsUnknownError("spi device failed");
}

/* new SampleStream({ port, clock, out, in, select, ready, hz, onWindow }) */
void xs_sample_stream(xsMachine *the)
{
	SampleStream stream = c_calloc(1, sizeof(SampleStreamRecord));
	if (!stream)
		xsUnknownError("no memory");
	xsmcSetHostData(xsThis, stream);
	stream->the = the;
	stream->obj = xsThis;
	stream->host = integerOption(the, xsID_port);
	stream->ready = integerOption(the, xsID_ready);
	stream->tx = heap_caps_calloc(1, BUFFER_BYTES, MALLOC_CAP_DMA);
	stream->rx = heap_caps_calloc(1, BUFFER_BYTES, MALLOC_CAP_DMA);
	if (!stream->tx || !stream->rx)
		xsUnknownError("no memory");
	openConverter(the, stream);

	/* Without its interrupt: enabling the first one here would put all of them on XS's core. */
	gpio_config_t ready = {
		.pin_bit_mask = 1ULL << stream->ready,
		.mode = GPIO_MODE_INPUT,
		.pull_up_en = GPIO_PULLUP_ENABLE,
		.intr_type = GPIO_INTR_DISABLE
	};
	if (ESP_OK != gpio_config(&ready))
		xsUnknownError("invalid pin");
	countReady(the, stream);

	messengerListen(the, MESSAGE_SAMPLES, deliver, stream);
	stream->creator = xTaskGetCurrentTaskHandle();
	if (pdPASS != xTaskCreatePinnedToCore(collector, "samples", TASK_STACK, stream, TASK_PRIORITY,
		&stream->task, TASK_CORE))
		xsUnknownError("no memory");
	ulTaskNotifyTake(pdTRUE, portMAX_DELAY);

	stream->onWindow = callbackOption(the, xsID_onWindow);
	xsSetHostHooks(xsThis, (xsHostHooks *)&sampleStreamHooks);
	xsRemember(stream->obj);
}

static SampleStream streamOf(xsMachine *the)
{
	return xsmcGetHostDataValidate(xsThis, (void *)&sampleStreamHooks);
}

/* No frame is read once this returns. */
static void halt(SampleStream stream)
{
	store(stream->running, 0);
	gpio_intr_disable(stream->ready);
	while (load(stream->busy))
		vTaskDelay(1);
}

/* Called when the machine ends; the meter itself never closes its front end. */
void xs_sample_stream_destructor(void *data)
{
	SampleStream stream = data;
	if (!stream)
		return;
	if (stream->task) {
		halt(stream);
		gpio_isr_handler_remove(stream->ready);
		esp_task_wdt_delete(stream->task);
		vTaskDelete(stream->task);
		messengerListen(stream->the, MESSAGE_SAMPLES, NULL, NULL);
	}
	if (stream->edges) {
		pcnt_unit_stop(stream->edges);
		pcnt_unit_disable(stream->edges);
		pcnt_del_channel(stream->edgeInput);
		pcnt_del_unit(stream->edges);
	}
	if (stream->device) {
		spi_bus_remove_device(stream->device);
		spi_bus_free(stream->host);
	}
	heap_caps_free(stream->tx);
	heap_caps_free(stream->rx);
	c_free(stream);
}

static void sampleStreamMark(xsMachine *the, void *it, xsMarkRoot markRoot)
{
	SampleStream stream = it;
	if (stream->onWindow)
		(*markRoot)(the, stream->onWindow);
}

/* transfer(frame): replaces a frame by the one received for it; not while the stream runs. */
void xs_sample_stream_transfer(xsMachine *the)
{
	SampleStream stream = streamOf(the);
	void *frame;
	xsUnsignedValue length;
	xsmcGetBufferWritable(xsArg(0), &frame, &length);
	if (stream->running || length != FRAME_BYTES)
		xsUnknownError("invalid");
	c_memcpy(stream->tx, frame, FRAME_BYTES);
	bool done = exchange(stream);
	c_memset(stream->tx, 0, FRAME_BYTES);
	if (!done)
		xsUnknownError("spi failed");
	xsmcGetBufferWritable(xsArg(0), &frame, &length);
	c_memcpy(frame, stream->rx, FRAME_BYTES);
}

void xs_sample_stream_start(xsMachine *the)
{
	SampleStream stream = streamOf(the);
	store(stream->upset, 0);
	store(stream->fresh, 1);
	ringRestart();
	store(stream->running, 1);
	gpio_intr_enable(stream->ready);
}

void xs_sample_stream_stop(xsMachine *the)
{
	halt(streamOf(the));
}

void xs_sample_stream_get_upset(xsMachine *the)
{
	xsmcSetBoolean(xsResult, load(streamOf(the)->upset));
}
