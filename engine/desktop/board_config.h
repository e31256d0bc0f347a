/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sizes of the desktop's machine; see ../xs/board.h. Nothing is preloaded here: byte code and
 * frozen tables, which are in flash on a microcontroller, take slots and chunks too.
 */
#ifndef AMBIT_BOARD_CONFIG_H
#define AMBIT_BOARD_CONFIG_H

#define BOARD_SLOTS 40960
#define BOARD_STACK_SLOTS 2048
#define BOARD_CHUNK_BYTES (1024 * 1024)
#define BOARD_KEYS 4096
#define BOARD_NEW_KEYS 64

#endif
