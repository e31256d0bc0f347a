/* SPDX-License-Identifier: Apache-2.0 */
/* Names and byte codes that the live functions of a machine use. Needs xsAll.h. */
#ifndef AMBIT_XS_USED_H
#define AMBIT_XS_USED_H

#include <stddef.h>

/*
 * Finds them in `machine`, in which garbage has been collected; `bundle` is its byte code (code.h).
 * Ends with FAULT_NO_BUNDLE if the byte code needs a part of XS that the image does not have.
 */
void usedFind(txMachine* the, const void* bundle);

/* True if a live function uses the name, or XS itself asks for it. */
txBoolean usedName(txID id);

/* Adds names that something else uses. */
void usedAdd(const txID* ids, size_t count);

/*
 * Adds what regular expressions need, if a live function makes one or their constructor's name is
 * used.
 */
void usedAddRegExp(void);

#endif
