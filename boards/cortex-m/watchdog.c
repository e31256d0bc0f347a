/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "mps2.h"
#include "board.h"
#include "watchdog.h"

/* From one look to the next. */
#define LOOK_S 5u

/*
 * Looks without a sign of life until a restart. One is not enough: an emulator that was stopped for
 * long finds it due at once.
 */
#define LOOKS 2

static volatile uint32_t looks;
static volatile bool rests;

void watchdogStart(void)
{
	WATCHDOG_LOCK = WATCHDOG_UNLOCKED;
	WATCHDOG_LOAD = LOOK_S * CLOCK_HZ;
	/* The interrupt; and a reset, should it not be dealt with until the next look. */
	WATCHDOG_CONTROL = WATCHDOG_CONTROL_INTERRUPT | WATCHDOG_CONTROL_RESET;
	WATCHDOG_LOCK = 0;
}

void watchdogFeed(void)
{
	looks = 0;
}

void watchdogRest(bool resting)
{
	rests = resting;
}

/* The bench is told by the restart (restart.c) where the firmware hung. */
void watchdogLook(const uint32_t* frame) __attribute__((used));
void watchdogLook(const uint32_t* frame)
{
	WATCHDOG_LOCK = WATCHDOG_UNLOCKED;
	WATCHDOG_CLEAR = 1;
	WATCHDOG_LOCK = 0;
	if (rests)
		looks = 0;
	else if (++looks >= LOOKS)
		boardFaultFormat(FAULT_WATCHDOG, "watchdog: the firmware hangs at pc %08lX lr %08lX",
			(unsigned long)frame[6], (unsigned long)frame[5]);
}

__attribute__((naked)) void watchdogInterrupt(void)
{
	__asm volatile("mrs r0, msp\n\tb watchdogLook");
}
