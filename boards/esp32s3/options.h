/* SPDX-License-Identifier: Apache-2.0 */
/* Options of native constructors: properties of argument 0. */
#ifndef AMBIT_OPTIONS_H
#define AMBIT_OPTIONS_H

static inline int integerOption(xsMachine *the, xsIdentifier id)
{
	xsSlot value;
	xsmcGet(value, xsArg(0), id);
	return xsmcToInteger(value);
}

static inline xsSlot *callbackOption(xsMachine *the, xsIdentifier id)
{
	xsSlot value;
	xsmcGet(value, xsArg(0), id);
	return xsmcToReference(value);
}

#endif
