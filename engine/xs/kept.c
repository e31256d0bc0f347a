/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "xs.h"
#include "board.h"
#include "kept.h"
#include "slots.h"
#include "used.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Kinds of objects that live functions use by methods alone: kind of the first slot. */
static const struct {
	txU1 kind;
	txID constructor;
} KEPT[] = {
	{ XS_DATA_VIEW_KIND, mxID(_DataView) },
	{ XS_REGEXP_KIND, mxID(_RegExp) },
};

/*
 * Kinds whose methods change an object where it is, which in flash is a fault of the processor, and
 * kinds that the image cannot run.
 */
static const struct {
	txU1 kind;
	const char* name;
} REFUSED[] = {
	{ XS_DATE_KIND, "a Date" },
	{ XS_FINALIZATION_REGISTRY_KIND, "a FinalizationRegistry" },
	{ XS_MAP_KIND, "a Map" },
	{ XS_PROMISE_KIND, "a Promise" },
	{ XS_PROXY_KIND, "a Proxy" },
	{ XS_SET_KIND, "a Set" },
	{ XS_WEAK_MAP_KIND, "a WeakMap" },
	{ XS_WEAK_REF_KIND, "a WeakRef" },
	{ XS_WEAK_SET_KIND, "a WeakSet" },
};

/* Prototypes of iterators, which `next` changes where they are. */
static const txU2 ITERATORS[] = {
	mxArrayIteratorPrototypeStackIndex,
	mxMapIteratorPrototypeStackIndex,
	mxRegExpStringIteratorPrototypeStackIndex,
	mxSetIteratorPrototypeStackIndex,
	mxStringIteratorPrototypeStackIndex,
};

static void refuse(const char* name)
{
	boardFaultFormat(FAULT_NO_BUNDLE,
		"the start of the bundle leaves %s, which the image cannot hold", name);
}

/* Name of the built-in constructor that `instance` is; 0: it is none. */
static txID constructorOf(const txMachine* the, const txSlot* instance)
{
	txID id;
	for (id = XS_SYMBOL_ID_COUNT; id < XS_INTRINSICS_COUNT; id++) {
		const txSlot* intrinsic = &the->stackPrototypes[-1 - id];
		if (mxIsReference(intrinsic) && (intrinsic->value.reference == instance))
			return id;
	}
	return XS_NO_ID;
}

/*
 * A class of the bundle needs the kind that it extends. Methods as map make their result by the
 * class's constructor, for which they ask its species.
 */
static void noteClass(const txMachine* the, const txSlot* instance)
{
	static const txID species = mxID(_Symbol_species);
	const txSlot* prototype = instance->value.instance.prototype;
	const txID id = constructorOf(the, prototype);
	if (!id)
		return;
	usedAdd(&id, 1);
	for (; prototype; prototype = prototype->value.instance.prototype) {
		const txSlot* property;
		for (property = prototype->next; property; property = property->next) {
			if (property->ID == species)
				usedAdd(&species, 1);
		}
	}
}

static void noteInstance(const txMachine* the, const txSlot* instance)
{
	const txSlot* prototype = instance->value.instance.prototype;
	const txSlot* first = instance->next;
	size_t i;
	for (i = 0; i < COUNT(ITERATORS); i++) {
		if (prototype && (prototype == the->stackPrototypes[-1 - ITERATORS[i]].value.reference))
			refuse("an iterator");
	}
	if (!first || !(first->flag & XS_INTERNAL_FLAG))
		return;
	if ((first->kind == XS_CODE_KIND) || (first->kind == XS_CODE_X_KIND))
		noteClass(the, instance);
	for (i = 0; i < COUNT(KEPT); i++) {
		if (first->kind == KEPT[i].kind)
			usedAdd(&KEPT[i].constructor, 1);
	}
	for (i = 0; i < COUNT(REFUSED); i++) {
		if (first->kind == REFUSED[i].kind)
			refuse(REFUSED[i].name);
	}
}

static void noteValue(txMachine* the, txSlot* slot)
{
	if ((slot->kind == XS_BIGINT_KIND) || (slot->kind == XS_BIGINT_X_KIND))
		refuse("a BigInt");
	if (slot->kind == XS_INSTANCE_KIND)
		noteInstance(the, slot);
	else if (slot->kind == XS_ARRAY_KIND) {
		txIndex i;
		for (i = 0; i < fxGetIndexSize(the, slot); i++)
			noteValue(the, slot->value.array.address + i);
	}
	else if (slot->kind == XS_REFERENCE_KIND) {
		/* XS itself has it as a property of the global object and of the prototype */
		const txID id = constructorOf(the, slot->value.reference);
		if (id && (slot->ID != id) && (slot->ID != mxID(_constructor)))
			usedAdd(&id, 1);
	}
}

void keptAdd(txMachine* the)
{
	slotsForEach(the, noteValue);
}
