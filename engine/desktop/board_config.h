/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sizes of the desktop's machine; see ../xs/board.h. Nothing is preloaded here: what lies in flash on a
 * microcontroller (byte code, and with Moddable's preload the frozen tables of the modules) takes slots and
 * chunks as well.
 */
#ifndef AMBIT_BOARD_CONFIG_H
#define AMBIT_BOARD_CONFIG_H

#define BOARD_SLOTS 32768
#define BOARD_STACK_SLOTS 2048
#define BOARD_CHUNK_BYTES (1024 * 1024)
#define BOARD_KEYS 4096
#define BOARD_NEW_KEYS 64

#endif
