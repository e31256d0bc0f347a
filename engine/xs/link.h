/* SPDX-License-Identifier: Apache-2.0 */
/* The link's numbers in C, made by `npm run generate` from spec/link.ts. */
#ifndef AMBIT_XS_LINK_H
#define AMBIT_XS_LINK_H

#define LINK_HEADER_LENGTH 3
#define LINK_MAXIMUM_PAYLOAD 4096
#define LINK_SEQUENCE_LENGTH 2
#define LINK_BYTES_PER_FRAME 18

#define LINK_FRAMES 0x02
#define LINK_RECEIVED 0x03
#define LINK_STATS 0x05
#define LINK_WIRED 0x07
#define LINK_LOAD 0x0f

#define LINK_TRANSMIT 0x83
#define LINK_OUTPUT 0x84
#define LINK_TRACE 0x86
#define LINK_STATS_TO_BENCH 0x87
#define LINK_RESTARTED 0x8d
#define LINK_LOAD_TO_BENCH 0x8e
#define LINK_WIRED_TO_BENCH 0x8f

#define LINK_PIN_TARIFF_INPUT 0
#define LINK_PIN_SEAL 1
#define LINK_PIN_POWER_FAIL 2
#define LINK_PIN_LED 8
#define LINK_PIN_S0_1 9
#define LINK_PIN_S0_2 10

#endif
