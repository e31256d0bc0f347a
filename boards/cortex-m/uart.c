/* SPDX-License-Identifier: Apache-2.0 */
#include "mps2.h"
#include "uart.h"

struct ring {
	uint8_t bytes[UART_RING];
	volatile uint32_t head; /* bytes written since reset */
	volatile uint32_t tail; /* bytes read since reset */
};

static struct ring received[UART_COUNT];
static struct ring sending[UART_COUNT];

static struct uartRegisters* const registersOf[UART_COUNT] = {
	UART1_REGISTERS, UART2_REGISTERS, UART0_REGISTERS
};

#define DIVIDER 16u /* the smallest; the emulated UART is as fast as the bench reads */
#define BOTH_WAYS (UART_CONTROL_TRANSMIT | UART_CONTROL_RECEIVE | UART_CONTROL_RECEIVE_INTERRUPT)

static bool full(const struct ring* ring)
{
	return ring->head - ring->tail == UART_RING;
}

static void put(struct ring* ring, uint8_t byte)
{
	ring->bytes[ring->head % UART_RING] = byte;
	ring->head++;
}

static uint8_t take(struct ring* ring)
{
	uint8_t byte = ring->bytes[ring->tail % UART_RING];
	ring->tail++;
	return byte;
}

static uint32_t withoutInterrupts(void)
{
	uint32_t before;
	__asm volatile("mrs %0, primask\n\tcpsid i" : "=r"(before) : : "memory");
	return before;
}

static void restoreInterrupts(uint32_t before)
{
	__asm volatile("msr primask, %0" : : "r"(before) : "memory");
}

/* If the ring is full, the character stays in the UART, which then accepts no other. */
static void takeReceived(enum uart port)
{
	struct uartRegisters* uart = registersOf[port];
	uart->interrupts = UART_INTERRUPT_RECEIVE;
	while ((uart->state & UART_STATE_RECEIVE_FULL) && !full(&received[port]))
		put(&received[port], (uint8_t)uart->data);
}

static void giveSending(enum uart port)
{
	struct uartRegisters* uart = registersOf[port];
	struct ring* ring = &sending[port];
	uart->interrupts = UART_INTERRUPT_TRANSMIT;
	while (!(uart->state & UART_STATE_TRANSMIT_FULL) && (ring->head != ring->tail))
		uart->data = take(ring);
	/* the interrupt stays enabled only while there is something to send */
	if (ring->head == ring->tail)
		uart->control = BOTH_WAYS;
	else
		uart->control = BOTH_WAYS | UART_CONTROL_TRANSMIT_INTERRUPT;
}

void uartInterruptRs485Received(void) { takeReceived(UART_RS485); }
void uartInterruptRs485Sent(void) { giveSending(UART_RS485); }
void uartInterruptMbusReceived(void) { takeReceived(UART_MBUS); }
void uartInterruptMbusSent(void) { giveSending(UART_MBUS); }
void uartInterruptBellReceived(void) { takeReceived(UART_BELL); }
void uartInterruptBellSent(void) { giveSending(UART_BELL); }

void uartStart(void)
{
	static const uint8_t interrupts[] = { UART0_INTERRUPT, UART1_INTERRUPT, UART2_INTERRUPT };
	int port;
	size_t i;
	for (port = 0; port < UART_COUNT; port++) {
		registersOf[port]->divider = DIVIDER;
		registersOf[port]->control = BOTH_WAYS;
	}
	for (i = 0; i < sizeof(interrupts); i++)
		NVIC_ISER0 = 3u << interrupts[i];
}

size_t uartReadable(enum uart port)
{
	return received[port].head - received[port].tail;
}

void uartRead(enum uart port, uint8_t* target, size_t length)
{
	uint32_t before;
	while (length--)
		*target++ = take(&received[port]);
	/* a character that found the ring full causes no further interrupt */
	before = withoutInterrupts();
	takeReceived(port);
	restoreInterrupts(before);
}

void uartWrite(enum uart port, const uint8_t* bytes, size_t length)
{
	struct ring* ring = &sending[port];
	uint32_t before;
	while (length) {
		while (length && !full(ring)) {
			put(ring, *bytes++);
			length--;
		}
		before = withoutInterrupts();
		giveSending(port);
		restoreInterrupts(before);
	}
}

bool uartRang(void)
{
	struct ring* ring = &received[UART_BELL];
	bool rang = ring->head != ring->tail;
	uint32_t before = withoutInterrupts();
	ring->tail = ring->head;
	takeReceived(UART_BELL);
	restoreInterrupts(before);
	return rang;
}

void uartReport(const char* line)
{
	struct uartRegisters* console = UART3_REGISTERS;
	console->divider = DIVIDER;
	console->control = UART_CONTROL_TRANSMIT;
	for (;;) {
		char c = *line ? *line : '\n';
		while (console->state & UART_STATE_TRANSMIT_FULL) {
		}
		console->data = (uint8_t)c;
		if (!*line++)
			break;
	}
	while (console->state & UART_STATE_TRANSMIT_FULL) {
	}
}
