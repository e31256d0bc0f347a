/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations of ESP-IDF's UART driver for boards/esp32s3/uart.c; uart-harness.c is the driver. */
#pragma once
#include "stubs.h"

typedef int uart_port_t;
typedef int uart_parity_t;
typedef void *QueueHandle_t;
typedef enum { UART_DATA, UART_BUFFER_FULL, UART_FIFO_OVF, UART_PARITY_ERR } uart_event_type_t;
typedef struct { uart_event_type_t type; size_t size; bool timeout_flag; } uart_event_t;
typedef enum { UART_SELECT_READ_NOTIF, UART_SELECT_WRITE_NOTIF } uart_select_notif_t;
typedef void (*uart_select_notif_callback_t)(uart_port_t, uart_select_notif_t, BaseType_t *);
typedef struct {
	int baud_rate, data_bits, stop_bits, flow_ctrl, source_clk;
	uart_parity_t parity;
} uart_config_t;
typedef struct { struct { int dl0_en, dl1_en; } rs485_conf; } uart_dev_t;
enum { UART_MODE_UART, UART_MODE_RS485_APP_CTRL };
#define UART_NUM_MAX 3
#define UART_DATA_8_BITS 3
#define UART_STOP_BITS_1 1
#define UART_HW_FLOWCTRL_DISABLE 0
#define UART_SCLK_DEFAULT 4
#define UART_LL_GET_HW(port) ((void)(port), &uartRegisters)
#define uart_ll_get_rxfifo_len(hardware) ((void)(hardware), receiverLength())

extern uart_dev_t uartRegisters;
uint32_t receiverLength(void);
esp_err_t uart_driver_install(uart_port_t port, int receive, int send, int events,
	QueueHandle_t *queue, int flags);
esp_err_t uart_driver_delete(uart_port_t port);
esp_err_t uart_param_config(uart_port_t port, const uart_config_t *config);
esp_err_t uart_set_pin(uart_port_t port, int tx, int rx, int rts, int cts, int dtr, int dsr);
esp_err_t uart_set_mode(uart_port_t port, int mode);
esp_err_t uart_set_rx_full_threshold(uart_port_t port, int threshold);
esp_err_t uart_set_rx_timeout(uart_port_t port, int characters);
void uart_set_select_notif_callback(uart_port_t port, uart_select_notif_callback_t callback);
int uart_read_bytes(uart_port_t port, void *buffer, uint32_t length, uint32_t ticks);
int uart_write_bytes(uart_port_t port, const void *bytes, size_t length);
esp_err_t uart_flush_input(uart_port_t port);
esp_err_t uart_get_tx_buffer_free_size(uart_port_t port, size_t *size);
BaseType_t xQueueReceive(QueueHandle_t queue, void *item, uint32_t ticks);
void xQueueReset(QueueHandle_t queue);
uint32_t uxQueueMessagesWaiting(QueueHandle_t queue);
