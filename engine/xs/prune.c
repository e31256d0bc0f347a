/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "xs.h"
#include "board.h"
#include "code.h"
#include "frozen.h"
#include "prune.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Of each property name and of each byte code: whether a function that can still be called has it. */
static txU1* named;
static txID nameCount;
static txU1 coded[XS_CODE_COUNT];

/* Length of each function, at the first byte of its code; between them the table is 0. */
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

/* Constructors that XS itself may call, beside those that the bundle names. */
static const txID CONSTRUCTORS_OF_XS[] = {
	mxID(_Array),
	mxID(_ArrayBuffer),
	mxID(_Boolean),
	mxID(_Error),
	mxID(_Function),
	mxID(_Number),
	mxID(_Object),
	mxID(_RangeError),
	mxID(_ReferenceError),
	mxID(_String),
	mxID(_Symbol),
	mxID(_TypeError),
};

/* Byte codes of what the image that is flashed leaves out of XS (boards/cortex-m/defaults.c). */
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

/* Names of it, which the bundle cannot mean otherwise. */
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

/* Kinds of objects that come into being by the name of their constructor only: stack index of their prototype. */
static const struct {
	txID constructor;
	txU2 prototype;
} KINDS[] = {
	{ mxID(_AsyncFunction), mxAsyncFunctionPrototypeStackIndex },
	{ mxID(_AsyncGeneratorFunction), mxAsyncFromSyncIteratorPrototypeStackIndex },
	{ mxID(_AsyncGeneratorFunction), mxAsyncGeneratorFunctionPrototypeStackIndex },
	{ mxID(_AsyncGeneratorFunction), mxAsyncGeneratorPrototypeStackIndex },
	{ mxID(_AsyncGeneratorFunction), mxAsyncIteratorPrototypeStackIndex },
	{ mxID(_BigInt), mxBigIntPrototypeStackIndex },
	{ mxID(_Compartment), mxCompartmentPrototypeStackIndex },
	{ mxID(_DataView), mxDataViewPrototypeStackIndex },
	{ mxID(_Date), mxDatePrototypeStackIndex },
	{ mxID(_FinalizationRegistry), mxFinalizationRegistryPrototypeStackIndex },
	{ mxID(_GeneratorFunction), mxGeneratorFunctionPrototypeStackIndex },
	{ mxID(_GeneratorFunction), mxGeneratorPrototypeStackIndex },
	{ mxID(_Map), mxMapIteratorPrototypeStackIndex },
	{ mxID(_Map), mxMapPrototypeStackIndex },
	{ mxID(_ModuleSource), mxModulePrototypeStackIndex },
	{ mxID(_ModuleSource), mxModuleSourcePrototypeStackIndex },
	{ mxID(_ModuleSource), mxTransferPrototypeStackIndex },
	{ mxID(_Promise), mxPromisePrototypeStackIndex },
	{ mxID(_Proxy), mxProxyPrototypeStackIndex },
	{ mxID(_RegExp), mxRegExpPrototypeStackIndex },
	{ mxID(_RegExp), mxRegExpStringIteratorPrototypeStackIndex },
	{ mxID(_Set), mxSetIteratorPrototypeStackIndex },
	{ mxID(_Set), mxSetPrototypeStackIndex },
	{ mxID(_SharedArrayBuffer), mxSharedArrayBufferPrototypeStackIndex },
	{ mxID(_WeakMap), mxWeakMapPrototypeStackIndex },
	{ mxID(_WeakRef), mxWeakRefPrototypeStackIndex },
	{ mxID(_WeakSet), mxWeakSetPrototypeStackIndex },
};

