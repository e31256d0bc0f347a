/* SPDX-License-Identifier: Apache-2.0 */
/* A window's results for XS. */
#ifndef AMBIT_WINDOW_RESULTS_H
#define AMBIT_WINDOW_RESULTS_H

#include "xs.h"

/*
 * Writes KERNEL_RESULTS numbers into argument 0, a plain array that has as many elements; throws
 * if it is none.
 */
void windowResultsWrite(xsMachine *the, const double *results);

#endif
