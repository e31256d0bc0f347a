/* SPDX-License-Identifier: Apache-2.0 */
/* Ways in which XS ends: each calls boardFault with one line that says why. */
#include "xsAll.h"
#include "xsScript.h"
#include "xs.h"
#include "board.h"
#include "machine.h"
#include "versions.h"

void boardFaultFormat(enum fault fault, const char* format, ...)
{
	static char line[1001];
	va_list arguments;
	char* p;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	for (p = line; *p; p++) {
		if ((unsigned char)*p < ' ')
			*p = ' ';
	}
	boardFault(fault, line);
}

void machineReportException(xsMachine* the, const char* what)
{
	mxTry(the) {
		/* the stack of an Error begins with its name and message */
		mxPush(mxException);
		if (mxIsReference(the->stack)) {
			mxGetID(mxID(_stack));
			if ((the->stack->kind != XS_STRING_KIND) && (the->stack->kind != XS_STRING_X_KIND))
				*the->stack = mxException;
		}
		boardFaultFormat(FAULT_EXCEPTION, "%s: %s", what, fxToString(the, the->stack));
	}
	mxCatch(the) {
	}
	boardFaultFormat(FAULT_EXCEPTION, "%s, which cannot be printed", what);
}

void fxAbort(txMachine* the, int status)
{
	switch (status) {
	case XS_NOT_ENOUGH_MEMORY_EXIT:
		boardFaultFormat(FAULT_HEAP,
			"heap full: %ld of %ld slots, %ld of %ld bytes of chunks in use",
			(long)the->currentHeapCount, (long)BOARD_SLOTS, (long)the->currentChunksSize,
			(long)BOARD_CHUNK_BYTES);
	case XS_NO_MORE_KEYS_EXIT:
		boardFaultFormat(FAULT_HEAP, "heap full: %ld of %ld property names in use",
			(long)the->keyIndex, (long)BOARD_KEYS);
	case JAVASCRIPT_STACK_EXIT:
#ifdef NATIVE_STACK_EXIT
	case NATIVE_STACK_EXIT:
#endif
		boardFault(FAULT_STACK, "stack overflow");
#ifdef mxMetering
	case XS_TOO_MUCH_COMPUTATION_EXIT:
		boardFaultFormat(FAULT_BYTE_CODES, "more than %lu byte codes for one message",
			(unsigned long)(the->meterCount / METER_UNIT));
#endif
	case XS_UNHANDLED_EXCEPTION_EXIT:
		machineReportException(the, "uncaught exception in a promise job");
	case XS_UNHANDLED_REJECTION_EXIT:
		machineReportException(the, "unhandled rejection");
	default:
		boardFaultFormat(FAULT_ENGINE, "XS aborted with status %d", status);
	}
}

/* The bundle is complete: no module is looked up or loaded. */
txID fxFindModule(txMachine* the, txSlot* realm, txID moduleID, txSlot* slot)
{
	(void)the;
	(void)realm;
	(void)moduleID;
	(void)slot;
	return XS_NO_ID;
}

void fxLoadModule(txMachine* the, txSlot* module, txID moduleID)
{
	(void)the;
	(void)module;
	(void)moduleID;
}

#ifndef mxParse
/* Called by eval and Function. */
txScript* fxParseScript(txMachine* the, void* stream, txGetter getter, txUnsigned flags)
{
	(void)stream;
	(void)getter;
	(void)flags;
	mxUnknownError("there is no parser");
	return C_NULL;
}
#endif