/* Functions that XS calls for such a kind alone, or for what the image leaves out. */
static const struct {
	txID constructor;
	txU2 function;
} FUNCTIONS_OF_KINDS[] = {
	{ mxID(_ModuleSource), mxCompartmentGlobalStackIndex },
	{ mxID(_ModuleSource), mxModuleAccessorStackIndex },
	{ mxID(_Promise), mxOnRejectedPromiseFunctionStackIndex },
	{ mxID(_Promise), mxOnResolvedPromiseFunctionStackIndex },
	{ mxID(_Promise), mxOnThenableFunctionStackIndex },
	{ mxID(_Proxy), mxProxyAccessorStackIndex },
	{ mxID(_RegExp), mxExecuteRegExpFunctionIndex },
	{ mxID(_RegExp), mxInitializeRegExpFunctionIndex },
};

/* Strings too may name a property, as in object["name"]. */
static void noteString(txMachine* the, const txByte* string)
{
	const txID id = fxFindName(the, (txString)(uintptr_t)string);
	if (id)
		named[id] = 1;
}

/* What stands in front of a function: its length, in one, two or four bytes. */
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

static void noteLiveFunctions(txMachine* the)
{
	txSlot* heap;
	for (heap = the->firstHeap; heap; heap = heap->next) {
		txSlot* slot;
		for (slot = heap + 1; slot < heap->value.reference; slot++) {
			txByte* code = slot->value.code.address;
			if (((slot->kind != XS_CODE_KIND) && (slot->kind != XS_CODE_X_KIND)) || (code < codeStart)
				|| (code >= codeEnd))
				continue;
			codeForEach(the, code, code + functionLengths[code - codeStart], noteCode);
		}
	}
}

static void noteAll(const txID* ids, size_t count)
{
	while (count--)
		named[*ids++] = 1;
}

static txBoolean isHostFunction(const txSlot* instance)
{
	return instance && instance->next && (instance->next->flag & XS_INTERNAL_FLAG)
		&& ((instance->next->kind == XS_CALLBACK_KIND) || (instance->next->kind == XS_CALLBACK_X_KIND));
}

/* Whether a property is JavaScript's own: its value is a function in C, or it stands at one. */
static txBoolean isBuiltIn(const txSlot* instance, const txSlot* property)
{
	if (property->ID == mxID(_Symbol_toStringTag))
		return 1;
	switch (property->kind) {
	case XS_REFERENCE_KIND:
		return isHostFunction(property->value.reference);
	case XS_ACCESSOR_KIND:
		return isHostFunction(property->value.accessor.getter) || isHostFunction(property->value.accessor.setter);
	default:
		return isHostFunction(instance);
	}
}

static void prunePropertiesThat(txSlot* instance, txBoolean (*unwanted)(const txSlot*, const txSlot*))
{
	txSlot** address = &instance->next;
	txSlot* property;
	while ((property = *address)) {
		if (!(property->flag & XS_INTERNAL_FLAG) && property->ID && (*unwanted)(instance, property))
			*address = property->next;
		else
			address = &property->next;
	}
}

static txBoolean isAny(const txSlot* instance, const txSlot* property)
{
	(void)instance;
	(void)property;
	return 1;
}

static txBoolean isUnnamed(const txSlot* instance, const txSlot* property)
{
	(void)instance;
	return !named[property->ID];
}

static txBoolean isUnnamedBuiltIn(const txSlot* instance, const txSlot* property)
{
	return isUnnamed(instance, property) && isBuiltIn(instance, property);
}

/* Length and name of a function: numbers and strings, or else static members of a class that are called so. */
static txBoolean isLengthOrName(const txSlot* instance, const txSlot* property)
{
	(void)instance;
	return ((property->ID == mxID(_length)) && (property->kind == XS_INTEGER_KIND))
		|| ((property->ID == mxID(_name)) && mxIsStringPrimitive(property));
}

static txBoolean isPrototype(const txSlot* instance, const txSlot* property)
{
	(void)instance;
	return property->ID == mxID(_prototype);
}

