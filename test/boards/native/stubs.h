/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Declarations of XS, ESP-IDF and FreeRTOS that the C of Moddable's boards uses, for the desktop:
 * one task, which the harness runs step by step.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ICACHE_RODATA_ATTR
#define IRAM_ATTR
#define c_calloc calloc
#define c_free free
#define c_memcpy memcpy
#define c_memset memset

/* XS: a machine is what a call was given and what it gives back. */
typedef int32_t xsIntegerValue;
typedef uint32_t xsUnsignedValue;
typedef int xsIdentifier;
typedef struct {
	int32_t integer;
	double number;
	void *buffer;
	uint32_t length;
} xsSlot;
typedef struct {
	xsSlot arguments[3];
	xsSlot result;
	int options[16];
	void *host;
} xsMachine;
typedef void (*xsMarkRoot)(xsMachine *the, xsSlot *slot);
typedef struct {
	void (*destructor)(void *data);
	void (*mark)(xsMachine *the, void *it, xsMarkRoot markRoot);
	void *name;
} xsHostHooks;

enum {
	xsID_port, xsID_clock, xsID_out, xsID_in, xsID_select, xsID_ready, xsID_hz, xsID_onWindow,
	xsID_receive, xsID_transmit, xsID_direction, xsID_baud, xsID_parity, xsID_onReadable
};

extern xsSlot thisSlot;
#define xsThis thisSlot
#define xsArg(n) (the->arguments[n])
#define xsResult (the->result)
#define xsmcGet(slot, object, id) ((void)(object), (slot).integer = the->options[id])
#define xsmcToInteger(slot) ((slot).integer)
#define xsmcToBoolean(slot) ((slot).integer != 0)
#define xsmcToReference(slot) ((void)(slot), &thisSlot)
#define xsmcSetInteger(slot, value) ((slot).number = (slot).integer = (value))
#define xsmcToNumber(slot) ((slot).number)
#define xsmcSetNumber(slot, value) ((slot).number = (value))
#define xsmcSetBoolean(slot, value) ((slot).integer = (value))
#define xsmcSetHostData(slot, data) (the->host = (data))
#define xsmcGetHostDataValidate(slot, hooks) ((void)(hooks), the->host)
#define xsmcGetBufferWritable(slot, data, size) (*(data) = (slot).buffer, *(size) = (slot).length)
#define xsmcGetBufferReadable xsmcGetBufferWritable
#define xsSetHostHooks(slot, hooks) ((void)(hooks))
#define xsRemember(slot) ((void)(slot))
#define xsReference(slot) (*(slot))
#define xsBeginHost(machine) { (void)(machine);
#define xsEndHost(machine) }
#define xsForget(slot) ((void)(slot))
#define xsmcSetHostDestructor(slot, destructor) ((void)(destructor))
#define xsmcVars(count) xsSlot variables[count]
#define xsVar(n) (variables[n])
#define xsCallFunction0(function, target) (callbacks++)
#define xsCallFunction2(function, target, a, b) (onReadable((a).integer, (b).integer))
#define xsUnknownError(text) ((void)the, fail(text))

extern int callbacks;
void onReadable(int count, int ageUs);
void fail(const char *text);

typedef void (*modMessageDeliver)(
	void *the, void *refcon, uint8_t *message, uint16_t messageLength);
int modMessagePostToMachine(xsMachine *the, uint8_t *message, uint16_t messageLength,
	modMessageDeliver deliver, void *refcon);

