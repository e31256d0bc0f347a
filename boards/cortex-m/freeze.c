/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "xs.h"
#include "board.h"
#include "code.h"
#include "freeze.h"
#include "freeze-window.h"
#include "frozen.h"
#include "host.h"
#include "machine.h"
#include "memory.h"
#include "mps2.h"
#include "prune.h"
#include "restart.h"
#include "system.h"

extern const unsigned char bundleCode[];

void freezeImage(void)
{
	const size_t slots = REGISTER(WINDOW_ADDRESS + FREEZE_SLOTS_AT);
	struct frozenLayout* layout = (struct frozenLayout*)(WINDOW_ADDRESS + FREEZE_LAYOUT_AT);
	char* heap = frozenStart + frozenHeadLength();
	xsMachine* machine;
	size_t length;
	systemUseMemory((void*)FREEZE_MALLOC, FREEZE_MALLOC_LENGTH);
	memoryPlaceStack((void*)FREEZE_STACK, FREEZE_STACK_SLOTS);
	memoryPlace(heap, slots, heap + slots * 16,
		REGISTER(WINDOW_ADDRESS + FREEZE_CHUNKS_AT));
	machine = machineCreate();
	machineRegisterCode(machine, bundleCode);
	hostInstall(machine);
	machineRunCode(machine, bundleCode);
	machinePrune(machine, bundleCode);
	length = machineFreeze(machine, frozenStart, buffersStart, layout);
	memcpy((void*)(WINDOW_ADDRESS + FREEZE_RESULT_AT), frozenStart, length);
	REGISTER(WINDOW_ADDRESS + FREEZE_LENGTH_AT) = length;
	restart();
}