/* Whether a function of the bundle is no class, so that nobody makes objects with it. */
static txBoolean isPlainFunction(const txSlot* instance)
{
	const txSlot* code = instance->next;
	txU1 first;
	if ((code->kind != XS_CODE_KIND) && (code->kind != XS_CODE_X_KIND))
		return 0;
	first = *(const txU1*)code->value.code.address;
	return (first == XS_CODE_BEGIN_STRICT) || (first == XS_CODE_BEGIN_SLOPPY);
}

static void pruneInstance(txSlot* instance)
{
	if (mxIsFunction(instance)) {
		prunePropertiesThat(instance, isLengthOrName);
		if (isPlainFunction(instance)) {
			instance->flag &= (txFlag)~XS_CAN_CONSTRUCT_FLAG;
			prunePropertiesThat(instance, isPrototype);
		}
	}
	prunePropertiesThat(instance, isUnnamedBuiltIn);
}

static void pruneIntrinsics(txMachine* the)
{
	txID id;
	size_t i;
	for (id = XS_SYMBOL_ID_COUNT; id < XS_INTRINSICS_COUNT; id++) {
		txSlot* intrinsic = &the->stackPrototypes[-1 - id];
		if (!named[id] && mxIsReference(intrinsic))
			*intrinsic = mxUndefined;
	}
	for (i = 0; i < COUNT(KINDS); i++) {
		const txSlot* prototype = &the->stackPrototypes[-1 - KINDS[i].prototype];
		if (!named[KINDS[i].constructor] && mxIsReference(prototype))
			prunePropertiesThat(prototype->value.reference, isAny);
	}
	for (i = 0; i < COUNT(FUNCTIONS_OF_KINDS); i++) {
		if (!named[FUNCTIONS_OF_KINDS[i].constructor])
			the->stackPrototypes[-1 - FUNCTIONS_OF_KINDS[i].function] = mxUndefined;
	}
}

static void refuse(void)
{
	size_t i;
	for (i = 0; i < COUNT(REFUSED_CODES); i++) {
		if (coded[REFUSED_CODES[i]])
			boardFaultFormat(FAULT_NO_BUNDLE, "the bundle has byte code %d (async, generator, BigInt, import or eval), which the image "
				"cannot run", REFUSED_CODES[i]);
	}
	for (i = 0; i < COUNT(REFUSED_NAMES); i++) {
		if (named[REFUSED_NAMES[i]])
			boardFaultFormat(FAULT_NO_BUNDLE, "the bundle names %s, which the image does not have",
				gxIDStrings[REFUSED_NAMES[i]]);
	}
}

void machinePrune(xsMachine* machine, const void* bundle)
{
	txMachine* the = machine;
	const struct codeHeader* header = bundle;
	txSlot* heap;
	nameCount = the->keyIndex;
	named = c_calloc((size_t)nameCount, 1);
	codeStart = (txByte*)(uintptr_t)(header + 1) + ((header->symbolsLength + 3) & ~3u);
	codeEnd = codeStart + header->codeLength;
	functionLengths = c_calloc(header->codeLength, sizeof(txU4));
	if (!named || !functionLengths)
		boardFault(FAULT_HEAP, "prune: no memory for the tables");
	codeForEach(the, codeStart, codeEnd, noteFunction);
	/* what only the start of the bundle needed is gone then */
	fxCollectGarbage(the);
	frozenClearFreeSlots(the);
	noteLiveFunctions(the);
	refuse();
	noteAll(NAMES_OF_XS, COUNT(NAMES_OF_XS));
	prunePropertiesThat(mxGlobal.value.reference, isUnnamed);
	noteAll(CONSTRUCTORS_OF_XS, COUNT(CONSTRUCTORS_OF_XS));
	if (coded[XS_CODE_REGEXP])
		named[mxID(_RegExp)] = 1;
	pruneIntrinsics(the);
	for (heap = the->firstHeap; heap; heap = heap->next) {
		txSlot* slot;
		for (slot = heap + 1; slot < heap->value.reference; slot++) {
			if (slot->kind == XS_INSTANCE_KIND)
				pruneInstance(slot);
		}
	}
}
