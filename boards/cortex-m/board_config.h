/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes of the machine; see engine/xs/board.h. A slot has 16 bytes; frozen objects are in flash. */
#ifndef AMBIT_BOARD_CONFIG_H
#define AMBIT_BOARD_CONFIG_H

#define BOARD_SLOTS 4928
#define BOARD_STACK_SLOTS 768
#define BOARD_CHUNK_BYTES (64 * 1024)
#define BOARD_KEYS 4096
#define BOARD_NEW_KEYS 64

#endif
