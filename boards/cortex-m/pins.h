/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The meter's outputs at the board: LED and S0 output 1 are the LEDs of its FPGA (USERLED0 and 1),
 * S0 output 2 is the first LED of its controller. The board has no pins for the inputs.
 */
#ifndef AMBIT_CORTEX_M_PINS_H
#define AMBIT_CORTEX_M_PINS_H

#include <stdint.h>

/* Sets all outputs to 0: the controller's LEDs are lit after power-up. */
void pinsStart(void);

/* Sets an output, by its number on the link; any other number is ignored. */
void pinsWrite(uint8_t pin, uint8_t level);

#endif
