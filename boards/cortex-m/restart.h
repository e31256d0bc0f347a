/* SPDX-License-Identifier: Apache-2.0 */
/* What happens when the firmware cannot go on: a line on the console, then a restart. */
#ifndef AMBIT_CORTEX_M_RESTART_H
#define AMBIT_CORTEX_M_RESTART_H

/* Tells the bench why there was a restart, if the firmware or a fault brought it about; once. */
void restartTell(void);

/* Starts again from the reset vector. */
void restart(void) __attribute__((noreturn));

/* Handler of the processor's faults. */
void faultInterrupt(void);

#endif
