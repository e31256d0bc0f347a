/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit-compile bundle.js output: compiles the bundle for an engine without a parser
 * (engine/xs/code.h).
 */
#include <errno.h>
#include <stdlib.h>

#include "xsAll.h"
#include "xsScript.h"
#include "xs.h"
#include "board.h"
#include "code.h"
#include "machine.h"
#include "script.h"

/* Defined in xsRun.c; no header declares it. */
void fxRemapIDs(txMachine* the, txByte* codeBuffer, txSize codeSize, txID* theIDs);

void boardFault(enum fault fault, const char* text)
{
	fprintf(stderr, "ambit-compile: %s\n", text);
	exit(fault);
}

char* fxCStackLimit(void)
{
	return NULL;
}

/* Never called: nothing runs here. */
void boardSend(uint8_t type, const void* payload, size_t length)
{
	(void)type;
	(void)payload;
	(void)length;
}

size_t boardExchange(uint8_t type, const void* payload, size_t length, uint8_t answerType,
	void* answer)
{
	(void)type;
	(void)payload;
	(void)length;
	(void)answerType;
	(void)answer;
	return 0;
}

static char* readAll(const char* path, size_t* length)
{
	FILE* file = fopen(path, "rb");
	char* text = NULL;
	long size = -1;
	if (file && !fseek(file, 0, SEEK_END))
		size = ftell(file);
	if (size >= 0)
		text = malloc((size_t)size + 1);
	if (!text || fseek(file, 0, SEEK_SET) || (fread(text, 1, (size_t)size, file) != (size_t)size))
		boardFaultFormat(FAULT_NO_BUNDLE, "%s: %s", path, strerror(errno));
	fclose(file);
	*length = (size_t)size;
	return text;
}

/* Gives the script's symbols, in order, their numbers in the machine; adds new ones. */
static txID* numbersOf(txMachine* the, txScript* script)
{
	txByte* p = script->symbolsBuffer;
	txID count, i;
	txID* numbers;
	mxDecodeID(p, count);
	numbers = malloc((size_t)count * sizeof(txID));
	if (!numbers)
		boardFault(FAULT_HEAP, "out of memory");
	numbers[0] = XS_NO_ID;
	for (i = 1; i < count; i++) {
		numbers[i] = fxNewNameX(the, (txString)p);
		p += mxStringLength((char*)p) + 1;
	}
	return numbers;
}

/*
 * Removes the name of a variable: only a debugger reads it, and each takes memory. Private names
 * (#name) stay: XS tells fields apart by them.
 */
static void forgetName(txMachine* the, uint8_t* p)
{
	txID id;
	c_memcpy(&id, p, sizeof(id));
	if (id && (*fxGetKeyName(the, id) != '#'))
		c_memset(p, 0, sizeof(id));
}

/*
 * Lets functions and strings be used in place, not copied, by the codes that XS has for an archive.
 */
static void prepareCode(txMachine* the, uint8_t code, uint8_t* p)
{
	if ((XS_CODE_CODE_1 <= code) && (code <= XS_CODE_CODE_4))
		p[-1] = (uint8_t)(code + (XS_CODE_CODE_ARCHIVE_1 - XS_CODE_CODE_1));
	if ((XS_CODE_STRING_1 <= code) && (code <= XS_CODE_STRING_4))
		p[-1] = (uint8_t)(code + (XS_CODE_STRING_ARCHIVE_1 - XS_CODE_STRING_1));
	if ((code == XS_CODE_NEW_LOCAL) || (code == XS_CODE_NEW_CLOSURE))
		forgetName(the, p);
}

static void writeCode(const char* path, const struct codeHeader* header, const txScript* script)
{
	static const char padding[4];
	const size_t padded = (4 - header->symbolsLength % 4) % 4;
	FILE* file = fopen(path, "wb");
	if (!file || (fwrite(header, sizeof(*header), 1, file) != 1)
		|| (fwrite(script->symbolsBuffer, 1, header->symbolsLength, file) != header->symbolsLength)
		|| (fwrite(padding, 1, padded, file) != padded)
		|| (fwrite(script->codeBuffer, 1, header->codeLength, file) != header->codeLength)
		|| fclose(file))
		boardFaultFormat(FAULT_OUTPUT, "%s: %s", path, strerror(errno));
}

int main(int argc, char** argv)
{
	size_t length;
	char* source;
	xsMachine* machine;
	if (argc != 3)
		boardFault(FAULT_USAGE, "usage: ambit-compile bundle.js output");
	source = readAll(argv[1], &length);
	machine = machineCreate();
	machineAllow(machine, MACHINE_MAXIMUM_LIMIT);
	xsBeginHost(machine);
	{
		struct codeHeader header = { .magic = CODE_MAGIC, .firstSymbol = (uint32_t)the->keyIndex };
		txScript* script = scriptParse(the, source, length, argv[1]);
		header.symbolsLength = (uint32_t)script->symbolsSize;
		header.codeLength = (uint32_t)script->codeSize;
		fxRemapIDs(the, script->codeBuffer, script->codeSize, numbersOf(the, script));
		codeForEach(the, script->codeBuffer, script->codeBuffer + script->codeSize, prepareCode);
		writeCode(argv[2], &header, script);
	}
	xsEndHost(machine);
	return 0;
}
