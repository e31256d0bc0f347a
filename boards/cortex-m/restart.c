/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "mps2.h"
#include "board.h"
#include "restart.h"
#include "uart.h"

/* What the processor pushes when an exception is taken (ARMv7-M B1.5.6). */
struct frame {
	uint32_t r0, r1, r2, r3, r12, lr, pc, psr;
};

void restart(void)
{
	__asm volatile("dsb" : : : "memory");
	SCB_AIRCR = AIRCR_SYSTEM_RESET;
	__asm volatile("dsb" : : : "memory");
	for (;;) {
	}
}

void boardFault(enum fault fault, const char* text)
{
	(void)fault;
	__asm volatile("cpsid i" : : : "memory");
	uartReport(text);
	restart();
}

void faultReport(const struct frame* frame) __attribute__((used, noreturn));
void faultReport(const struct frame* frame)
{
	boardFaultFormat(FAULT_ENGINE, "processor fault: pc %08lX lr %08lX cfsr %08lX hfsr %08lX mmfar %08lX bfar %08lX",
		(unsigned long)frame->pc, (unsigned long)frame->lr, (unsigned long)SCB_CFSR, (unsigned long)SCB_HFSR,
		(unsigned long)SCB_MMFAR, (unsigned long)SCB_BFAR);
}

__attribute__((naked)) void faultInterrupt(void)
{
	__asm volatile("mrs r0, msp\n\tb faultReport");
}
