/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "xsScript.h"
#include "xs.h"
#include "board.h"
#include "code.h"
#include "machine.h"

static txByte* symbolsOf(const struct codeHeader* header)
{
	return (txByte*)(uintptr_t)(header + 1);
}

void machineRegisterCode(xsMachine* the, const void* code)
{
	const struct codeHeader* header = code;
	txByte* p = symbolsOf(header);
	txID count, i;
	if ((header->magic != CODE_MAGIC) || (header->firstSymbol != (uint32_t)the->keyIndex))
		boardFaultFormat(FAULT_NO_BUNDLE,
			"the byte code is not for this engine: first symbol %lu, not %lu",
			(unsigned long)header->firstSymbol, (unsigned long)the->keyIndex);
	mxDecodeID(p, count);
	for (i = 1; i < count; i++) {
		fxNewNameX(the, (txString)p);
		p += mxStringLength((char*)p) + 1;
	}
}

void codeForEach(
	xsMachine* machine, void* from, const void* end,
	void (*visit)(xsMachine*, uint8_t code, uint8_t* operand))
{
	uint8_t* p = from;
	while (p < (const uint8_t*)end) {
		const uint8_t code = *p++;
		const txS1 size = gxCodeSizes[code];
		(*visit)(machine, code, p);
		if (size > 0)
			p += size - 1;
		else if (size == 0)
			p += sizeof(txID);
		else {
			/* -size bytes of length, then that number of bytes */
			txU4 length = 0;
			c_memcpy(&length, p, (size_t)-size);
			p += (txU4)-size + length;
		}
	}
}

void machineRunCode(xsMachine* machine, const void* code)
{
	txMachine* the = fxBeginHost(machine);
	const struct codeHeader* header = code;
	mxTry(the) {
		txScript script = {
			.codeBuffer = symbolsOf(header) + ((header->symbolsLength + 3) & ~3u),
			.codeSize = (txSize)header->codeLength,
			.version = { XS_MAJOR_VERSION, XS_MINOR_VERSION, XS_PATCH_VERSION, 0 },
		};
		txSlot* realm = mxProgram.value.reference->next->value.module.realm;
		fxRunScript(the, &script, mxRealmGlobal(realm), C_NULL,
			mxRealmClosures(realm)->value.reference, C_NULL,
			mxProgram.value.reference);
		mxPop();
	}
	mxCatch(the) {
		machineReportException(the, "uncaught exception");
	}
	fxEndHost(the);
	machineRunJobs(machine);
}
