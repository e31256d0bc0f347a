/* SPDX-License-Identifier: Apache-2.0 */
/* The vector table: ARMv7-M B1.5.2, interrupts as in AN500. */
#include <stdint.h>

#include "mps2.h"
#include "restart.h"
#include "watchdog.h"

extern uint32_t stackTop;

extern void startReset(void), startTimerInterrupt(void);
extern void uartInterruptRs485Received(void), uartInterruptRs485Sent(void);
extern void uartInterruptMbusReceived(void), uartInterruptMbusSent(void);
extern void uartInterruptBellReceived(void), uartInterruptBellSent(void);

#define EXTERNAL 16

typedef void (*handler)(void);

__attribute__((section(".vectors"), used)) static const handler vectors[EXTERNAL + 32] = {
	(handler)(uintptr_t)&stackTop,
	startReset,
	watchdogInterrupt, /* NMI */
	faultInterrupt, /* HardFault */
	faultInterrupt, /* MemManage */
	faultInterrupt, /* BusFault */
	faultInterrupt, /* UsageFault */
	[11] = faultInterrupt, /* SVCall */
	[12] = faultInterrupt, /* DebugMonitor */
	[14] = faultInterrupt, /* PendSV */
	[15] = startTimerInterrupt,
	[EXTERNAL + UART0_INTERRUPT] = uartInterruptBellReceived,
	[EXTERNAL + UART0_INTERRUPT + 1] = uartInterruptBellSent,
	[EXTERNAL + UART1_INTERRUPT] = uartInterruptRs485Received,
	[EXTERNAL + UART1_INTERRUPT + 1] = uartInterruptRs485Sent,
	[EXTERNAL + UART2_INTERRUPT] = uartInterruptMbusReceived,
	[EXTERNAL + UART2_INTERRUPT + 1] = uartInterruptMbusSent,
};
