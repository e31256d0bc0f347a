/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AMBIT_CORTEX_M_SYSTEM_H
#define AMBIT_CORTEX_M_SYSTEM_H

#include <stddef.h>

/* Has malloc, which must not have been used yet, take its memory elsewhere. */
void systemUseMemory(void* memory, size_t length);

/* Bytes that malloc has taken. */
size_t systemMemoryUsed(void);

#endif
