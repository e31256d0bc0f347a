/* SPDX-License-Identifier: Apache-2.0 */
/* The slots of a plain array, for host functions that write numbers into them. Needs xsAll.h. */
#ifndef AMBIT_XS_ELEMENTS_H
#define AMBIT_XS_ELEMENTS_H

/*
 * The slots of argument `index`; throws unless it is a plain array that has elements 0..end-1.
 * `who` is for messages.
 */
txSlot* elementsOf(txMachine* the, int index, txInteger end, const char* who);

#endif
