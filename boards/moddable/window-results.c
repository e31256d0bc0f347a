/* SPDX-License-Identifier: Apache-2.0 */
#include "xsAll.h"
#include "xs.h"

#include "../../engine/xs/elements.h"
#include "kernel-memory.h"
#include "window-results.h"

void windowResultsWrite(xsMachine *the, const double *results)
{
	txSlot *slot = elementsOf(the, 0, KERNEL_RESULTS, "take");
	for (int i = 0; i < KERNEL_RESULTS; i++, slot++) {
		slot->kind = XS_NUMBER_KIND;
		slot->value.number = results[i];
	}
}
