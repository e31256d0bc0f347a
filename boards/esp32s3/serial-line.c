/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions of a UART of the ESP32-S3 that the SDK's Serial leaves out: parity, the receiver's
 * thresholds and the direction of an RS-485 transceiver. Called from serial.ts through `ffi`.
 *
 * Direction: in RS-485 mode the UART itself drives its DTR output while it sends, from a bit before
 * the first start bit to a bit after the last stop bit (ESP32-S3 Technical Reference Manual, UART,
 * RS485). Software does not affect the timing.
 */
#include <stdint.h>

#include "driver/gpio.h"
#include "driver/uart.h"
#include "esp_rom_gpio.h"
#include "hal/uart_ll.h"
#include "soc/gpio_sig_map.h"

int32_t serial_line_configure(int32_t port, int32_t parity, int32_t full, int32_t timeout);
int32_t serial_line_direction(int32_t port, int32_t pin);

/*
 * parity: 0 none, 2 even, 3 odd (uart_parity_t); full: characters in the FIFO, timeout: characters
 * of silence after which the receiver reports what it has.
 */
int32_t serial_line_configure(int32_t port, int32_t parity, int32_t full, int32_t timeout)
{
	esp_err_t error = uart_set_parity((uart_port_t)port, (uart_parity_t)parity);
	if (ESP_OK == error)
		error = uart_set_rx_timeout((uart_port_t)port, (uint8_t)timeout);
	/* uart_set_rx_full_threshold needs a driver that the SDK does not install. */
	if (ESP_OK == error)
		uart_ll_set_rxfifo_full_thr(UART_LL_GET_HW(port), (uint16_t)full);
	return error;
}

/* pin: drives DE and /RE of the transceiver; 1 while sending. */
int32_t serial_line_direction(int32_t port, int32_t pin)
{
	uart_dev_t *uart = UART_LL_GET_HW(port);
	esp_err_t error = gpio_set_direction((gpio_num_t)pin, GPIO_MODE_OUTPUT);
	if (ESP_OK != error)
		return error;
	/*
	 * No echo of its own transmission; it may send whatever the line does, since Modbus' timing
	 * decides when.
	 */
	uart->rs485_conf.rs485tx_rx_en = 0;
	uart->rs485_conf.rs485rxby_tx_en = 1;
	uart->rs485_conf.dl0_en = 1;
	uart->rs485_conf.dl1_en = 1;
	uart->rs485_conf.rs485_en = 1;
	esp_rom_gpio_connect_out_signal((uint32_t)pin, 1 == port ? U1DTR_OUT_IDX : U2DTR_OUT_IDX, false,
		false);
	return ESP_OK;
}
