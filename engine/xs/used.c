/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "xs.h"
#include "board.h"
#include "code.h"
#include "slots.h"
#include "used.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* By number: true for a property name, and for a byte code, that a live function uses. */
static txU1* named;
static txID nameCount;
static txU1 coded[XS_CODE_COUNT];

/* Length of each function, at the first byte of its code; 0 elsewhere. */
static txU4* functionLengths;
static txByte* codeStart;
static txByte* codeEnd;

/* Names that XS itself asks for. */
static const txID NAMES_OF_XS[] = {
	mxID(_Symbol_hasInstance),
	mxID(_Symbol_iterator),
	mxID(_Symbol_toPrimitive),
	mxID(_globalThis),
	mxID(_global),
	mxID(_join),
	mxID(_length),
	mxID(_message),
	mxID(_name),
	mxID(_next),
	mxID(_prototype),
	mxID(_stack),
	mxID(_toString),
	mxID(_valueOf),
};

/* Names that a method of strings asks a regular expression for. */
static const struct {
	txID method;
	txID asked;
} NAMES_OF_METHODS[] = {
	{ mxID(_match), mxID(_Symbol_match) },
	{ mxID(_matchAll), mxID(_Symbol_matchAll) },
	{ mxID(_replace), mxID(_Symbol_replace) },
	{ mxID(_replaceAll), mxID(_Symbol_replace) },
	{ mxID(_search), mxID(_Symbol_search) },
	{ mxID(_split), mxID(_Symbol_split) },
};

/* Names that the methods of a regular expression ask it for. */
static const txID NAMES_OF_REGEXP[] = {
	mxID(_dotAll),
	mxID(_exec),
	mxID(_flags),
	mxID(_hasIndices),
	mxID(_ignoreCase),
	mxID(_multiline),
	mxID(_source),
	mxID(_sticky),
	mxID(_unicode),
};

/* Byte codes of the parts of XS that the flashed image leaves out (boards/cortex-m/defaults.c). */
static const txU1 REFUSED_CODES[] = {
	XS_CODE_ARGUMENTS_SLOPPY,
	XS_CODE_BIGINT_1,
	XS_CODE_BIGINT_2,
	XS_CODE_EVAL,
	XS_CODE_EVAL_TAIL,
	XS_CODE_FOR_AWAIT_OF,
	XS_CODE_IMPORT,
	XS_CODE_IMPORT_META,
	XS_CODE_START_ASYNC,
	XS_CODE_START_ASYNC_GENERATOR,
	XS_CODE_START_GENERATOR,
};

/* Names of these parts, which have no other meaning in a bundle. */
static const txID REFUSED_NAMES[] = {
	mxID(_Atomics),
	mxID(_BigInt),
	mxID(_BigInt64Array),
	mxID(_BigUint64Array),
	mxID(_Compartment),
	mxID(_FinalizationRegistry),
	mxID(_Promise),
	mxID(_Proxy),
	mxID(_SharedArrayBuffer),
};

/* A string may name a property too, as in object["name"]. */
static void noteString(txMachine* the, const txByte* string)
{
	const txID id = fxFindName(the, (txString)(uintptr_t)string);
	if (id)
		named[id] = 1;
}

/* Notes the length before a function, in one, two or four bytes. */
static void noteFunction(txMachine* the, uint8_t code, uint8_t* p)
{
	const size_t bytes = (code == XS_CODE_CODE_ARCHIVE_1) ? 1 : (code == XS_CODE_CODE_ARCHIVE_2) ? 2
		: (code == XS_CODE_CODE_ARCHIVE_4) ? 4 : 0;
	(void)the;
	if (bytes)
		c_memcpy(&functionLengths[p + bytes - (uint8_t*)codeStart], p, bytes);
}

static void noteCode(txMachine* the, uint8_t code, uint8_t* p)
{
	coded[code] = 1;
	if (gxCodeSizes[code] == 0) {
		txID id;
		mxDecodeID(p, id);
		if ((0 < id) && (id < nameCount))
			named[id] = 1;
	}
	else if ((XS_CODE_STRING_1 <= code) && (code <= XS_CODE_STRING_ARCHIVE_4))
		noteString(the, (txByte*)p - gxCodeSizes[code]);
}

/* Visits the byte code of a function in the bundle. */
static void noteLiveFunction(txMachine* the, txSlot* slot)
{
	txByte* code = slot->value.code.address;
	if ((slot->kind != XS_CODE_KIND) && (slot->kind != XS_CODE_X_KIND))
		return;
	if ((code >= codeStart) && (code < codeEnd))
		codeForEach(the, code, code + functionLengths[code - codeStart], noteCode);
}

static void refuse(void)
{
	size_t i;
	for (i = 0; i < COUNT(REFUSED_CODES); i++) {
		if (coded[REFUSED_CODES[i]])
			boardFaultFormat(FAULT_NO_BUNDLE,
				"the bundle has byte code %d (async, generator, BigInt, import or eval), which the "
				"image cannot run", REFUSED_CODES[i]);
	}
	for (i = 0; i < COUNT(REFUSED_NAMES); i++) {
		if (named[REFUSED_NAMES[i]])
			boardFaultFormat(FAULT_NO_BUNDLE, "the bundle names %s, which the image does not have",
				gxIDStrings[REFUSED_NAMES[i]]);
	}
}

void usedFind(txMachine* the, const void* bundle)
{
	const struct codeHeader* header = bundle;
	nameCount = the->keyIndex;
	named = c_calloc((size_t)nameCount, 1);
	codeStart = (txByte*)(uintptr_t)(header + 1) + ((header->symbolsLength + 3) & ~3u);
	codeEnd = codeStart + header->codeLength;
	functionLengths = c_calloc(header->codeLength, sizeof(txU4));
	if (!named || !functionLengths)
		boardFault(FAULT_HEAP, "prune: no memory for the tables");
	codeForEach(the, codeStart, codeEnd, noteFunction);
	slotsForEach(the, noteLiveFunction);
	refuse();
	usedAdd(NAMES_OF_XS, COUNT(NAMES_OF_XS));
}

txBoolean usedName(txID id)
{
	return named[id];
}

void usedAdd(const txID* ids, size_t count)
{
	while (count--)
		named[*ids++] = 1;
}

void usedAddRegExp(void)
{
	static const txID regExp = mxID(_RegExp);
	size_t i;
	if (coded[XS_CODE_REGEXP])
		usedAdd(&regExp, 1);
	if (!named[regExp])
		return;
	usedAdd(NAMES_OF_REGEXP, COUNT(NAMES_OF_REGEXP));
	for (i = 0; i < COUNT(NAMES_OF_METHODS); i++) {
		if (named[NAMES_OF_METHODS[i].method])
			named[NAMES_OF_METHODS[i].asked] = 1;
	}
}
