/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slots of a machine's heap, for those who work on all of them before it is frozen. Needs
 * xsAll.h.
 */
#ifndef AMBIT_XS_SLOTS_H
#define AMBIT_XS_SLOTS_H

/* Calls `visit` with each slot of the heap, used or free. */
void slotsForEach(txMachine* the, void (*visit)(txMachine* the, txSlot* slot));

/*
 * Makes free slots undefined: they keep the contents of their last use, which nothing may follow.
 */
void slotsClearFree(txMachine* the);

#endif
