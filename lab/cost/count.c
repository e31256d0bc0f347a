/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program of its own for the emulated microcontroller: prints the ticks of 40 instructions
 * (-icount shift=0) that 1000 blocks of frames take in a kernel.
 */
#include "count.h"

#define BLOCKS 1000

#define REGISTER(address) (*(volatile uint32_t*)(address))
#define SYST_CSR REGISTER(0xE000E010)
#define SYST_RVR REGISTER(0xE000E014)
#define SYST_CVR REGISTER(0xE000E018)
#define CONSOLE_DATA REGISTER(0x40007000)
#define CONSOLE_STATE REGISTER(0x40007004)
#define CONSOLE_CONTROL REGISTER(0x40007008)
#define CONSOLE_DIVIDER REGISTER(0x40007010)
#define AIRCR REGISTER(0xE000ED0C)
#define CPACR REGISTER(0xE000ED88)

/* Full access to the floating-point unit. */
#define CPACR_FPU (0xFu << 20)

static void print(uint32_t value)
{
	char digits[11];
	int at = 11;
	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	CONSOLE_DIVIDER = 16;
	CONSOLE_CONTROL = 1;
	while (at < 11) {
		while (CONSOLE_STATE & 1) {
		}
		CONSOLE_DATA = (uint32_t)digits[at++];
	}
	while (CONSOLE_STATE & 1) {
	}
	CONSOLE_DATA = '\n';
	while (CONSOLE_STATE & 1) {
	}
}

void reset(void)
{
	uint32_t start, ticks = 0;
	int32_t block;
	CPACR |= CPACR_FPU;
	__asm volatile("dsb\n\tisb" : : : "memory");
	SYST_RVR = 0xFFFFFF;
	SYST_CVR = 0;
	SYST_CSR = 5;
	for (block = 0; block < BLOCKS; block++) {
		countPrepare();
		start = SYST_CVR;
		countBlock();
		ticks += (start - SYST_CVR) & 0xFFFFFF;
	}
	print(ticks);
	AIRCR = 0x05FA0004u;
	for (;;) {
	}
}

__attribute__((section(".vectors"), used)) static void* const vectors[] = {
	(void*)0x20010000,
	(void*)reset,
};
