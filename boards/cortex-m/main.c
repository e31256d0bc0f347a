/* SPDX-License-Identifier: Apache-2.0 */
/* The meter's firmware on the microcontroller: the same loop as on the desktop, for ever. */
#include "xs.h"
#include "board.h"
#include "code.h"
#include "host.h"
#include "machine.h"
#include "uart.h"
#include "window.h"

/* Byte codes a message may take, where they are counted. */
#define LIMIT MACHINE_MAXIMUM_LIMIT

/* The bundle's byte code, in flash. */
extern const unsigned char bundleCode[];

int main(void)
{
	struct message message;
	xsMachine* machine;
	uartStart();
	machine = machineCreate();
	machineRegisterCode(machine, bundleCode);
	hostInstall(machine);
	machineAllow(machine, LIMIT);
	machineRunCode(machine, bundleCode);
	for (;;) {
		windowFlush();
		windowRead(&message);
		hostDeliver(machine, message.type, message.payload, message.length, LIMIT);
	}
}
