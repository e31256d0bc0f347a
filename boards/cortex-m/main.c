/* SPDX-License-Identifier: Apache-2.0 */
/* The meter's firmware on the microcontroller: the loop of the desktop, without an end. */
#include "xs.h"
#include "board.h"
#include "freeze.h"
#include "frozen.h"
#include "host.h"
#include "link.h"
#include "load.h"
#include "machine.h"
#include "pins.h"
#include "restart.h"
#include "start.h"
#include "uart.h"
#include "watchdog.h"
#include "window.h"

/* Limit of byte codes for a message, where they are counted. */
#define LIMIT MACHINE_MAXIMUM_LIMIT

int main(void)
{
	struct message message;
	xsMachine* machine;
	if (freezeImage)
		freezeImage();
	loadPaintStack();
	protectFlash();
	pinsStart();
	uartStart();
	restartTell();
	watchdogStart();
	machine = machineThaw(frozenStart, buffersStart);
	hostAttach(machine);
	loadBooted();
	for (;;) {
		windowFlush();
		windowRead(&message);
		watchdogFeed();
		if (message.type == LINK_LOAD)
			loadAnswer(machine, &message);
		else
			loadDeliver(machine, &message, LIMIT);
	}
}
