/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Registers of the processor: a Cortex-M7 (ARMv7-M Architecture Reference Manual, B3) with the
 * peripherals of Arm's MPS2 board, application note AN500.
 */
#ifndef AMBIT_MPS2_H
#define AMBIT_MPS2_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t*)(address))

/* System timer, counts down at the processor's clock (B3.3). */
#define SYST_CSR REGISTER(0xE000E010)
#define SYST_RVR REGISTER(0xE000E014)
#define SYST_CVR REGISTER(0xE000E018)
#define SYST_BITS 24
#define CLOCK_HZ 25000000u

/* Interrupt controller and system control (B3.2, B3.4). */
#define NVIC_ISER0 REGISTER(0xE000E100)
#define SCB_AIRCR REGISTER(0xE000ED0C)
#define SCB_SHCSR REGISTER(0xE000ED24)
#define SCB_CFSR REGISTER(0xE000ED28)
#define SCB_HFSR REGISTER(0xE000ED2C)
#define SCB_MMFAR REGISTER(0xE000ED34)
#define SCB_BFAR REGISTER(0xE000ED38)
#define SCB_CPACR REGISTER(0xE000ED88)
#define AIRCR_SYSTEM_RESET 0x05FA0004u
#define SHCSR_FAULTS_ENABLED (7u << 16)
#define CPACR_FLOATING_POINT (0xFu << 20)

/* Memory protection unit (B3.5). */
#define MPU_CTRL REGISTER(0xE000ED94)
#define MPU_RBAR REGISTER(0xE000ED9C)
#define MPU_RASR REGISTER(0xE000EDA0)
#define MPU_CTRL_ENABLE_WITH_BACKGROUND 5u
#define MPU_RBAR_VALID (1u << 4)
#define MPU_RASR_SIZE(log2) ((((log2) - 1u) << 1) | 1u)
#define MPU_RASR_NO_ACCESS (0u << 24)
#define MPU_RASR_READ_ONLY (5u << 24)
#define MPU_RASR_NORMAL_MEMORY (2u << 16)

/*
 * UARTs (CMSDK APB UART), each with an interrupt for receiving and, the next number, one for
 * transmitting.
 */
struct uartRegisters {
	volatile uint32_t data;
	volatile uint32_t state;
	volatile uint32_t control;
	volatile uint32_t interrupts; /* read: pending, write 1: clear */
	volatile uint32_t divider;
};
#define UART_STATE_TRANSMIT_FULL 1u
#define UART_STATE_RECEIVE_FULL 2u
#define UART_CONTROL_TRANSMIT 1u
#define UART_CONTROL_RECEIVE 2u
#define UART_CONTROL_TRANSMIT_INTERRUPT 4u
#define UART_CONTROL_RECEIVE_INTERRUPT 8u
#define UART_INTERRUPT_TRANSMIT 1u
#define UART_INTERRUPT_RECEIVE 2u

#define UART0_REGISTERS ((struct uartRegisters*)0x40004000)
#define UART1_REGISTERS ((struct uartRegisters*)0x40005000)
#define UART2_REGISTERS ((struct uartRegisters*)0x40006000)
#define UART3_REGISTERS ((struct uartRegisters*)0x40007000)
#define UART0_INTERRUPT 0
#define UART1_INTERRUPT 2
#define UART2_INTERRUPT 4
#define UART3_INTERRUPT 18

/* Watchdog. Its interrupt is the NMI; a second one without a clear resets. */
#define WATCHDOG_LOAD REGISTER(0x40008000)
#define WATCHDOG_CONTROL REGISTER(0x40008008)
#define WATCHDOG_CLEAR REGISTER(0x4000800C)
#define WATCHDOG_LOCK REGISTER(0x40008C00)
#define WATCHDOG_UNLOCKED 0x1ACCE551u
#define WATCHDOG_CONTROL_INTERRUPT 1u
#define WATCHDOG_CONTROL_RESET 2u

/* LEDs: two of the FPGA, and eight of the board's controller (CFG_REG1). */
#define FPGAIO_LEDS REGISTER(0x40028000)
#define CONTROLLER_LEDS REGISTER(0x4002F004)

/* External memory, 16 MB, shared with the bench. */
#define WINDOW_ADDRESS 0x60000000

#endif
