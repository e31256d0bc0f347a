/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A UART of the ESP32-S3, by ESP-IDF's driver: its interrupt fills the transmitter from a ring and
 * empties the receiver into another, so that a frame has no gap and no character is lost while XS
 * is busy. Each piece received keeps the time at which it came.
 *
 * Direction of RS-485: in that mode the UART itself drives DTR, and so DE and /RE, while it sends
 * (ESP-IDF, UART, "RS485 modes", circuit A). Software does not affect the timing.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include <stdbool.h>

#include "driver/uart.h"
#include "driver/uart_select.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/queue.h"
#include "freertos/task.h"
#include "hal/uart_ll.h"

#include "messenger.h"
#include "options.h"

/* Rings: several of the longest frames, 261 characters. */
#define SEND_BYTES 1024
#define RECEIVE_BYTES 1024

/* Pieces received that XS has not taken, a power of two: each of 32 characters or the last ones. */
#define PIECES 64

/*
 * Characters in the receiver of 128, and of silence, at which a piece is taken from it; less than
 * the 1.5 characters that break a Modbus frame.
 */
#define FULL_CHARACTERS 32
#define SILENT_CHARACTERS 1

/* Start, 8 data, parity and stop bit; without parity one less. */
#define CHARACTER_BITS 11

typedef struct {
	xsMachine *the;
	xsSlot obj;
	xsSlot *onReadable;
	uart_port_t port;
	Message message;
	QueueHandle_t events;
	int32_t characterUs;
	/* When pieces came; head is the interrupt's, tail is XS's. */
	int64_t stampsUs[PIECES];
	uint32_t head;
	uint32_t tail;
	/* Characters of the piece in hand that XS has not read. */
	uint32_t left;
} UartRecord, *Uart;

/* The open ports, for the interrupt. */
static Uart openPorts[UART_NUM_MAX];

static void uartMark(xsMachine *the, void *it, xsMarkRoot markRoot);
void xs_uart_destructor(void *data);

static const xsHostHooks ICACHE_RODATA_ATTR uartHooks = {
	xs_uart_destructor,
	uartMark,
	NULL
};

static Uart uartOf(xsMachine *the)
{
	return xsmcGetHostDataValidate(xsThis, (void *)&uartHooks);
}

/* The driver has taken a piece from the receiver. Its length follows in the queue of events. */
static void onNotice(uart_port_t port, uart_select_notif_t notice, BaseType_t *woken)
{
	Uart uart = openPorts[port];
	if (!uart || notice != UART_SELECT_READ_NOTIF)
		return;
	uart->stampsUs[uart->head % PIECES] = esp_timer_get_time();
	__atomic_store_n(&uart->head, uart->head + 1, __ATOMIC_SEQ_CST);
	messengerPostFromISR(uart->message, woken);
}

/*
 * Drops all that was received: something is missing in it. Characters last: if a piece comes
 * meanwhile, an event without characters is noticed, but not characters without an event.
 */
static void flush(Uart uart)
{
	xQueueReset(uart->events);
	uart->tail = __atomic_load_n(&uart->head, __ATOMIC_SEQ_CST);
	uart->left = 0;
	uart_flush_input(uart->port);
}

/* Tells XS of a piece, and how long ago its last character came. */
static void tell(Uart uart, const uart_event_t *event)
{
	xsMachine *the = uart->the;
	int64_t ageUs = esp_timer_get_time() - uart->stampsUs[uart->tail++ % PIECES];
	if (event->timeout_flag)
		ageUs += SILENT_CHARACTERS * uart->characterUs;
	uart->left = event->size;
	xsBeginHost(the);
		xsmcVars(2);
		xsmcSetInteger(xsVar(0), (xsIntegerValue)event->size);
		xsmcSetInteger(xsVar(1), (xsIntegerValue)ageUs);
		xsCallFunction2(xsReference(uart->onReadable), uart->obj, xsVar(0), xsVar(1));
	xsEndHost(the);
}

static bool isWaiting(Uart uart)
{
	return uart->tail != __atomic_load_n(&uart->head, __ATOMIC_SEQ_CST);
}

/* Tells XS of all pieces received. */
static void deliver(void *the, void *refcon, uint8_t *message, uint16_t messageLength)
{
	Uart uart = refcon;
	uart_port_t port = uart->port;
	uart_event_t event;
	(void)the;
	(void)message;
	(void)messageLength;
	/* The callback may have closed the port, and opened it again. */
	while (openPorts[port] == uart && isWaiting(uart)) {
		/* The interrupt queues the event just after its notice. */
		if (uart->left || !xQueueReceive(uart->events, &event, pdMS_TO_TICKS(2))
			|| UART_FIFO_OVF == event.type || UART_BUFFER_FULL == event.type)
			flush(uart);
		else if (UART_DATA == event.type)
			tell(uart, &event);
	}
	/* An event without a notice: one of the two was dropped, or characters are damaged. */
	if (openPorts[port] == uart && uxQueueMessagesWaiting(uart->events) && !isWaiting(uart))
		flush(uart);
}

