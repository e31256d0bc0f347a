/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a script from its source. Only for targets with a parser. */
#include "xsAll.h"
#include "xsScript.h"
#include "xs.h"
#include "board.h"
#include "machine.h"
#include "script.h"

static const char* scriptName;

/* Reports the line, which XS does not keep. */
static void reportSyntaxError(void* console, txString path, txInteger line, txString format,
	va_list arguments)
{
	char text[256];
	(void)console;
	(void)path;
	vsnprintf(text, sizeof(text), format, arguments);
	boardFaultFormat(FAULT_EXCEPTION, "%s:%ld: SyntaxError: %s", scriptName, (long)line, text);
}

/*
 * As XS's fxParseScript, but reports errors, and writes no byte codes for line numbers: they would
 * be counted.
 */
txScript* scriptParse(txMachine* the, const char* source, size_t length, const char* name)
{
	txStringCStream stream = { .buffer = (txString)source, .offset = 0, .size = (txSize)length };
	txParser parser;
	txParserJump jump;
	txScript* volatile script = C_NULL;
	scriptName = name;
	fxInitializeParser(&parser, the, the->parserBufferSize, the->parserTableModulo);
	parser.firstJump = &jump;
	parser.reportError = reportSyntaxError;
	if (c_setjmp(jump.jmp_buf) == 0) {
		fxParserTree(&parser, &stream, fxStringCGetter, mxProgramFlag, NULL);
		fxParserHoist(&parser);
		fxParserBind(&parser);
		script = fxParserCode(&parser);
	}
	fxTerminateParser(&parser);
	if (!script)
		boardFaultFormat(FAULT_EXCEPTION, "%s cannot be parsed: too large or too deeply nested",
			name);
	return script;
}

void machineRunScript(xsMachine* machine, const char* source, size_t length, const char* name)
{
	txMachine* the = fxBeginHost(machine);
	mxTry(the) {
		txScript* script = scriptParse(the, source, length, name);
		txSlot* realm = mxProgram.value.reference->next->value.module.realm;
		fxRunScript(the, script, mxRealmGlobal(realm), C_NULL,
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
