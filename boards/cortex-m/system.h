/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AMBIT_CORTEX_M_SYSTEM_H
#define AMBIT_CORTEX_M_SYSTEM_H

#include <stddef.h>

/* Gives malloc other memory; call it before the first use of malloc. */
void systemUseMemory(void* memory, size_t length);

/* Bytes that malloc has used. */
size_t systemMemoryUsed(void);

#endif
