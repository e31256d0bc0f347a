/* SPDX-License-Identifier: Apache-2.0 */
#include "xsmc.h"
#include "xsHost.h"

#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

#include "messenger.h"

/* Above XS's task (4), so that a message does not wait for it. */
#define TASK_PRIORITY 5
#define TASK_STACK 2048

typedef struct {
	xsMachine *the;
	modMessageDeliver deliver;
	void *refcon;
	/* Set by the poster, cleared by XS before it looks: a message is under way. */
	uint8_t posted;
} Listener;

static Listener listeners[MESSAGES];
static TaskHandle_t task;

static void deliver(void *the, void *refcon, uint8_t *message, uint16_t messageLength)
{
	Listener *listener = refcon;
	__atomic_store_n(&listener->posted, 0, __ATOMIC_SEQ_CST);
	if (listener->deliver)
		listener->deliver(the, listener->refcon, message, messageLength);
}

/* Waits for room in XS's queue, but never keeps anybody else waiting. */
static void messenger(void *unused)
{
	(void)unused;
	for (;;) {
		uint32_t messages = 0;
		xTaskNotifyWait(0, UINT32_MAX, &messages, portMAX_DELAY);
		for (int i = 0; i < MESSAGES; i++)
			if (messages & (1u << i))
				/* A debug build gives up after 20 ms. */
				while (modMessagePostToMachine(listeners[i].the, NULL, 0, deliver, &listeners[i]))
					vTaskDelay(1);
	}
}

void messengerListen(xsMachine *the, Message message, modMessageDeliver deliver, void *refcon)
{
	if (!task && pdPASS != xTaskCreate(messenger, "messages", TASK_STACK, NULL, TASK_PRIORITY, &task))
		xsUnknownError("no memory");
	listeners[message].the = the;
	listeners[message].deliver = deliver;
	listeners[message].refcon = refcon;
}

/* True if a message has to be sent: none is under way. */
static bool isNew(Message message)
{
	return !__atomic_exchange_n(&listeners[message].posted, 1, __ATOMIC_SEQ_CST);
}

void messengerPost(Message message)
{
	if (isNew(message))
		xTaskNotify(task, 1u << message, eSetBits);
}

void IRAM_ATTR messengerPostFromISR(Message message, BaseType_t *woken)
{
	if (isNew(message))
		xTaskNotifyFromISR(task, 1u << message, eSetBits, woken);
}
