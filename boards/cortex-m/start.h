/* SPDX-License-Identifier: Apache-2.0 */
/* Start-up and time. */
#ifndef AMBIT_CORTEX_M_START_H
#define AMBIT_CORTEX_M_START_H

#include <stdint.h>

/* Has writing to flash be a fault, as on a part whose flash is no RAM. */
void protectFlash(void);

/* Ticks of the processor's clock (CLOCK_HZ) since the start. */
uint64_t startTicks(void);

#endif
