/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sizes of the desktop's machine; see ../xs/board.h. Slots and stack are what a microcontroller with 512 KB
 * could have (a slot has 16 bytes there, 32 here); chunks hold the bundle's byte code as well, which lies in
 * flash there.
 */
#ifndef AMBIT_BOARD_CONFIG_H
#define AMBIT_BOARD_CONFIG_H

#define BOARD_SLOTS 16384
#define BOARD_STACK_SLOTS 2048
#define BOARD_CHUNK_BYTES (512 * 1024)
#define BOARD_KEYS 4096

#endif
