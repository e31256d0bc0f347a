/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "mps2.h"
#include "board.h"
#include "link.h"
#include "restart.h"
#include "uart.h"
#include "window.h"

#define REASON_MAGIC 0x57485921u /* "!YHW" */
#define REASON_LENGTH 160

/* Registers that the processor pushes when it takes an exception (ARMv7-M B1.5.6). */
struct frame {
	uint32_t r0, r1, r2, r3, r12, lr, pc, psr;
};

/* Reason of a restart. The magic number tells it from the random contents after power-up. */
static struct {
	uint32_t magic;
	uint8_t fault;
	char text[REASON_LENGTH];
} reason __attribute__((section(".kept")));

void restartTell(void)
{
	if (reason.magic != REASON_MAGIC)
		return;
	reason.magic = 0;
	windowForget();
	boardSend(LINK_RESTARTED, &reason.fault, 1 + strnlen(reason.text, sizeof(reason.text)));
	windowFlush();
}

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
	__asm volatile("cpsid i" : : : "memory");
	uartReport(text);
	reason.magic = REASON_MAGIC;
	reason.fault = (uint8_t)fault;
	strncpy(reason.text, text, sizeof(reason.text));
	restart();
}

void faultReport(const struct frame* frame) __attribute__((used, noreturn));
void faultReport(const struct frame* frame)
{
	boardFaultFormat(FAULT_ENGINE,
		"processor fault: pc %08lX lr %08lX cfsr %08lX hfsr %08lX mmfar %08lX bfar %08lX",
		(unsigned long)frame->pc, (unsigned long)frame->lr, (unsigned long)SCB_CFSR,
		(unsigned long)SCB_HFSR,
		(unsigned long)SCB_MMFAR, (unsigned long)SCB_BFAR);
}

__attribute__((naked)) void faultInterrupt(void)
{
	__asm volatile("mrs r0, msp\n\tb faultReport");
}