/* parity: uart_parity_t; direction: pin of DE and /RE, 1 while sending, or -1. */
static bool configure(Uart uart, int baud, int parity, int receive, int transmit, int direction)
{
	uart_config_t line = {
		.baud_rate = baud,
		.data_bits = UART_DATA_8_BITS,
		.parity = (uart_parity_t)parity,
		.stop_bits = UART_STOP_BITS_1,
		.flow_ctrl = UART_HW_FLOWCTRL_DISABLE,
		.source_clk = UART_SCLK_DEFAULT
	};
	uart_port_t port = uart->port;
	uart_dev_t *registers = UART_LL_GET_HW(port);
	if (ESP_OK != uart_driver_install(port, RECEIVE_BYTES, SEND_BYTES, PIECES, &uart->events, 0)
		|| ESP_OK != uart_param_config(port, &line)
		|| ESP_OK != uart_set_pin(port, transmit, receive, -1, -1, direction, -1)
		|| ESP_OK != uart_set_rx_full_threshold(port, FULL_CHARACTERS)
		|| ESP_OK != uart_set_rx_timeout(port, SILENT_CHARACTERS))
		return false;
	if (direction < 0)
		return ESP_OK == uart_set_mode(port, UART_MODE_UART);
	if (ESP_OK != uart_set_mode(port, UART_MODE_RS485_APP_CTRL))
		return false;
	/* DE from a bit before the first start bit to a bit after the last stop bit. */
	registers->rs485_conf.dl0_en = 1;
	registers->rs485_conf.dl1_en = 1;
	return true;
}

/* new Uart({ port, receive, transmit, direction, baud, parity, onReadable }) */
void xs_uart(xsMachine *the)
{
	Uart uart = c_calloc(1, sizeof(UartRecord));
	int baud = integerOption(the, xsID_baud);
	if (!uart)
		xsUnknownError("no memory");
	xsmcSetHostData(xsThis, uart);
	uart->the = the;
	uart->obj = xsThis;
	uart->port = (uart_port_t)integerOption(the, xsID_port);
	uart->message = uart->port == 1 ? MESSAGE_UART_1 : MESSAGE_UART_2;
	uart->characterUs = CHARACTER_BITS * 1000000 / baud;
	if (!configure(uart, baud, integerOption(the, xsID_parity), integerOption(the, xsID_receive),
		integerOption(the, xsID_transmit), integerOption(the, xsID_direction)))
		xsUnknownError("cannot open uart");
	uart->onReadable = callbackOption(the, xsID_onReadable);
	xsSetHostHooks(xsThis, (xsHostHooks *)&uartHooks);
	xsRemember(uart->obj);
	messengerListen(the, uart->message, deliver, uart);
	openPorts[uart->port] = uart;
	uart_set_select_notif_callback(uart->port, onNotice);
	flush(uart);
}

void xs_uart_destructor(void *data)
{
	Uart uart = data;
	if (!uart)
		return;
	if (openPorts[uart->port] == uart) {
		uart_set_select_notif_callback(uart->port, NULL);
		messengerListen(uart->the, uart->message, NULL, NULL);
		openPorts[uart->port] = NULL;
	}
	if (uart->events)
		uart_driver_delete(uart->port);
	c_free(uart);
}

static void uartMark(xsMachine *the, void *it, xsMarkRoot markRoot)
{
	Uart uart = it;
	if (uart->onReadable)
		(*markRoot)(the, uart->onReadable);
}

void xs_uart_close(xsMachine *the)
{
	Uart uart = uartOf(the);
	xsForget(uart->obj);
	xs_uart_destructor(uart);
	xsmcSetHostData(xsThis, NULL);
	xsmcSetHostDestructor(xsThis, NULL);
}

/* read(buffer): moves characters of the piece in hand; returns their number. */
void xs_uart_read(xsMachine *the)
{
	Uart uart = uartOf(the);
	void *buffer;
	xsUnsignedValue length;
	xsmcGetBufferWritable(xsArg(0), &buffer, &length);
	int count = uart_read_bytes(uart->port, buffer, length < uart->left ? length : uart->left, 0);
	if (count < 0)
		count = 0;
	uart->left -= (uint32_t)count;
	xsmcSetInteger(xsResult, count);
}

/* True while the receiver or its ring has characters that XS has not been told of. */
void xs_uart_get_receiving(xsMachine *the)
{
	Uart uart = uartOf(the);
	xsmcSetBoolean(xsResult,
		isWaiting(uart) || uart_ll_get_rxfifo_len(UART_LL_GET_HW(uart->port)) > 0);
}

/* write(bytes): sends all, or throws if the ring has no room, so that XS never waits. */
void xs_uart_write(xsMachine *the)
{
	Uart uart = uartOf(the);
	void *bytes;
	xsUnsignedValue length;
	size_t room = 0;
	xsmcGetBufferReadable(xsArg(0), &bytes, &length);
	uart_get_tx_buffer_free_size(uart->port, &room);
	if (length > room)
		xsUnknownError("still sending");
	uart_write_bytes(uart->port, bytes, length);
}
