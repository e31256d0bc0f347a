/* SPDX-License-Identifier: Apache-2.0 */
/* Objects and classes that a bundle's start leaves, though no live function names their kind. */
#ifndef AMBIT_XS_KEPT_H
#define AMBIT_XS_KEPT_H

/*
 * Adds the names (used.h) that objects and classes made by the start of the bundle need. Ends with
 * FAULT_NO_BUNDLE if there is one that cannot be in flash. Needs xsAll.h.
 */
void keptAdd(txMachine* the);

#endif
