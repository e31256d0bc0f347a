/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "xs.h"
#include "kept.h"
#include "prune.h"
#include "slots.h"
#include "used.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Constructors that XS itself may call, in addition to those that the bundle names. */
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

/* Kinds of objects that only their named constructor makes: stack index of the prototype. */
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

/* Functions that XS calls only for such a kind, or for a part that the image leaves out. */
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

static txBoolean isHostFunction(const txSlot* instance)
{
	return instance && instance->next && (instance->next->flag & XS_INTERNAL_FLAG)
		&& ((instance->next->kind == XS_CALLBACK_KIND)
		|| (instance->next->kind == XS_CALLBACK_X_KIND));
}

/*
 * True if a property is built in: its value is a function in C, or it belongs to one, or it is the
 * name of a kind, which unlike a bundle's is not enumerable.
 */
static txBoolean isBuiltIn(const txSlot* instance, const txSlot* property)
{
	if ((property->ID == mxID(_Symbol_toStringTag)) && mxIsStringPrimitive(property))
		return (property->flag & XS_DONT_ENUM_FLAG) != 0;
	switch (property->kind) {
	case XS_REFERENCE_KIND:
		return isHostFunction(property->value.reference);
	case XS_ACCESSOR_KIND:
		return isHostFunction(property->value.accessor.getter)
			|| isHostFunction(property->value.accessor.setter);
	default:
		return isHostFunction(instance);
	}
}

static void prunePropertiesThat(txSlot* instance,
	txBoolean (*unwanted)(const txSlot*, const txSlot*))
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
	return !usedName(property->ID);
}

static txBoolean isUnnamedBuiltIn(const txSlot* instance, const txSlot* property)
{
	return isUnnamed(instance, property) && isBuiltIn(instance, property);
}

/*
 * True for the length and name of a function: a number and a string, or they are static members of
 * a class.
 */
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

/* True for a function of the bundle that is no class, so that no object is made with it. */
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
		if (!usedName(id) && mxIsReference(intrinsic))
			*intrinsic = mxUndefined;
	}
	for (i = 0; i < COUNT(KINDS); i++) {
		const txSlot* prototype = &the->stackPrototypes[-1 - KINDS[i].prototype];
		if (!usedName(KINDS[i].constructor) && mxIsReference(prototype))
			prunePropertiesThat(prototype->value.reference, isAny);
	}
	for (i = 0; i < COUNT(FUNCTIONS_OF_KINDS); i++) {
		if (!usedName(FUNCTIONS_OF_KINDS[i].constructor))
			the->stackPrototypes[-1 - FUNCTIONS_OF_KINDS[i].function] = mxUndefined;
	}
}

static void pruneSlot(txMachine* the, txSlot* slot)
{
	(void)the;
	if (slot->kind == XS_INSTANCE_KIND)
		pruneInstance(slot);
}

void machinePrune(xsMachine* machine, const void* bundle)
{
	txMachine* the = machine;
	/* functions that only the start of the bundle needed are not live afterwards */
	fxCollectGarbage(the);
	slotsClearFree(the);
	usedFind(the, bundle);
	prunePropertiesThat(mxGlobal.value.reference, isUnnamed);
	usedAdd(CONSTRUCTORS_OF_XS, COUNT(CONSTRUCTORS_OF_XS));
	keptAdd(the);
	usedAddRegExp();
	pruneIntrinsics(the);
	slotsForEach(the, pruneSlot);
}
