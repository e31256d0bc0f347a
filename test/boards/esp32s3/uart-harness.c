/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs boards/esp32s3/uart.c at 115200 baud on a model of the UART (128 characters each way) and of
 * ESP-IDF's driver (rings that its interrupt serves), by commands on standard input:
 *   open DIRECTION   opens the port; prints what it was configured to
 *   answers N        sends N frames of 253 characters; prints those whole and those torn
 *   old N            the same by the SDK's Serial, which serves the transmitter in XS
 *   receive N V      N characters V (or 1) come on the line without a gap
 *   idle N           N characters of silence
 *   damage           the line's interrupt reports a parity error
 *   full N           the driver's queue of events has room for N
 *   deliver          XS takes the message under way; prints each piece: characters, age in us, sum
 *   meanwhile K      a piece of 9 characters comes at the Kth step of the next time that the port
 *                    drops what it has received: before and after each call of the driver
 *   waiting          prints whether the port is receiving
 */
#include "uart-stubs.h"
#include "../../../boards/esp32s3/uart.c"

#define CHARACTER_US 95
#define HARDWARE 128
#define EMPTY_CHARACTERS 10
#define FRAME 253
/* XS is busy for 14 ms of each 20. */
#define BUSY_US 14000
#define TURN_US 20000
/* Longest time for which interrupts are off. */
#define MASKED_US 600

xsSlot thisSlot;
int callbacks;
uart_dev_t uartRegisters;
static xsMachine machine;
static int64_t timeUs = 1000000;

static modMessageDeliver toXs;
static void *toXsRefcon;
static bool posted;

static uart_select_notif_callback_t notice;
static int fullThreshold, silenceThreshold, silence, eventRoom = 1 << 20;
static uint32_t sending, ring, received, receivedRing;
static uint8_t receiver[HARDWARE], receiveRing[RECEIVE_BYTES];
static uart_event_t events[256];
static uint32_t eventHead, eventTail;
static uint32_t seed = 1;
static int stepsToPiece;
static void passStep(void);

void fail(const char *text)
{
	printf("%s\n", text);
	fflush(stdout);
	exit(1);
}

void messengerListen(xsMachine *the, Message message, modMessageDeliver deliver, void *refcon)
{
	(void)the; (void)message;
	toXs = deliver;
	toXsRefcon = refcon;
}

void messengerPostFromISR(Message message, BaseType_t *woken)
{
	(void)message; (void)woken;
	posted = true;
}

int64_t esp_timer_get_time(void) { return timeUs; }
uint32_t receiverLength(void) { return received; }
uint32_t uxQueueMessagesWaiting(QueueHandle_t queue) { (void)queue; return eventHead - eventTail; }

void xQueueReset(QueueHandle_t queue)
{
	(void)queue;
	passStep();
	eventTail = eventHead;
	passStep();
}

BaseType_t xQueueReceive(QueueHandle_t queue, void *item, uint32_t ticks)
{
	(void)queue; (void)ticks;
	if (eventHead == eventTail)
		return 0;
	memcpy(item, &events[eventTail++ % 256], sizeof(events[0]));
	return 1;
}

static void queueEvent(uart_event_type_t type, size_t size, bool timeout)
{
	if (eventRoom-- > 0)
		events[eventHead++ % 256] = (uart_event_t){ type, size, timeout };
}

esp_err_t uart_driver_install(uart_port_t port, int receive, int send, int count,
	QueueHandle_t *queue, int flags)
{
	(void)port; (void)flags;
	if (receive != RECEIVE_BYTES || send != SEND_BYTES || count != PIECES)
		return -1;
	*queue = events;
	return ESP_OK;
}

esp_err_t uart_driver_delete(uart_port_t port) { (void)port; return ESP_OK; }

esp_err_t uart_param_config(uart_port_t port, const uart_config_t *config)
{
	printf("port %d baud %d parity %d", port, config->baud_rate, config->parity);
	return ESP_OK;
}

esp_err_t uart_set_pin(uart_port_t port, int tx, int rx, int rts, int cts, int dtr, int dsr)
{
	(void)port;
	printf(" pins %d %d %d %d %d %d", tx, rx, rts, cts, dtr, dsr);
	return ESP_OK;
}

esp_err_t uart_set_mode(uart_port_t port, int mode)
{
	(void)port;
	printf(" mode %s", mode == UART_MODE_RS485_APP_CTRL ? "rs485" : "uart");
	return ESP_OK;
}

