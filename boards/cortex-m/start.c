/* SPDX-License-Identifier: Apache-2.0 */
/* From reset to main: memory, floating point, protection, time. */
#include <string.h>

#include "mps2.h"
#include "restart.h"
#include "start.h"

extern uint32_t stackTop, dataStart, dataEnd, dataLoad, bssStart, bssEnd;

extern int main(void);

/* Log2 of the sizes below. A region must be aligned to its size. */
#define GUARD_LOG2 8
#define FLASH_LOG2 22
#define FLASH_ADDRESS 0u

/* Overflows of the 24-bit system timer. */
static volatile uint32_t rounds;

void startTimerInterrupt(void)
{
	rounds++;
}

uint64_t startTicks(void)
{
	const uint64_t round = 1u << SYST_BITS;
	uint32_t before, left;
	do {
		before = rounds;
		left = SYST_CVR;
	} while (before != rounds);
	return (uint64_t)(before + 1) * round - left;
}

void protectFlash(void)
{
	MPU_RBAR = FLASH_ADDRESS | MPU_RBAR_VALID | 0;
	MPU_RASR = MPU_RASR_READ_ONLY | MPU_RASR_NORMAL_MEMORY | MPU_RASR_SIZE(FLASH_LOG2);
	__asm volatile("dsb\n\tisb" : : : "memory");
}

/*
 * The first bytes of flash cannot be read: they hold only the vectors, which the processor fetches
 * without the protection unit, so any other access is by a NULL pointer.
 */
static void guardNull(void)
{
	MPU_RBAR = FLASH_ADDRESS | MPU_RBAR_VALID | 1;
	MPU_RASR = MPU_RASR_NO_ACCESS | MPU_RASR_NORMAL_MEMORY | MPU_RASR_SIZE(GUARD_LOG2);
	MPU_CTRL = MPU_CTRL_ENABLE_WITH_BACKGROUND;
	__asm volatile("dsb\n\tisb" : : : "memory");
}

void startReset(void)
{
	SCB_CPACR |= CPACR_FLOATING_POINT;
	__asm volatile("dsb\n\tisb" : : : "memory");
	memcpy(&dataStart, &dataLoad, (size_t)((char*)&dataEnd - (char*)&dataStart));
	memset(&bssStart, 0, (size_t)((char*)&bssEnd - (char*)&bssStart));
	SCB_SHCSR |= SHCSR_FAULTS_ENABLED;
	guardNull();
	SYST_RVR = (1u << SYST_BITS) - 1;
	SYST_CVR = 0;
	SYST_CSR = 7;
	main();
}
