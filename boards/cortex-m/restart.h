/* SPDX-License-Identifier: Apache-2.0 */
/* Restart when the firmware cannot continue, after a line on the console. */
#ifndef AMBIT_CORTEX_M_RESTART_H
#define AMBIT_CORTEX_M_RESTART_H

/* Tells the bench, once, why the firmware has restarted, if it has. */
void restartTell(void);

/* Resets the processor. */
void restart(void) __attribute__((noreturn));

/* Handler of the processor's faults. */
void faultInterrupt(void);

#endif