esp_err_t uart_set_rx_full_threshold(uart_port_t port, int threshold)
{
	(void)port;
	fullThreshold = threshold;
	return ESP_OK;
}

esp_err_t uart_set_rx_timeout(uart_port_t port, int characters)
{
	(void)port;
	silenceThreshold = characters;
	return ESP_OK;
}

void uart_set_select_notif_callback(uart_port_t port, uart_select_notif_callback_t callback)
{
	(void)port;
	notice = callback;
}

int uart_read_bytes(uart_port_t port, void *buffer, uint32_t length, uint32_t ticks)
{
	(void)port; (void)ticks;
	uint32_t count = length < receivedRing ? length : receivedRing;
	memcpy(buffer, receiveRing, count);
	receivedRing -= count;
	memmove(receiveRing, receiveRing + count, receivedRing);
	return (int)count;
}

esp_err_t uart_flush_input(uart_port_t port)
{
	(void)port;
	passStep();
	received = receivedRing = 0;
	passStep();
	return ESP_OK;
}

esp_err_t uart_get_tx_buffer_free_size(uart_port_t port, size_t *size)
{
	(void)port;
	*size = SEND_BYTES - ring - 32;
	return ESP_OK;
}

#include "uart-sending.h"

/* The driver's interrupt: takes a piece from the receiver. */
static void takePiece(bool timeout)
{
	BaseType_t woken = 0;
	memcpy(receiveRing + receivedRing, receiver, received);
	receivedRing += received;
	if (notice)
		notice(1, UART_SELECT_READ_NOTIF, &woken);
	queueEvent(UART_DATA, received, timeout);
	received = 0;
}

static void passStep(void)
{
	if (stepsToPiece == 0 || --stepsToPiece > 0)
		return;
	for (received = 0; received < 9; received++)
		receiver[received] = 2;
	takePiece(true);
}

static void passCharacter(int character)
{
	timeUs += CHARACTER_US;
	silence = character < 0 ? silence + 1 : 0;
	if (character >= 0)
		receiver[received++] = (uint8_t)character;
	if (received >= (uint32_t)fullThreshold)
		takePiece(false);
	else if (received && silence >= silenceThreshold)
		takePiece(true);
}

void onReadable(int count, int ageUs)
{
	uint8_t buffer[64];
	int sum = 0;
	for (int left = count; left > 0;) {
		machine.arguments[0] = (xsSlot){ .buffer = buffer, .length = sizeof(buffer) };
		xs_uart_read(&machine);
		if (!machine.result.integer)
			break;
		for (int i = 0; i < machine.result.integer; i++)
			sum += buffer[i];
		left -= machine.result.integer;
	}
	printf("%d %d %d\n", count, ageUs, sum);
}

static void openPort(int direction)
{
	int options[] = { [xsID_port] = 1, [xsID_baud] = 115200, [xsID_parity] = 2,
		[xsID_receive] = 18, [xsID_transmit] = 17, [xsID_direction] = direction };
	memcpy(machine.options, options, sizeof(options));
	xs_uart(&machine);
	printf(" delays %d %d\n", uartRegisters.rs485_conf.dl0_en, uartRegisters.rs485_conf.dl1_en);
}

int main(void)
{
	char line[64];
	while (fgets(line, sizeof(line), stdin)) {
		char *argument = strchr(line, ' ');
		int count = 0, value = 1;
		if (argument)
			sscanf(argument, "%d %d", &count, &value);
		if (!strncmp(line, "open", 4)) openPort(count);
		else if (!strncmp(line, "answers", 7)) sendFrames(count, false);
		else if (!strncmp(line, "old", 3)) sendFrames(count, true);
		else if (!strncmp(line, "receive", 7)) for (int i = 0; i < count; i++) passCharacter(value);
		else if (!strncmp(line, "idle", 4)) for (int i = 0; i < count; i++) passCharacter(-1);
		else if (!strncmp(line, "damage", 6)) queueEvent(UART_PARITY_ERR, 0, false);
		else if (!strncmp(line, "full", 4)) eventRoom = count;
		else if (!strncmp(line, "meanwhile", 9)) stepsToPiece = count;
		else if (!strncmp(line, "deliver", 7)) { if (posted) toXs(&machine, toXsRefcon, NULL, 0); }
		else if (!strncmp(line, "waiting", 7)) {
			xs_uart_get_receiving(&machine);
			printf("%d\n", machine.result.integer);
		}
		else fail(line);
	}
	if (machine.host)
		xs_uart_close(&machine);
	return 0;
}