/* ESP-IDF. */
typedef int esp_err_t;
#define ESP_OK 0
typedef int gpio_num_t;
typedef int spi_host_device_t;
typedef void *spi_device_handle_t;
typedef struct {
	int mosi_io_num, miso_io_num, sclk_io_num, quadwp_io_num, quadhd_io_num, max_transfer_sz;
} spi_bus_config_t;
typedef struct {
	int mode, clock_speed_hz, spics_io_num, queue_size;
} spi_device_interface_config_t;
typedef struct { size_t length; const void *tx_buffer; void *rx_buffer; } spi_transaction_t;
typedef struct { uint64_t pin_bit_mask; int mode, pull_up_en, intr_type; } gpio_config_t;
#define SPI_DMA_CH_AUTO 3
#define MALLOC_CAP_DMA 8
#define GPIO_MODE_INPUT 1
#define GPIO_PULLUP_ENABLE 1
#define GPIO_INTR_DISABLE 0
#define GPIO_INTR_NEGEDGE 2
#define spi_bus_initialize(host, bus, dma) ((void)(host), (void)(bus), ESP_OK)
#define spi_bus_add_device(host, config, device) ((void)(config), *(device) = (void *)1, ESP_OK)
#define spi_bus_remove_device(device) ((void)(device))
#define spi_bus_free(host) ((void)(host))
#define heap_caps_calloc(count, size, capabilities) calloc(count, size)
#define heap_caps_free free
/* The first to enable an interrupt or to install their service has all of them on its core. */
void takeInterrupts(void);
#define gpio_install_isr_service(flags) ((void)(flags), takeInterrupts())
#define gpio_config(config) ((config)->intr_type ? takeInterrupts() : (void)0, ESP_OK)
#define gpio_set_intr_type(pin, type) ((void)(pin), (void)(type))
#define gpio_intr_enable(pin) ((void)(pin), takeInterrupts())
#define gpio_intr_disable(pin) ((void)(pin))
#define gpio_isr_handler_add(pin, handler, refcon) \
	((void)(pin), (void)(handler), (void)(refcon))
#define gpio_isr_handler_remove(pin) ((void)(pin))
esp_err_t spi_device_polling_transmit(spi_device_handle_t device, spi_transaction_t *transaction);

/* The pulse counter and the clock of the chip are the harness's. */
typedef void *pcnt_unit_handle_t;
typedef void *pcnt_channel_handle_t;
typedef struct { int low_limit, high_limit; } pcnt_unit_config_t;
typedef struct { int edge_gpio_num, level_gpio_num; } pcnt_chan_config_t;
#define PCNT_CHANNEL_EDGE_ACTION_HOLD 0
#define PCNT_CHANNEL_EDGE_ACTION_INCREASE 1
#define pcnt_new_unit(config, unit) ((void)(config), *(unit) = (void *)1, ESP_OK)
#define pcnt_new_channel(unit, config, channel) ((void)(config), *(channel) = (unit), ESP_OK)
#define pcnt_channel_set_edge_action(channel, rising, falling) ((void)(channel), ESP_OK)
#define pcnt_unit_enable(unit) ((void)(unit), ESP_OK)
#define pcnt_unit_clear_count(unit) ((void)(unit), ESP_OK)
#define pcnt_unit_start(unit) ((void)(unit), ESP_OK)
#define pcnt_unit_stop(unit) ((void)(unit))
#define pcnt_unit_disable(unit) ((void)(unit))
#define pcnt_del_channel(channel) ((void)(channel))
#define pcnt_del_unit(unit) ((void)(unit))
esp_err_t pcnt_unit_get_count(pcnt_unit_handle_t unit, int *count);
int64_t esp_timer_get_time(void);
#define esp_task_wdt_add(task) ((void)(task))
#define esp_task_wdt_delete(task) ((void)(task))
#define esp_task_wdt_reset() ((void)0)

/* FreeRTOS. */
typedef void *TaskHandle_t;
typedef int BaseType_t;
typedef enum { eNoAction, eSetBits } eNotifyAction;
#define pdFALSE 0
#define pdTRUE 1
#define pdPASS 1
#define portMAX_DELAY 0xffffffff
#define pdMS_TO_TICKS(ms) (ms)
#define configMAX_PRIORITIES 25
#define portYIELD_FROM_ISR(woken) ((void)(woken))
#define vTaskDelay(ticks) ((void)(ticks))
#define vTaskDelete(task) ((void)(task))
#define vTaskNotifyGiveFromISR(task, woken) ((void)(task), (void)(woken))
#define xTaskNotifyGive(task) ((void)(task))
#define xTaskGetCurrentTaskHandle() NULL
#define xTaskNotifyFromISR(task, bits, action, woken) \
	((void)(woken), xTaskNotify(task, bits, action))
BaseType_t xTaskCreatePinnedToCore(void (*task)(void *), const char *name, int stack,
	void *refcon, int priority, TaskHandle_t *handle, int core);
BaseType_t xTaskCreate(void (*task)(void *), const char *name, int stack, void *refcon,
	int priority, TaskHandle_t *handle);
uint32_t ulTaskNotifyTake(int clear, uint32_t ticks);
void xTaskNotify(TaskHandle_t task, uint32_t bits, eNotifyAction action);
void xTaskNotifyWait(uint32_t before, uint32_t after, uint32_t *bits, uint32_t ticks);
