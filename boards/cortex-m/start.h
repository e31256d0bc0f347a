/* SPDX-License-Identifier: Apache-2.0 */
/* Start-up and time. */
#ifndef AMBIT_CORTEX_M_START_H
#define AMBIT_CORTEX_M_START_H

#include <stdint.h>

/* Makes writing to flash a fault: the emulated flash is RAM. */
void protectFlash(void);

/* Ticks of the processor's clock (CLOCK_HZ) since reset. */
uint64_t startTicks(void);

#endif
