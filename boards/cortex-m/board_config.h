/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes of the microcontroller's machine; see engine/xs/board.h. A slot has 16 bytes. */
#ifndef AMBIT_BOARD_CONFIG_H
#define AMBIT_BOARD_CONFIG_H

#define BOARD_SLOTS 24576
#define BOARD_STACK_SLOTS 2048
#define BOARD_CHUNK_BYTES (256 * 1024)
#define BOARD_KEYS 4096
#define BOARD_NEW_KEYS 64

#endif
