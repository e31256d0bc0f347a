/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "xs.h"
#include "board.h"
#include "code.h"
#include "freeze.h"
#include "frozen.h"
#include "host.h"
#include "machine.h"
#include "memory.h"
#include "mps2.h"
#include "prune.h"
#include "restart.h"
#include "system.h"

/* Layout of the window during the build; engine/image/freeze.ts has the same. */
#define FREEZE_SLOTS REGISTER(WINDOW_ADDRESS + 0x100)  /* in: slots of the machine */
#define FREEZE_CHUNKS REGISTER(WINDOW_ADDRESS + 0x104) /* in: bytes of chunks */
#define FREEZE_LENGTH REGISTER(WINDOW_ADDRESS + 0x108) /* out: bytes of the frozen machine */
#define FREEZE_LAYOUT ((struct frozenLayout*)(WINDOW_ADDRESS + 0x200)) /* out */
#define FREEZE_RESULT ((char*)(WINDOW_ADDRESS + 0x100000))
#define FREEZE_MALLOC ((char*)(WINDOW_ADDRESS + 0x800000))
#define FREEZE_MALLOC_LENGTH 0x200000
#define FREEZE_STACK ((char*)(WINDOW_ADDRESS + 0xA00000))
#define FREEZE_STACK_SLOTS 4096

extern const unsigned char bundleCode[];

void freezeImage(void)
{
	const size_t slots = FREEZE_SLOTS;
	char* heap = frozenStart + frozenHeadLength();
	xsMachine* machine;
	size_t length;
	systemUseMemory(FREEZE_MALLOC, FREEZE_MALLOC_LENGTH);
	memoryPlaceStack(FREEZE_STACK, FREEZE_STACK_SLOTS);
	memoryPlace(heap, slots, heap + slots * 16, FREEZE_CHUNKS);
	machine = machineCreate();
	machineRegisterCode(machine, bundleCode);
	hostInstall(machine);
	machineRunCode(machine, bundleCode);
	machinePrune(machine, bundleCode);
	length = machineFreeze(machine, frozenStart, buffersStart, FREEZE_LAYOUT);
	memcpy(FREEZE_RESULT, frozenStart, length);
	FREEZE_LENGTH = length;
	restart();
}
