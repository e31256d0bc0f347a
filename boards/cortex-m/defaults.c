/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of XS in the flashed image, in place of XS's xsDefaults.c: those that byte code without
 * BigInt, Proxy, promises, generators, modules and eval needs. The build refuses other byte code
 * (engine/xs/used.c).
 */
#include "xsAll.h"
#include "board.h"

/* Replaces each function that is left out. */
static void stripped(void)
{
	boardFault(FAULT_ENGINE, "the byte code needs a part of XS that this image does not have");
}

#define STRIPPED(type) ((type)(void*)stripped)

static void nothing(void)
{
}

static void nothingToClean(txMachine* the)
{
	(void)the;
}

const txDefaults gxDefaults = {
	.newAsyncInstance = STRIPPED(txSlot * (*)(txMachine*)),
	.runAsync = STRIPPED(void (*)(txMachine*, txSlot*)),
	.newGeneratorInstance = STRIPPED(txSlot * (*)(txMachine*)),
	.newGeneratorFunctionInstance = STRIPPED(txSlot * (*)(txMachine*, txID)),
	.newAsyncGeneratorInstance = STRIPPED(txSlot * (*)(txMachine*)),
	.newAsyncGeneratorFunctionInstance = STRIPPED(txSlot * (*)(txMachine*, txID)),
	.runForAwaitOf = STRIPPED(void (*)(txMachine*)),
	.newArgumentsSloppyInstance = STRIPPED(txSlot * (*)(txMachine*, txIndex)),
	.newArgumentsStrictInstance = fxNewArgumentsStrictInstance,
	.runEval = STRIPPED(void (*)(txMachine*)),
	.runEvalEnvironment = STRIPPED(void (*)(txMachine*)),
	.runProgramEnvironment = STRIPPED(void (*)(txMachine*)),
	.initializeSharedCluster = nothing,
	.terminateSharedCluster = nothing,
	/* functions have neither length nor name */
	.newFunctionLength = C_NULL,
	.newFunctionName = C_NULL,
	.runImport = STRIPPED(void (*)(txMachine*, txSlot*, txID)),
	.definePrivateProperty = fxDefinePrivateProperty,
	.getPrivateProperty = fxGetPrivateProperty,
	.setPrivateProperty = fxSetPrivateProperty,
	.cleanupFinalizationRegistries = nothingToClean,
	.captureErrorStack = fxCaptureErrorStack,
};

const txBehavior* gxBehaviors[XS_BEHAVIOR_COUNT] = {
	&gxOrdinaryBehavior,
	&gxOrdinaryBehavior, /* sloppy arguments */
	&gxOrdinaryBehavior,
	&gxArrayBehavior,
	&gxEnvironmentBehavior,
	&gxGlobalBehavior,
	&gxOrdinaryBehavior, /* modules */
	&gxOrdinaryBehavior, /* proxies */
	&gxStringBehavior,
	&gxTypedArrayBehavior,
};

#define BIGINT_ELEMENT \
	{ \
		8, 3, STRIPPED(txTypeCallback), STRIPPED(txTypeCallback), STRIPPED(txTypeCoerce), \
			STRIPPED(txTypeCompare), XS_NO_ID, XS_NO_ID, XS_NO_ID \
	}

const txTypeDispatch gxTypeDispatches[mxTypeArrayCount] = {
	BIGINT_ELEMENT,
	BIGINT_ELEMENT,
	{ 4, 2, fxFloat32Getter, fxFloat32Setter, fxNumberCoerce, fxFloat32Compare, _getFloat32,
		_setFloat32,
		_Float32Array },
	{ 8, 3, fxFloat64Getter, fxFloat64Setter, fxNumberCoerce, fxFloat64Compare, _getFloat64,
		_setFloat64,
		_Float64Array },
	{ 1, 0, fxInt8Getter, fxInt8Setter, fxIntCoerce, fxInt8Compare, _getInt8, _setInt8,
		_Int8Array },
	{ 2, 1, fxInt16Getter, fxInt16Setter, fxIntCoerce, fxInt16Compare, _getInt16, _setInt16,
		_Int16Array },
	{ 4, 2, fxInt32Getter, fxInt32Setter, fxIntCoerce, fxInt32Compare, _getInt32, _setInt32,
		_Int32Array },
	{ 1, 0, fxUint8Getter, fxUint8Setter, fxUintCoerce, fxUint8Compare, _getUint8, _setUint8,
		_Uint8Array },
	{ 2, 1, fxUint16Getter, fxUint16Setter, fxUintCoerce, fxUint16Compare, _getUint16, _setUint16,
		_Uint16Array },
	{ 4, 2, fxUint32Getter, fxUint32Setter, fxUintCoerce, fxUint32Compare, _getUint32, _setUint32,
		_Uint32Array },
	{ 1, 0, fxUint8Getter, fxUint8ClampedSetter, fxNumberCoerce, fxUint8Compare, _getUint8,
		_setUint8,
		_Uint8ClampedArray },
};

/* A frozen typed array points into it; only Atomics would read it. */
const txTypeAtomics gxTypeAtomics[mxTypeArrayCount];

#define BIGINT_UNARY STRIPPED(txBigIntUnary)
#define BIGINT_BINARY STRIPPED(txBigIntBinary)

const txTypeBigInt gxTypeBigInt = {
	.compare = STRIPPED(txBigIntCompare),
	.decode = STRIPPED(txBigIntDecode),
	.toArrayBuffer = STRIPPED(txBigIntToArrayBuffer),
	.toInstance = STRIPPED(txBigIntToInstance),
	.toNumber = STRIPPED(txBigIntToNumber),
	.toString = STRIPPED(txBigintToString),
	._add = BIGINT_BINARY,
	._and = BIGINT_BINARY,
	._dec = BIGINT_UNARY,
	._div = BIGINT_BINARY,
	._exp = BIGINT_BINARY,
	._inc = BIGINT_UNARY,
	._lsl = BIGINT_BINARY,
	._lsr = BIGINT_BINARY,
	._mul = BIGINT_BINARY,
	._neg = BIGINT_UNARY,
	._nop = BIGINT_BINARY,
	._not = BIGINT_UNARY,
	._or = BIGINT_BINARY,
	._rem = BIGINT_BINARY,
	._sub = BIGINT_BINARY,
	._xor = BIGINT_BINARY,
};
