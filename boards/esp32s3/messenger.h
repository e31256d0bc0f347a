/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages to XS for those who must not wait. XS's queue may be full, and the SDK then either waits
 * for room, which would stop the caller, or drops the message, after which an input would stay
 * deaf. A task of its own waits instead.
 */
#ifndef AMBIT_MESSENGER_H
#define AMBIT_MESSENGER_H

/* Senders; XS's queue holds at most one message of each. */
typedef enum { MESSAGE_SAMPLES, MESSAGE_UART_1, MESSAGE_UART_2, MESSAGES } Message;

/* Has `deliver` called, in XS's task, after a post. `deliver` NULL: nobody is called any more. */
void messengerListen(xsMachine *the, Message message, modMessageDeliver deliver, void *refcon);

/* Return at once. The message under way tells of the post, or another one does. */
void messengerPost(Message message);
void messengerPostFromISR(Message message, BaseType_t *woken);

#endif
